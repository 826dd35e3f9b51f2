import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceHint, EvidencePhoto } from '../../src/contract/evidence.ts';
import { say } from '../../src/server/platform/words.ts';
import { hintWords } from '../../src/web/evidence/hint-words.ts';
import { type Cheat, cheats, honestFix, type StagedPhoto } from '../support/evidence-cheats.ts';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../support/ledger-city.ts';
import { cameraExif, moments, shoot } from '../support/staged-photos.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';

const document = new URL('../../docs/evidence.md', import.meta.url);
const [begin, end] = [
  '<!-- cheats: written by test/scenarios/evidence-cheats.test.ts -->',
  '<!-- end of cheats -->',
];

let house: TestHouse;
let ledger: LedgerCity;
/** An old photo for each cheat, so that none sees the others. */
const olds: Buffer[] = [];
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
  // older problems of another district, fixed and photographed thirteen days ago, nine photos to a claim
  at(moments.old);
  const device = { deviceTakenAt: moments.old, lon: null, lat: null, accuracyM: null };
  const staged = cheats.map((_cheat, index) => index);
  while (staged.length > 0) {
    const id = await raise({ siteId: null, placeText: '二街道的巷口' });
    const unitId = ledger.elsewhere.id;
    await ledger.move('office', id, 'dispatch', { unitId, assistingUnitIds: [], deadlineAt: null });
    await ledger.move('stranger', id, 'assign', { personId: ledger.people.stranger.id });
    const photos = [];
    for (const index of staged.splice(0, 9)) {
      const bytes = await shoot({ place: 900 + index }, cameraExif({ at: moments.old }));
      olds[index] = bytes;
      photos.push(await upload('stranger', { bytes, device }));
    }
    const reply = await ledger.move('stranger', id, 'claim-fixed', { photos, reason: null });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  }
});
afterAll(() => house.close());

function at(instant: string): void {
  house.clock.now = new Date(instant);
}

async function raise(change: Record<string, unknown> = {}): Promise<string> {
  const reply = await ledger.raise(change);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body.id;
}

async function upload(person: LedgerPerson, { bytes, device }: StagedPhoto) {
  const reply = await (await ledger.client(person)).upload('/api/photos', {
    name: 'p.jpg',
    type: 'image/jpeg',
    bytes,
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return { sha256: reply.body.sha256, ...device };
}

async function claim(id: string, person: LedgerPerson, photo: StagedPhoto, uploader = person): Promise<void> {
  const photos = [await upload(uploader, photo)];
  const reply = await ledger.move(person, id, 'claim-fixed', { photos, reason: null });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
}

/** A fresh problem with its finding; the photo of the fix comes from `fix`. */
async function stageProblem(
  place: number,
  fix: (finding: Buffer) => Promise<StagedPhoto>,
  uploader: LedgerPerson = 'grid',
): Promise<{ id: string; after: Buffer }> {
  at(moments.raised);
  const finding = await shoot({ place, littered: true }, cameraExif({ at: moments.raised }));
  const device = { deviceTakenAt: moments.raised, lon: 113.2402, lat: 35.21, accuracyM: 8 };
  const id = await raise({ photos: [await upload('office', { bytes: finding, device })], reason: null });
  await ledger.move('liaison', id, 'assign', { personId: ledger.people.grid.id });
  at(moments.claimed);
  const photo = await fix(finding);
  await claim(id, 'grid', photo, uploader);
  at(moments.checked);
  return { id, after: photo.bytes };
}

async function lookAt(id: string, purpose: EvidencePhoto['purpose'], verifier: LedgerPerson = 'verifier') {
  const reply = await (await ledger.client(verifier)).get(`/api/problems/${id}/evidence`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return (reply.body.photos as EvidencePhoto[]).filter((photo) => photo.purpose === purpose);
}

async function stageCheat(cheat: Cheat, index: number): Promise<EvidencePhoto> {
  const place = 100 + index;
  const scene = { old: olds[index] ?? Buffer.alloc(0), place: 500 + index };
  if (cheat.by === 'verifier') {
    const { id, after } = await stageProblem(place, () => honestFix(place));
    const photo = await cheat.stage({ ...scene, finding: after, after });
    // sent back, so that the photo is evidence whatever the rules of a strike-off think of it
    const body = { photos: [await upload('verifier', photo)], reason: '现场还没有清理', deadlineAt: null };
    expect((await ledger.move('verifier', id, 'send-back', body)).status).toBe(200);
    return only(await lookAt(id, 'verification'));
  }
  const uploader = cheat.handedOn ? 'head' : 'grid';
  const stage = (finding: Buffer) => cheat.stage({ ...scene, finding, after: finding });
  const { id } = await stageProblem(place, stage, uploader);
  return only(await lookAt(id, 'after', cheat.sight === 'elsewhere' ? 'streetVerifier' : 'verifier'));
}

function only<T>(list: readonly T[]): T {
  const [one] = list;
  if (!one || list.length > 1) throw new Error(`${list.length} photos`);
  return one;
}

/** The hint as the document has it: figures of likeness in steps, since codecs differ in the last digits. */
function inWords(hint: EvidenceHint): string {
  const { percent } = hint.facts;
  const step: EvidenceHint['facts'] =
    typeof percent === 'number' ? { percent: percent >= 90 ? 'over 90' : 'over 75' } : {};
  const time = (instant: string) =>
    new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
  const words = hintWords(
    (key, facts) => say('en', key, facts),
    { ...hint, facts: { ...hint.facts, ...step } },
    time,
  );
  return `${say('en', `evidence.strength.${hint.strength}`)}: ${words}`;
}

const rows: string[] = [];

function note(what: string, by: string, hints: readonly EvidenceHint[], verdict: string): void {
  const seen = hints.length === 0 ? '–' : hints.map(inWords).join('<br>');
  rows.push(`| ${rows.length + 1} | ${by} | ${what} | ${seen} | ${verdict} |`);
}

describe('what a verifier sees', () => {
  it('of an honest fix is nothing to look at closely', async () => {
    const { id } = await stageProblem(99, () => honestFix(99));
    const photo = only(await lookAt(id, 'after'));
    expect(photo.hints).toEqual([]);
    expect(photo.distanceM).toBe(18);
    note('nothing: an honest fix, seen from nearly the same spot', 'unit', photo.hints, '');
  });

  it.each(cheats.map((cheat, index) => [cheat.what, cheat, index] as const))(
    'of "%s"',
    async (_what, cheat, index) => {
      const photo = await stageCheat(cheat, index);
      const codes = photo.hints.map((hint) => hint.code);
      expect(codes).toEqual(expect.arrayContaining([...cheat.seen]));
      if (cheat.seen.length === 0)
        expect(photo.hints.filter((hint) => hint.strength === 'strong')).toEqual([]);
      if (cheat.sight === 'elsewhere') {
        expect(photo.twins.length).toBeGreaterThan(0);
        for (const twin of photo.twins)
          expect(twin).toMatchObject({ sha256: null, use: null, receivedAt: null });
      }
      const isStrong = photo.hints.some((hint) => hint.strength === 'strong');
      note(
        cheat.what,
        cheat.by,
        photo.hints,
        cheat.seen.length === 0 ? '**not detected**' : isStrong ? 'yes' : 'in part',
      );
    },
  );

  it('is what the document says', async () => {
    expect(rows.length).toBe(cheats.length + 1);
    const table = [
      '| | by | what is done | what the verifier sees | detected |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
    const text = await readFile(document, 'utf8');
    const [before, rest = ''] = text.split(begin);
    const [, after = ''] = rest.split(end);
    const expected = `${before}${begin}\n\n${table}\n\n${end}${after}`;
    // GUATU_WRITE_DOCS=yes writes the table instead of comparing it
    if (process.env.GUATU_WRITE_DOCS === 'yes') await writeFile(document, expected);
    expect(await readFile(document, 'utf8')).toBe(expected);
  });
});

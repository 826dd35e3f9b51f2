import { readFileSync } from 'node:fs';
import { Document, Packer, Paragraph, TextRun } from 'docx';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestHouse,
  strangerClient,
  type TestCity,
  type TestHouse,
  type TestUnit,
} from '../../../test/support/test-city.ts';
import { openPledgeForFlag } from './pledge-opening.ts';

const speeches = readFileSync(
  new URL('../../../sample/pledges/pledge-speeches-2019.txt', import.meta.url),
  'utf8',
);

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

async function story() {
  const city = await house.city();
  const district = await city.unit('200', '山阳区', { kind: 'district' });
  const other = await city.unit('300', '中站区', { kind: 'district' });
  const zone = await city.unit('400', '焦作城乡一体化示范区', { kind: 'zone' });
  const street = await city.unit('201', '东方红街道办事处', { parent: district });
  const town = await city.unit('401', '阳庙镇', { parent: zone, kind: 'town' });
  const bureau = await city.unit('301', '中站区住房和城乡建设局', { parent: other, kind: 'bureau' });
  const head = await city.person('head', 'unitHead', street);
  const liaison = await city.person('liaison', 'liaison', street);
  const office = await (await city.person('office', 'campaignOffice')).client();
  return { city, street, town, bureau, other, office, headId: head.id, head: await head.client(), liaison };
}

const commitment = (more: object = {}) => ({
  id: uuid(),
  text: '建立台账，落实到人',
  kind: 'listAndLedger',
  personId: null,
  dueOn: null,
  ...more,
});
const draft = (unit: TestUnit, commitments: object[], more: object = {}) => ({
  id: uuid(),
  unitId: unit.id,
  speakerPost: '街道办事处主任',
  commitments,
  ...more,
});

async function awardFlag(city: TestCity, unit: TestUnit): Promise<string> {
  const [schemeId, rankingId, flagId] = [uuid(), uuid(), uuid()];
  await city.write(async (tx) => {
    await tx
      .insertInto('scheme')
      .values({ city_id: city.id, id: schemeId, name: '办法', valid_from: '2026-01-01', rules: '{}' })
      .execute();
    await tx
      .insertInto('ranking')
      .values({
        city_id: city.id,
        id: rankingId,
        scheme_id: schemeId,
        title: '十一月排名',
        period: '2026-11',
        inputs: '{}',
        output: '{}',
        hash: 'x',
        computed_at: '2026-11-20T00:00:00Z',
      })
      .execute();
    await tx
      .insertInto('flag')
      .values({
        city_id: city.id,
        id: flagId,
        ranking_id: rankingId,
        group_name: '街道',
        unit_id: unit.id,
        unit_name: unit.name,
        colour: 'blue',
        rank: 9,
        awarded_on: '2026-11-20',
      })
      .execute();
  });
  return flagId;
}

describe('reading speeches', () => {
  it('finds causes, commitments and units, each speech with spans into its own text', async () => {
    const { office, street, town, bureau } = await story();
    const reply = await office.post('/api/pledges/parse', { text: speeches, year: 2019 });
    expect(reply.status).toBe(200);
    expect(reply.body.speeches.map((speech: { units: { id: string }[] }) => speech.units[0]?.id)).toEqual([
      street.id,
      town.id,
      bureau.id,
    ]);
    expect(reply.body.speeches[0].units[0]).toMatchObject({
      certain: true,
      pathNames: ['测试市', '山阳区', '东方红街道办事处'],
    });
    for (const speech of reply.body.speeches) {
      expect(speech.commitments.length).toBeGreaterThan(3);
      for (const { text, span } of [...speech.causes, ...speech.commitments]) {
        expect(speech.text.slice(...span)).toBe(text);
      }
    }
    expect(JSON.stringify(reply.body.speeches[2])).toContain('2019-08-26');
  });

  it('matches only units within the caller’s reach', async () => {
    const { head, street } = await story();
    const reply = await head.post('/api/pledges/parse', { text: speeches });
    expect(reply.body.speeches.map((speech: { units: { id: string }[] }) => speech.units.length)).toEqual([
      1, 0, 0,
    ]);
    expect(reply.body.speeches[0].units[0].id).toBe(street.id);
  });

  it('takes Word and text files, and says why a file cannot be read', async () => {
    const { office } = await story();
    const lines = speeches.split('\n').map((line) => new Paragraph({ children: [new TextRun(line)] }));
    const bytes = await Packer.toBuffer(new Document({ sections: [{ children: lines }] }));
    const type = 'application/octet-stream';
    const word = await office.upload(
      '/api/pledges/parse-file',
      { name: '表态.docx', type, bytes },
      { year: '2019' },
    );
    expect(word.body.speeches).toHaveLength(3);
    const plain = await office.upload('/api/pledges/parse-file', {
      name: 'a.txt',
      type,
      bytes: Buffer.from(speeches),
    });
    expect(plain.body.speeches).toHaveLength(3);
    for (const [name, content, code] of [
      ['a.pdf', '%PDF', 'pledge-file-kind'],
      ['a.docx', '文字', 'pledge-docx-text'],
      ['a.txt', '', 'pledge-file-empty'],
      ['a.txt', '长'.repeat(200_001), 'pledge.fileTooLong'],
    ] as const) {
      const refused = await office.upload('/api/pledges/parse-file', {
        name,
        type,
        bytes: Buffer.from(content),
      });
      expect([refused.status, refused.body.code]).toEqual([400, code]);
      expect(refused.body.message).toContain(name);
    }
  });

  it('is for those who may write pledges', async () => {
    const { city, office } = await story();
    const leader = await (await city.person('leader', 'cityLeader')).client();
    expect((await leader.post('/api/pledges/parse', { text: '一是' })).status).toBe(403);
    expect((await strangerClient(house.app).post('/api/pledges/parse', { text: '一是' })).status).toBe(401);
    expect((await office.post('/api/pledges/parse', { text: '\u0000' })).status).toBe(400);
    expect((await office.post('/api/pledges/parse', { text: '一是', year: 19 })).body.fields[0].path).toBe(
      'year',
    );
    expect((await office.post('/api/pledges/parse', { text: '' })).body).toEqual({ speeches: [] });
  });
});

describe('a pledge', () => {
  it('goes from reviewed speech to promise, and its page shows both', async () => {
    const { office, street, head, headId, liaison } = await story();
    const read = (await office.post('/api/pledges/parse', { text: speeches, year: 2019 })).body.speeches[0];
    const wish = draft(
      street,
      read.commitments.map(
        (each: { text: string; kind: string; places: string[]; quantity: null; span: number[] }) =>
          commitment({
            text: each.text,
            kind: each.kind,
            places: each.places,
            quantity: each.quantity,
            span: each.span,
            personId: liaison.id,
            dueOn: '2026-12-31',
          }),
      ),
      {
        sourceText: read.text,
        causes: read.causes.map(({ text, span }: { text: string; span: number[] }) => ({ text, span })),
      },
    );
    const made = await head.post('/api/pledges', wish);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      state: 'draft',
      version: 1,
      unit: { name: '东方红街道办事处' },
      may: { edit: true, confirm: true },
    });
    for (const { span, text } of made.body.commitments) {
      expect(made.body.sourceText.slice(...span)).toBe(text);
    }
    expect((await head.post('/api/pledges', wish)).body).toEqual(made.body);
    const confirmed = await head.post(`/api/pledges/${wish.id}/confirm`, { version: 1 });
    expect(confirmed.body).toMatchObject({
      state: 'confirmed',
      confirmedBy: '样本head',
      version: 2,
      may: { edit: false, confirm: false },
      history: [{ kind: 'pledge.confirmed', actorName: '样本head' }, { kind: 'pledge.drafted' }],
    });
    expect((await head.post(`/api/pledges/${wish.id}/confirm`, { version: 1 })).body).toEqual(confirmed.body);
    const late = await head.put(`/api/pledges/${wish.id}`, { version: 2, commitments: [] });
    expect(late.body.code).toBe('pledge.confirmedStays');
    expect((await office.get(`/api/pledges/${wish.id}`)).body.commitments[0]).toMatchObject({
      person: { id: liaison.id, name: '样本liaison' },
      state: 'open',
    });
    expect(headId).not.toBe(liaison.id);
  });

  it('is confirmed only when every commitment has a person and a day', async () => {
    const { street, head, headId, liaison, city } = await story();
    const whole = { personId: headId, dueOn: '2026-12-01' };
    const wish = draft(street, [commitment(), commitment(whole), commitment({ personId: headId })]);
    await head.post('/api/pledges', wish);
    const refused = await head.post(`/api/pledges/${wish.id}/confirm`, { version: 1 });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'pledge.incomplete', facts: { numbers: '1、3' } });
    expect(refused.body.fields.map((field: { path: string }) => field.path)).toEqual([
      'commitments.0.personId',
      'commitments.0.dueOn',
      'commitments.2.dueOn',
    ]);
    const { id, unitId, ...content } = wish;
    const better = { ...content, commitments: [commitment(whole)], version: 1 };
    const edited = await head.put(`/api/pledges/${id}`, better);
    expect(edited.body).toMatchObject({ version: 2, commitments: [{ dueOn: '2026-12-01' }] });
    expect((await head.put(`/api/pledges/${id}`, better)).body).toEqual(edited.body);
    expect((await head.put(`/api/pledges/${id}`, { ...content, version: 1 })).body.code).toBe('stale');
    expect((await head.post(`/api/pledges/${id}/confirm`, { version: 1 })).body.code).toBe('stale');
    const clerk = await liaison.client();
    expect((await clerk.post(`/api/pledges/${id}/confirm`, { version: 2 })).status).toBe(403);
    await city.write((tx) =>
      tx.updateTable('person').set({ is_active: false }).where('id', '=', headId).execute(),
    );
    const office = await (await city.person('office2', 'campaignOffice')).client();
    const gone = await office.post(`/api/pledges/${id}/confirm`, { version: 2 });
    expect([gone.status, gone.body.fields[0].path]).toEqual([400, 'commitments.0.personId']);
    expect(unitId).toBe(street.id);
  });

  it.each([
    ['commitments.0.text', [commitment({ text: '' })], {}],
    ['commitments.0.kind', [commitment({ kind: 'magic' })], {}],
    ['commitments.0.dueOn', [commitment({ dueOn: '2026-02-30' })], {}],
    ['commitments.0.span', [commitment({ span: [0, 5] })], { sourceText: '四个字符' }],
    ['commitments.0.span', [commitment({ span: [3, 3] })], { sourceText: '四个字符' }],
    ['causes.0.span', [], { causes: [{ text: '原因', span: [0, 1] }] }],
    [
      'commitments.0.quantity.value',
      [commitment({ quantity: { value: '17', unit: '项', text: '十七项' } })],
      {},
    ],
    ['unitId', [], { unitId: '0190a0a0-0000-7000-8000-000000000000' }],
    ['body', [], { state: 'confirmed' }],
  ])('is refused at %s and leaves nothing', async (place, commitments, more) => {
    const { street, head, city } = await story();
    const reply = await head.post('/api/pledges', draft(street, commitments, more));
    expect(reply.status).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(place);
    const rows = await city.write((tx) => tx.selectFrom('pledge').select('id').execute());
    expect(rows).toEqual([]);
  });

  it('names people of its own unit and takes no id twice', async () => {
    const { city, street, other, head } = await story();
    const foreign = await city.person('foreign', 'liaison', other);
    const reply = await head.post('/api/pledges', draft(street, [commitment({ personId: foreign.id })]));
    expect(reply.body.fields[0].path).toBe('commitments.0.personId');
    const one = commitment();
    const twice = await head.post('/api/pledges', draft(street, [one, one]));
    expect(twice.body.fields[0].path).toBe('commitments.1.id');
    const wish = draft(street, [one]);
    expect((await head.post('/api/pledges', wish)).status).toBe(200);
    expect((await head.post('/api/pledges', draft(street, [one]))).body.fields[0].path).toBe(
      'commitments.0.id',
    );
    expect((await head.post('/api/pledges', { ...wish, speakerPost: '书记' })).body.code).toBe(
      'pledge.idTaken',
    );
  });

  it('lies out of sight of other units', async () => {
    const { city, street, other, head } = await story();
    const wish = draft(street, [commitment()]);
    await head.post('/api/pledges', wish);
    const stranger = await (await city.person('stranger', 'unitHead', other)).client();
    expect((await stranger.get(`/api/pledges/${wish.id}`)).status).toBe(404);
    expect((await stranger.put(`/api/pledges/${wish.id}`, { version: 1, commitments: [] })).status).toBe(404);
    expect((await stranger.post(`/api/pledges/${wish.id}/confirm`, { version: 1 })).status).toBe(404);
    expect((await stranger.post('/api/pledges', draft(street, []))).status).toBe(400);
    expect((await stranger.get('/api/pledges')).body.pledges).toEqual([]);
    expect((await stranger.get(`/api/pledges?unitId=${street.id}`)).status).toBe(404);
    const worker = await (await city.person('worker', 'gridWorker', street)).client();
    expect((await worker.get(`/api/pledges/${wish.id}`)).status).toBe(404);
    expect((await strangerClient(house.app).get(`/api/pledges/${wish.id}`)).status).toBe(401);
  });
});

describe('a pledge that a flag asks for', () => {
  it('is opened once by the system, due seven days after the award, and drafted by its unit', async () => {
    const { city, street, head, headId, office } = await story();
    const flagId = await awardFlag(city, street);
    const flag = { id: flagId, unitId: street.id, awardedOn: '2026-11-20' };
    const now = '2026-11-20T08:00:00.000Z';
    const id = await city.write((tx) => openPledgeForFlag(tx, city.id, flag, now));
    expect(await city.write((tx) => openPledgeForFlag(tx, city.id, flag, now))).toBeNull();
    const page = await head.get(`/api/pledges/${id}`);
    expect(page.body).toMatchObject({
      state: 'due',
      dueOn: '2026-11-27',
      isLate: false,
      flag: { colour: 'blue', rank: 9, rankingTitle: '十一月排名' },
      history: [{ kind: 'pledge.opened', actorName: null }],
    });
    expect((await head.post(`/api/pledges/${id}/confirm`, { version: 1 })).body.code).toBe(
      'pledge.noCommitments',
    );
    expect((await office.get('/api/pledges?state=due')).body).toMatchObject({
      counts: { due: 1, draft: 0, confirmed: 0 },
      pledges: [{ id, flagColour: 'blue', commitmentCount: 0 }],
    });
    house.clock.now = new Date('2026-11-27T16:00:00Z');
    expect((await head.get(`/api/pledges/${id}`)).body.isLate).toBe(true);
    house.clock.now = new Date('2026-11-23T02:00:00Z');
    const whole = commitment({ personId: headId, dueOn: '2026-11-30' });
    const edited = await head.put(`/api/pledges/${id}`, { version: 1, commitments: [whole] });
    expect(edited.body).toMatchObject({ state: 'draft', version: 2, dueOn: '2026-11-27' });
    expect((await head.post(`/api/pledges/${id}/confirm`, { version: 2 })).body.state).toBe('confirmed');
  });
});

describe('lists', () => {
  it('page through pledges and the commitments of confirmed ones, with counts and days', async () => {
    const { street, head, headId, office, other } = await story();
    for (const dueOn of ['2026-11-22', '2026-11-23', '2026-12-01']) {
      const wish = draft(street, [commitment({ personId: headId, dueOn })]);
      await head.post('/api/pledges', wish);
      await head.post(`/api/pledges/${wish.id}/confirm`, { version: 1 });
    }
    await head.post('/api/pledges', draft(street, [commitment({ personId: headId, dueOn: '2020-01-01' })]));
    const pledges: string[] = [];
    const days: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; page < 5 && cursor !== null; page += 1) {
      const reply = await office.get(
        `/api/pledges?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(reply.body.counts).toEqual({ due: 0, draft: 1, confirmed: 3 });
      pledges.push(...reply.body.pledges.map((each: { id: string }) => each.id));
      cursor = reply.body.nextCursor;
    }
    expect(new Set(pledges).size).toBe(4);
    cursor = '';
    for (let page = 0; page < 5 && cursor !== null; page += 1) {
      const reply = await office.get(
        `/api/commitments?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(reply.body.counts).toEqual({ open: 2, overdue: 1 });
      days.push(...reply.body.commitments.map((each: { dueOn: string }) => each.dueOn));
      cursor = reply.body.nextCursor;
    }
    expect(days).toEqual(['2026-11-22', '2026-11-23', '2026-12-01']);
    const overdue = await head.get(`/api/commitments?unitId=${street.id}&state=overdue`);
    expect(overdue.body.commitments).toMatchObject([
      { dueOn: '2026-11-22', state: 'overdue', unit: { id: street.id } },
    ]);
    expect((await office.get(`/api/commitments?unitId=${other.id}`)).body.commitments).toEqual([]);
    for (const bad of ['nonsense', `2026-02-30_${uuid()}`, '2026-01-01_x']) {
      expect((await office.get(`/api/commitments?cursor=${bad}`)).body.fields[0].path).toBe('cursor');
      expect((await office.get(`/api/pledges?cursor=${bad}`)).body.fields[0].path).toBe('cursor');
    }
    expect((await strangerClient(house.app).get('/api/commitments')).status).toBe(401);
  });
});

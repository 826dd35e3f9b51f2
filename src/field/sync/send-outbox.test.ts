import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTryAt, type OutboxItem } from '../../domain/sync/outbox-item.ts';
import { databaseName, type FieldDatabase, openFieldDatabase } from '../store/field-database.ts';
import type { KeptPhoto } from '../store/field-schema.ts';
import { clearSafe, enterOutbox, keepPhoto, listOutbox, type NewOutboxItem } from '../store/outbox-store.ts';
import { SendFailure } from './send-failure.ts';
import { sendOutbox, type Transport } from './send-outbox.ts';

/** What happens to one call: before it reaches the server, on the way back, or at the server. */
type Fault = 'none' | 'cutBefore' | 'cutAfter' | 'serverError' | 'signedOut' | 'killed';
const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  'none',
  'none',
  'none',
  'cutBefore',
  'cutAfter',
  'serverError',
  'signedOut',
  'killed',
);

class Killed extends Error {}

/** A server that keeps what it took, once each, and counts what was sent twice with other content. */
class FakeServer {
  readonly commands = new Map<string, unknown>();
  readonly photos = new Map<string, number>();
  readonly clashes: string[] = [];
  readonly withoutPhotos: string[] = [];
  private readonly faults: Fault[];
  readonly refused: ReadonlySet<string>;

  constructor(faults: readonly Fault[], refused: ReadonlySet<string>) {
    this.faults = [...faults];
    this.refused = refused;
  }

  readonly transport: Transport = {
    command: (item) =>
      this.meet(() => {
        if (this.refused.has(item.id)) throw new SendFailure(409, 'problem.wrongState', '状态已变');
        const before = this.commands.get(item.id);
        if (before !== undefined && JSON.stringify(before) !== JSON.stringify(item.body)) {
          this.clashes.push(item.id);
        }
        if (item.photosFirst && item.photos.some((sha256) => !this.photos.has(sha256))) {
          this.withoutPhotos.push(item.id);
        }
        this.commands.set(item.id, item.body);
        return { id: item.id };
      }),
    photo: (photo) =>
      this.meet(() => {
        this.photos.set(photo.sha256, (this.photos.get(photo.sha256) ?? 0) + 1);
      }),
  };

  private async meet<T>(work: () => T): Promise<T> {
    const met = this.faults.shift() ?? 'none';
    if (met === 'cutBefore') throw new SendFailure(0, 'offline', '');
    if (met === 'serverError') throw new SendFailure(507, 'full', '');
    if (met === 'signedOut') throw new SendFailure(401, 'signedOut', '');
    const result = work();
    if (met === 'cutAfter') throw new SendFailure(0, 'offline', '');
    if (met === 'killed') throw new Killed();
    return result;
  }
}

let phones = 0;

async function openPhone(): Promise<FieldDatabase> {
  phones += 1;
  return openFieldDatabase(`person-${phones}`);
}

function photoOf(sha256: string): KeptPhoto {
  return {
    sha256,
    blob: new Blob([sha256]),
    mediaType: 'image/jpeg',
    byteSize: sha256.length,
    takenAt: '2026-03-01T00:00:00.000Z',
    lon: null,
    lat: null,
    accuracyM: null,
    fixAt: null,
    clockOffsetS: null,
    safeAt: null,
  };
}

function itemOf(
  index: number,
  plan: { photos: number; photosFirst: boolean; subject: number },
): NewOutboxItem {
  return {
    id: `item-${index}`,
    kind: plan.photosFirst ? 'problemMove' : 'inspection',
    subjectId: `subject-${plan.subject}`,
    title: `第 ${index} 项`,
    path: '/api/x',
    body: { value: index },
    photos: Array.from({ length: plan.photos }, (_, photo) => `photo-${index}-${photo}`),
    photosFirst: plan.photosFirst,
    basedOnState: null,
    madeAt: '2026-03-01T00:00:00.000Z',
  };
}

const day = fc.array(
  fc.record({ photos: fc.nat({ max: 3 }), photosFirst: fc.boolean(), subject: fc.nat({ max: 4 }) }),
  { minLength: 1, maxLength: 12 },
);

/** Plays a day to its end: sends, is cut, killed and started again until nothing waits by itself. */
async function playDay(db: FieldDatabase, server: FakeServer): Promise<OutboxItem[]> {
  let now = Date.parse('2026-03-01T08:00:00.000Z');
  for (let round = 0; round < 400; round += 1) {
    try {
      await sendOutbox({
        db,
        transport: server.transport,
        now: () => new Date(now).toISOString(),
        chance: () => 0.5,
      });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    const items = await listOutbox(db);
    const next = nextTryAt(items);
    const isStuck = items.every((item) => item.state === 'done' || item.state === 'attention' || !next);
    if (isStuck) return items;
    now = Math.max(now + 1000, Date.parse(next ?? '') + 1);
    if (round > 300) return items;
  }
  return listOutbox(db);
}

describe('any day with a bad network', () => {
  it('ends with everything on the server, once, hash by hash', async () => {
    await fc.assert(
      fc.asyncProperty(day, fc.array(fault, { maxLength: 60 }), async (plans, faults) => {
        const db = await openPhone();
        const server = new FakeServer(faults, new Set());
        for (const [index, plan] of plans.entries()) {
          const item = itemOf(index, plan);
          for (const sha256 of item.photos) await keepPhoto(db, photoOf(sha256));
          await enterOutbox(db, item, null);
        }
        const items = await playDay(db, server);
        expect(items.map((item) => item.state)).toEqual(plans.map(() => 'done'));
        expect([...server.commands.keys()].sort()).toEqual(items.map((item) => item.id).sort());
        expect([...server.photos.keys()].sort()).toEqual(items.flatMap((item) => item.photos).sort());
        expect([server.clashes, server.withoutPhotos]).toEqual([[], []]);
        db.close();
      }),
      { numRuns: 300 },
    );
  });

  it('is never blocked by a bad item, and keeps that item with its photos', async () => {
    await fc.assert(
      fc.asyncProperty(day, fc.array(fault, { maxLength: 30 }), async (plans, faults) => {
        const db = await openPhone();
        // every item a subject of its own, the first is refused by the server
        const server = new FakeServer(faults, new Set(['item-0']));
        for (const [index, plan] of plans.entries()) {
          const item = itemOf(index, { ...plan, subject: index });
          for (const sha256 of item.photos) await keepPhoto(db, photoOf(sha256));
          await enterOutbox(db, item, null);
        }
        const [first, ...others] = await playDay(db, server);
        expect(first).toMatchObject({ state: 'attention', failure: { code: 'problem.wrongState' } });
        expect(others.every((item) => item.state === 'done')).toBe(true);
        await clearSafe(db, new Set(), '2026-12-01T00:00:00.000Z', 7);
        expect((await db.getAllKeys('photos')).sort()).toEqual([...(first?.photos ?? [])].sort());
        expect(await listOutbox(db)).toHaveLength(1);
        db.close();
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is on the phone', () => {
  it('goes only some days after the server has it', async () => {
    const db = await openPhone();
    await keepPhoto(db, photoOf('photo-0-0'));
    await enterOutbox(db, itemOf(0, { photos: 1, photosFirst: true, subject: 0 }), null);
    await playDay(db, new FakeServer([], new Set()));
    expect(await clearSafe(db, new Set(), '2026-03-05T00:00:00.000Z', 7)).toBe(0);
    expect(await clearSafe(db, new Set(['photo-0-0']), '2026-03-10T00:00:00.000Z', 7)).toBe(0);
    expect(await clearSafe(db, new Set(), '2026-03-10T00:00:00.000Z', 7)).toBe(1);
  });

  it('belongs to one person: another sees a database of his own', async () => {
    expect(databaseName('a')).not.toBe(databaseName('b'));
    const mine = await openFieldDatabase('first');
    await enterOutbox(mine, itemOf(0, { photos: 0, photosFirst: false, subject: 0 }), null);
    const his = await openFieldDatabase('second');
    expect(await listOutbox(his)).toEqual([]);
  });

  it('turns a draft into an item in one step', async () => {
    const db = await openPhone();
    await db.put('drafts', {
      id: 'visit',
      kind: 'visit',
      changedAt: '2026-03-01T00:00:00.000Z',
      content: {},
    });
    const item = itemOf(0, { photos: 0, photosFirst: false, subject: 0 });
    await enterOutbox(db, item, 'visit');
    await enterOutbox(db, item, 'visit');
    expect([await db.count('drafts'), await db.count('outbox')]).toEqual([0, 1]);
  });
});

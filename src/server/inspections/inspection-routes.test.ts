import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildRoundCity, type RoundCity, type TestRound } from '../../../test/support/round-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import type { SubmittedAnswer } from '../../contract/inspections.ts';

let house: TestHouse;
let here: RoundCity;
let round: TestRound;

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  here = await buildRoundCity(house);
  round = await here.openRound();
});

function answer(itemCode: string, change: Partial<SubmittedAnswer> = {}): SubmittedAnswer {
  const value = itemCode === 'YARD-02' ? 'counted' : 'met';
  return { itemCode, value, defects: value === 'counted' ? 0 : null, note: '', photos: [], ...change };
}

function visit(change: Record<string, unknown> = {}, answers?: unknown[]) {
  return {
    id: uuid(),
    visitId: round.visitIds[0],
    startedAt: '2026-11-23T09:40:00+08:00',
    finishedAt: '2026-11-23T09:55:00+08:00',
    position: { lon: 113.24, lat: 35.211, accuracyM: 8 },
    noFixReason: null,
    note: '',
    answers: answers ?? ['YARD-01', 'YARD-02', 'YARD-03'].map((code) => answer(code)),
    ...change,
  };
}

async function stored(): Promise<Record<string, number>> {
  return here.city.write(async (tx) => {
    const counts: Record<string, number> = {};
    for (const table of ['inspection', 'answer', 'problem', 'photo_use'] as const) {
      const row = await tx
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      counts[table] = row.count;
    }
    return counts;
  });
}

const nothing = { inspection: 0, answer: 0, problem: 0, photo_use: 0 };

describe('submitting an inspection', () => {
  it('scores it, raises its problems and dispatches them, each with unit and deadline', async () => {
    const [litter, stalls] = [await here.photo(), await here.photo()];
    const body = visit({}, [
      answer('YARD-01', { value: 'partly', note: '宣传栏有旧海报' }),
      answer('YARD-02', { defects: 4, photos: [litter] }),
      answer('YARD-03', { value: 'not_met', photos: [stalls] }),
    ]);
    const reply = await here.first.post('/api/inspections', body);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      id: body.id,
      siteName: '1号院',
      isScored: true,
      // 30 × ½ of 100
      score: '15.00',
      uncappedScore: '15.00',
      vetoFailed: true,
      vetoedItems: ['YARD-02'],
      problems: [
        { number: 1, itemCode: 'YARD-01', severity: 'normal', state: 'dispatched', unitName: '一街道' },
        { number: 2, itemCode: 'YARD-02', severity: 'high', state: 'dispatched', unitName: '一街道' },
        { number: 3, itemCode: 'YARD-03', severity: 'normal', state: 'dispatched', unitName: '城管局' },
      ],
    });
    // a thousandth of a degree of latitude
    expect(reply.body.distanceM).toBeCloseTo(111.2, 1);
    expect(new Set(reply.body.photos)).toEqual(new Set([litter.sha256, stalls.sha256]));
    for (const problem of reply.body.problems) expect(Date.parse(problem.deadlineAt)).toBeGreaterThan(0);
    expect(await stored()).toEqual({ inspection: 1, answer: 3, problem: 3, photo_use: 4 });
  });

  it('caps the score of a site that fails a veto item and keeps the score before', async () => {
    const photos = [await here.photo()];
    const answers = [answer('YARD-01'), answer('YARD-02', { defects: 9, photos }), answer('YARD-03')];
    const reply = await here.first.post('/api/inspections', visit({}, answers));
    expect(reply.body).toMatchObject({ score: '59.00', uncappedScore: '60.00', vetoFailed: true });
  });

  it('does not score a visit where less than half applied', async () => {
    const answers = [
      answer('YARD-01'),
      answer('YARD-02', { value: 'na', defects: null }),
      answer('YARD-03', { value: 'na' }),
    ];
    const reply = await here.first.post('/api/inspections', visit({}, answers));
    expect(reply.body).toMatchObject({
      isScored: false,
      unscoredReason: 'under-half-applicable',
      score: null,
      uncappedScore: '100.00',
      problems: [],
    });
  });

  it('enters once however often and however fast the button is pressed', async () => {
    const photos = [await here.photo()];
    const body = visit({}, [answer('YARD-01'), answer('YARD-02', { defects: 2, photos }), answer('YARD-03')]);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => here.first.post('/api/inspections', body)),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array(10).fill(200));
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect(await stored()).toEqual({ inspection: 1, answer: 3, problem: 1, photo_use: 2 });
  });

  it('answers the same receipt after the round was closed and the problem went elsewhere', async () => {
    const photos = [await here.photo()];
    const body = visit({}, [answer('YARD-01'), answer('YARD-02', { defects: 2, photos }), answer('YARD-03')]);
    const first = await here.first.post('/api/inspections', body);
    expect((await here.office.post(`/api/rounds/${round.id}/close`)).status).toBe(200);
    await here.city.write((tx) =>
      tx.updateTable('unit').set({ name: '改名街道' }).where('id', '=', here.street.id).execute(),
    );
    const again = await here.first.post('/api/inspections', body);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('refuses other content under the same id, and a second inspection of one visit', async () => {
    const body = visit();
    expect((await here.first.post('/api/inspections', body)).status).toBe(200);
    const changed = await here.first.post('/api/inspections', { ...body, note: '改了一个字' });
    expect([changed.status, changed.body.code]).toEqual([409, 'inspection.otherContent']);
    const second = await here.first.post('/api/inspections', { ...body, id: uuid() });
    expect([second.status, second.body.code]).toEqual([409, 'inspection.alreadySubmitted']);
    expect(await stored()).toMatchObject({ inspection: 1, answer: 3 });
  });

  it('takes one of ten different inspections of one visit sent at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => here.first.post('/api/inspections', visit())),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, ...Array(9).fill(409)]);
    expect(await stored()).toMatchObject({ inspection: 1, answer: 3 });
  });

  it('raises problems of many sites at once without losing or doubling a number', async () => {
    const bodies = [];
    for (const visitId of round.visitIds) {
      const photos = [await here.photo()];
      bodies.push(
        visit({ visitId }, [answer('YARD-01'), answer('YARD-02', { defects: 1, photos }), answer('YARD-03')]),
      );
    }
    const replies = await Promise.all(bodies.map((body) => here.first.post('/api/inspections', body)));
    const numbers = replies.flatMap((reply) =>
      reply.body.problems.map((problem: { number: number }) => problem.number),
    );
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('an inspection that is wrong', () => {
  it('is refused with the code of every item at fault, and nothing is kept', async () => {
    const reply = await here.first.post(
      '/api/inspections',
      visit({}, [
        answer('YARD-01', { value: 'counted', defects: 3 }),
        answer('YARD-02', { defects: 2 }),
        answer('LANE-77'),
      ]),
    );
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid']);
    expect(reply.body.fields.map((field: { path: string }) => field.path).sort()).toEqual([
      'answers.LANE-77',
      'answers.YARD-01',
      'answers.YARD-02',
      'answers.YARD-03',
    ]);
    expect(reply.body.message).not.toMatch(/\{\{|inspection\./);
    expect(await stored()).toEqual(nothing);
  });

  it('names the item whose photo never arrived', async () => {
    const photo = { ...(await here.photo()), sha256: 'f'.repeat(64) };
    const answers = [
      answer('YARD-01'),
      answer('YARD-02', { defects: 1, photos: [photo] }),
      answer('YARD-03'),
    ];
    const reply = await here.first.post('/api/inspections', visit({}, answers));
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toEqual(['answers.YARD-02']);
    expect(await stored()).toEqual(nothing);
  });

  const frames: [string, Record<string, unknown>, string][] = [
    ['ends before it begins', { finishedAt: '2026-11-23T09:00:00+08:00' }, 'finishedAt'],
    ['has neither position nor reason', { position: null }, 'noFixReason'],
    ['has both', { noFixReason: '室内没有信号' }, 'noFixReason'],
    ['lies off the Earth', { position: { lon: 113, lat: 95, accuracyM: 1 } }, 'position.lat'],
    ['is of the year nought', { startedAt: '0000-01-01T00:00:00Z' }, 'startedAt'],
    ['has a note of control characters', { note: 'a\u0000b' }, 'note'],
    ['has no id', { id: 'x' }, 'id'],
    ['brings unknown fields', { score: '100' }, 'body'],
    [
      'counts more defects than fingers can',
      { answers: [{ ...answer('YARD-02'), defects: 1e9 }] },
      'answers.0.defects',
    ],
  ];
  it.each(frames)('is refused where it %s', async (_what, change, path) => {
    const reply = await here.first.post('/api/inspections', visit(change));
    expect(reply.status).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(path);
    expect(await stored()).toEqual(nothing);
  });

  it('is taken without a position when the reason is given', async () => {
    const body = visit({ position: null, noFixReason: '室内没有信号' });
    const reply = await here.first.post('/api/inspections', body);
    expect([reply.status, reply.body.distanceM]).toEqual([200, null]);
  });
});

describe('who may inspect', () => {
  it('is the inspector the visit belongs to, in a round that is open', async () => {
    expect((await here.second.post('/api/inspections', visit())).status).toBe(404);
    expect((await here.head.post('/api/inspections', visit())).status).toBe(403);
    expect((await here.office.post('/api/inspections', visit())).status).toBe(403);
    expect((await strangerClient(house.app).post('/api/inspections', visit())).status).toBe(401);
    expect((await here.first.post('/api/inspections', visit({ visitId: uuid() }))).status).toBe(404);
    const planned = await here.plannedRound();
    const early = await here.first.post('/api/inspections', visit({ visitId: planned.visitIds[0] }));
    expect([early.status, early.body.code]).toEqual([409, 'inspection.roundNotOpen']);
    await here.office.post(`/api/rounds/${round.id}/close`);
    const late = await here.first.post('/api/inspections', visit());
    expect([late.status, late.body.code]).toEqual([409, 'inspection.roundNotOpen']);
    expect(await stored()).toEqual(nothing);
  });

  it('learns nothing about a colleague’s inspection by its id', async () => {
    const body = visit();
    await here.first.post('/api/inspections', body);
    expect((await here.second.post('/api/inspections', body)).status).toBe(404);
  });
});

describe('my visits', () => {
  it('are the asker’s own in open rounds, those to do first', async () => {
    await here.plannedRound();
    const before = await here.first.get('/api/my/visits');
    expect(before.body).toMatchObject({ toDo: 5, done: 0 });
    expect(before.body.visits[0]).toMatchObject({ items: 3, site: { name: '1号院', unitName: '一街道' } });
    await here.first.post('/api/inspections', visit());
    const after = await here.first.get('/api/my/visits');
    expect(after.body).toMatchObject({ toDo: 4, done: 1 });
    expect(after.body.visits.at(-1)).toMatchObject({
      site: { name: '1号院' },
      inspection: { score: '100.00' },
    });
    expect((await here.second.get('/api/my/visits')).body).toMatchObject({ toDo: 0, done: 0 });
    expect((await here.head.get('/api/my/visits')).status).toBe(403);
    expect((await strangerClient(house.app).get('/api/my/visits')).status).toBe(401);
  });

  it('come with the checklist of the round and what was wrong last time', async () => {
    const photos = [await here.photo()];
    await here.first.post(
      '/api/inspections',
      visit({}, [
        answer('YARD-01'),
        answer('YARD-02', { defects: 2, note: '车棚旁', photos }),
        answer('YARD-03'),
      ]),
    );
    const next = await here.openRound();
    const reply = await here.first.get(`/api/visits/${next.visitIds[0]}`);
    expect(reply.status).toBe(200);
    expect(reply.body.items.map((item: { code: string }) => item.code)).toEqual([
      'YARD-01',
      'YARD-02',
      'YARD-03',
    ]);
    expect(reply.body).toMatchObject({
      observationScope: '整个楼院',
      inspectionId: null,
      lastInspection: {
        score: '80.00',
        findings: [
          { itemCode: 'YARD-02', defects: 2, note: '车棚旁', problemNumber: 1, problemState: 'dispatched' },
        ],
      },
    });
    expect((await here.second.get(`/api/visits/${next.visitIds[0]}`)).status).toBe(404);
    expect((await here.office.get(`/api/visits/${next.visitIds[0]}`)).status).toBe(403);
    expect((await here.first.get('/api/visits/not-an-id')).status).toBe(400);
  });
});

describe('an inspection on record', () => {
  it('shows answers, marks, evidence and problems to those who may see the site', async () => {
    const photos = [await here.photo()];
    const body = visit({}, [answer('YARD-01'), answer('YARD-02', { defects: 2, photos }), answer('YARD-03')]);
    await here.first.post('/api/inspections', body);
    const address = `/api/inspections/${body.id}`;
    const reply = await here.head.get(address);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      score: '80.00',
      site: { name: '1号院' },
      eventHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(reply.body.answers[1]).toMatchObject({
      item: { code: 'YARD-02', categoryName: '暴露垃圾' },
      defects: 2,
      earned: '20.00',
      vetoed: false,
      photos: [{ sha256: photos[0]?.sha256, purpose: 'finding' }],
      problem: { number: 1, state: 'dispatched', unitName: '一街道' },
    });
    for (const client of [here.first, here.second, here.office])
      expect((await client.get(address)).status).toBe(200);
    expect((await here.stranger.get(address)).status).toBe(404);
    const grid = await (await here.city.person('grid', 'gridWorker', here.street)).client();
    expect((await grid.get(address)).status).toBe(403);
    expect((await strangerClient(house.app).get(address)).status).toBe(401);
    expect((await here.head.get(`/api/inspections/${uuid()}`)).status).toBe(404);
    expect((await here.head.get(`/api/photos/${photos[0]?.sha256}?size=thumb`)).status).toBe(200);
    expect((await here.stranger.get(`/api/photos/${photos[0]?.sha256}?size=thumb`)).status).toBe(404);
  });
});

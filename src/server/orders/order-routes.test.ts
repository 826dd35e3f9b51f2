import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docxText } from '../../../test/support/docx-text.ts';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { foldOrder } from '../../domain/orders/apply-order.ts';
import type { OrderEvent } from '../../domain/orders/order-events.ts';
import { findOrder, listOrderProblemIds } from './order-queries.ts';
import { orderOf } from './order-rows.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

function order(problemIds: string[], change: object = {}) {
  return {
    id: uuid(),
    unitId: ledger.street.id,
    issue: false,
    problemIds,
    title: '关于限期整改的督办单',
    demands: '请立即组织整改。\n逐件明确责任人员。',
    answerHours: 16,
    ...change,
  };
}

async function send(person: LedgerPerson, body: object) {
  return (await ledger.client(person)).post('/api/orders', body);
}

async function move(person: LedgerPerson, id: string, path: string, body: object = {}) {
  const { version } = (await (await ledger.client('office')).get(`/api/orders/${id}`)).body;
  return (await ledger.client(person)).post(`/api/orders/${id}/${path}`, {
    commandId: uuid(),
    version,
    ...body,
  });
}

describe('an order by hand', () => {
  it('goes its whole way: signed, acknowledged, answered, sent back, answered, accepted', async () => {
    const problems = [await ledger.dispatched(), await ledger.dispatched()];
    house.clock.now = new Date('2026-11-26T02:00:00Z');
    const draft = order(problems);
    const made = await send('office', draft);
    expect(made.body).toMatchObject({ state: 'draft', colour: 'overdue', number: null, problemCount: 2 });
    const same = await send('office', draft);
    expect([same.status, same.body.id]).toEqual([200, draft.id]);
    expect((await send('office', { ...draft, title: '另一份' })).body.code).toBe('order.idTaken');
    // A draft is the office's own affair.
    expect((await (await ledger.client('head')).get(`/api/orders/${draft.id}`)).status).toBe(404);
    expect((await move('head', draft.id, 'issue')).status).toBe(404);

    const issued = await move('office', draft.id, 'issue');
    expect(issued.body).toMatchObject({ state: 'issued', number: '创督〔2026〕1号' });
    expect(issued.body.answerDueAt).toBe('2026-11-30T02:00:00.000Z');
    expect((await move('office', draft.id, 'answer', { answer: '已整改', photos: [] })).status).toBe(400);
    expect((await move('office', draft.id, 'answer', { answer: '已经整改', photos: [] })).status).toBe(403);
    expect((await move('liaison', draft.id, 'acknowledge')).body.acknowledgedBy.name).toBe('样本liaison');
    const photo = await ledger.photo('liaison');
    const answered = await move('liaison', draft.id, 'answer', { answer: '两处均已整改。', photos: [photo] });
    expect(answered.body).toMatchObject({ state: 'answered', answerPhotos: [photo.sha256], moves: [] });
    const back = await move('office', draft.id, 'send-back', {
      reason: '照片看不出已整改',
      answerDueAt: null,
    });
    expect(back.body).toMatchObject({ state: 'sent_back', sentBackCount: 1 });
    await move('head', draft.id, 'answer', { answer: '已补充说明。', photos: [] });
    const done = await move('office', draft.id, 'accept', { remark: '' });
    expect(done.body).toMatchObject({ state: 'accepted', moves: [], isLate: false });
    expect(done.body.history.map((one: { kind: string }) => one.kind.slice(6))).toEqual([
      'drafted',
      'issued',
      'acknowledged',
      'answered',
      'sent_back',
      'answered',
      'accepted',
    ]);
    const ofProblem = await (await ledger.client('head')).get(`/api/problems/${problems[0]}/unit-orders`);
    expect(ofProblem.body).toMatchObject({ orders: [{ id: draft.id }], mayIssue: false });
  });

  it('folds back from its events, and who must hear stands in them', async () => {
    const [line] = (await (await ledger.client('office')).get('/api/orders?state=accepted')).body.orders;
    await ledger.city.write(async (tx) => {
      const events = await tx
        .selectFrom('event')
        .select(['kind', 'at', 'actor_id as by', 'data'])
        .where('subject_kind', '=', 'order')
        .where('subject_id', '=', line.id)
        .orderBy('version')
        .execute();
      const row = await findOrder(tx, ledger.city.id, line.id);
      const problemIds = await listOrderProblemIds(tx, ledger.city.id, line.id);
      if (!row) throw new Error('the order is there');
      const folded = foldOrder(events as unknown as OrderEvent[]);
      expect(folded).toEqual(orderOf(row, problemIds));
      const told = events.map((event) => (event.data as { personIds?: string[] }).personIds?.length ?? 0);
      expect(told).toEqual([0, 2, 2, 2, 2, 2, 2]);
    });
  });

  it('reads as an official letter', async () => {
    const [line] = (await (await ledger.client('office')).get('/api/orders?state=accepted')).body.orders;
    const letter = await (await ledger.client('head')).get(`/api/orders/${line.id}/letter.docx`);
    expect(letter.status).toBe(200);
    const text = await docxText(letter.bytes);
    for (const words of ['创督〔2026〕1号', '一街道：', '一、督办要求', '绿地有垃圾', '请于2026年']) {
      expect(text).toContain(words);
    }
  });

  it('is refused where it makes no sense, and stores nothing', async () => {
    const problem = await ledger.dispatched();
    const client = await ledger.client('office');
    const before = (await client.get('/api/orders')).body.count;
    const struck = await ledger.struckOff();
    const cases: [LedgerPerson, object, number, string][] = [
      ['office', order([struck]), 409, 'order.problemsNotOfUnit'],
      ['office', order([problem], { unitId: ledger.bureau.id }), 409, 'order.problemsNotOfUnit'],
      ['office', order([problem], { unitId: uuid() }), 404, 'notFound'],
      ['head', order([problem]), 403, 'forbidden'],
      ['stranger', order([problem]), 404, 'notFound'],
      ['office', order([]), 400, 'invalid'],
      ['office', order([problem], { demands: '\u0001\u0001\u0001\u0001' }), 400, 'invalid'],
    ];
    for (const [person, body, status, code] of cases) {
      const reply = await send(person, body);
      expect([reply.status, reply.body.code]).toEqual([status, code]);
    }
    expect((await client.get('/api/orders')).body.count).toBe(before);
    expect((await strangerClient(house.app).get('/api/orders')).status).toBe(401);
    expect((await client.get('/api/orders?cursor=bm8')).status).toBe(400);
  });

  it('shows units only their own letters, with counts that agree', async () => {
    await send('office', order([await ledger.dispatched()], { issue: true }));
    const office = (await (await ledger.client('office')).get('/api/orders?limit=1')).body;
    expect(office.orders).toHaveLength(1);
    expect(office.next).not.toBeNull();
    const rest = (await (await ledger.client('office')).get(`/api/orders?limit=50&cursor=${office.next}`))
      .body;
    expect(rest.orders.length + 1).toBe(office.count);
    const sum = Object.values(office.states as Record<string, number>).reduce((a, b) => a + b, 0);
    expect(sum).toBe(office.count);
    expect((await (await ledger.client('stranger')).get('/api/orders')).body.count).toBe(0);
    expect((await (await ledger.client('head')).get('/api/orders')).body.count).toBe(office.count);
  });

  it('takes a command once, and tells who comes late', async () => {
    const made = await send('office', order([await ledger.dispatched()], { issue: true }));
    const command = { commandId: uuid(), version: made.body.version };
    const client = await ledger.client('liaison');
    const path = `/api/orders/${made.body.id}/acknowledge`;
    const [first, second] = [await client.post(path, command), await client.post(path, command)];
    expect([first.status, second.status, second.body.version]).toEqual([200, 200, first.body.version]);
    const stale = await client.post(path, { ...command, commandId: uuid() });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale']);
  });
});

import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildLedgerCity,
  type LedgerCity,
  type LedgerPerson,
  ledgerPeople,
} from '../../../test/support/ledger-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

/** The responsible unit and the territory lie outside these people's subtrees. */
const beyond: readonly LedgerPerson[] = ['stranger', 'bureauHead'];
/** Granted on the city itself: only they see what lies in no territory yet. */
const cityWide: readonly LedgerPerson[] = ['office', 'office2', 'leader', 'admin', 'inspector', 'verifier'];

describe('who may do what', () => {
  const dispatch = () => ({ unitId: ledger.bureau.id, assistingUnitIds: [], deadlineAt: null });
  const reason = '说明理由如下';
  const commands: [string, () => Promise<string>, () => object, readonly LedgerPerson[]][] = [
    [
      'dispatch',
      async () => (await ledger.raise({ siteId: null, placeText: '桥下' })).body.id,
      dispatch,
      ['office', 'office2'],
    ],
    [
      'reject',
      async () => (await ledger.raise({ siteId: null, placeText: '桥下' })).body.id,
      () => ({ reason }),
      ['office', 'office2'],
    ],
    [
      'return',
      () => ledger.dispatched(),
      () => ({ reason, proposedUnitId: ledger.bureau.id }),
      ['head', 'liaison'],
    ],
    ['assign', () => ledger.dispatched(), () => ({ personId: ledger.people.grid.id }), ['head', 'liaison']],
    ['start', () => ledger.assigned(), () => ({}), ['grid', 'head', 'liaison']],
    [
      'hand-over',
      () => ledger.assigned(),
      () => ({ reason, personId: ledger.people.head.id }),
      ['grid', 'head', 'liaison'],
    ],
    ['claim-fixed', () => ledger.assigned(), () => ({ reason, photos: [] }), ['grid', 'head', 'liaison']],
    ['request-void', () => ledger.dispatched(), () => ({ reason }), ['office', 'office2']],
    ['approve-void', voidAsked, () => ({}), ['office2']],
    ['decline-void', voidAsked, () => ({ reason }), ['office', 'office2']],
    [
      'reopen',
      () => ledger.struckOff(),
      () => ({ reason, ...dispatch() }),
      ['office', 'office2', 'verifier'],
    ],
  ];

  async function voidAsked(): Promise<string> {
    const id = await ledger.dispatched();
    await ledger.move('office', id, 'request-void', { reason });
    return id;
  }

  it.each(commands)(
    '%s is open to its roles in their subtree and to nobody else',
    async (path, make, body, allowed) => {
      const place = path === 'dispatch' || path === 'reject' ? 'city' : 'street';
      const id = await make();
      for (const person of ledgerPeople) {
        if (allowed.includes(person)) continue;
        const reply = await ledger.move(person, id, path, body());
        const outOfSight = place === 'city' ? !cityWide.includes(person) : beyond.includes(person);
        const where = `${person} ${path} ${JSON.stringify(reply.body).slice(0, 200)}`;
        if (outOfSight) expect(reply.status, where).toBe(404);
        else if (person === 'office' && path === 'approve-void') expect(reply.status, where).toBe(409);
        else expect(reply.status, where).toBe(403);
      }
      const unknown = await strangerClient(house.app).post(`/api/problems/${id}/${path}`, {});
      expect(unknown.status).toBe(401);
      const [first] = allowed;
      const reply = await ledger.move(first ?? 'office', id, path, body());
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    },
    20_000,
  );

  it('shows a problem only within sight', async () => {
    const id = await ledger.dispatched();
    for (const person of ledgerPeople) {
      const reply = await (await ledger.client(person)).get(`/api/problems/${id}`);
      const hidden = person === 'stranger' || person === 'bureauHead';
      expect(reply.status, person).toBe(hidden ? 404 : 200);
    }
    expect((await strangerClient(house.app).get(`/api/problems/${id}`)).status).toBe(401);
    expect((await (await ledger.client('office')).get(`/api/problems/${uuid()}`)).status).toBe(404);
    expect((await (await ledger.client('office')).get('/api/problems/7')).status).toBe(400);
  });

  it('never crosses cities', async () => {
    const other = await buildLedgerCity(house);
    const id = await ledger.dispatched();
    const office = await other.client('office');
    expect((await office.get(`/api/problems/${id}`)).status).toBe(404);
    const reply = await office.post(`/api/problems/${id}/request-void`, {
      commandId: uuid(),
      version: 2,
      reason,
    });
    expect(reply.status).toBe(404);
  });

  it('gives assisting units their part of the work and nothing more', async () => {
    const raised = await ledger.raise({ siteId: null, placeText: '桥下' });
    const { id } = raised.body;
    await ledger.move('office', id, 'dispatch', {
      unitId: ledger.street.id,
      assistingUnitIds: [ledger.bureau.id],
      deadlineAt: null,
    });
    const bureau = await ledger.client('bureauHead');
    expect((await bureau.get(`/api/problems/${id}`)).status).toBe(200);
    const list = await bureau.get('/api/problems');
    expect(list.body.rows.map((row: { id: string }) => row.id)).toContain(id);
    const assign = await ledger.move('bureauHead', id, 'assign', { personId: ledger.people.bureauHead.id });
    expect(assign.status).toBe(403);
    await ledger.move('liaison', id, 'assign', { personId: ledger.people.grid.id });
    const claim = await ledger.move('bureauHead', id, 'claim-fixed', { photos: [], reason: '已由城管清运' });
    expect(claim.status).toBe(200);
  });

  it('assigns only people who work in the unit', async () => {
    const id = await ledger.dispatched();
    const people = await (await ledger.client('liaison')).get(`/api/problems/${id}/assignees`);
    expect(people.body.people.map((person: { name: string }) => person.name).sort()).toEqual([
      '样本grid',
      '样本head',
      '样本liaison',
    ]);
    for (const person of ['stranger', 'verifier', 'streetVerifier'] as const) {
      const reply = await ledger.move('liaison', id, 'assign', { personId: ledger.people[person].id });
      expect([reply.status, reply.body.code]).toEqual([409, 'problem.personNotOfUnit']);
    }
    const nobody = await ledger.move('liaison', id, 'assign', { personId: uuid() });
    expect(nobody.body.code).toBe('problem.unknownPerson');
  });
});

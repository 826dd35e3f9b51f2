import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestClient, type TestHouse } from '../../../test/support/test-city.ts';
import { applyVacancy, type Vacancy, type VacancyEvent } from '../../domain/places/vacancy.ts';
import { vacancyOf } from './vacancy-queries.ts';

let house: TestHouse;
let ledger: LedgerCity;
let office: TestClient;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  house.clock.now = new Date('2026-11-23T02:00:00Z');
  ledger = await buildLedgerCity(house);
  office = await ledger.client('office');
  await ledger.city.write((tx) =>
    tx
      .insertInto('category')
      .values({
        city_id: ledger.city.id,
        key: 'part',
        name: '设施破损',
        name_en: 'Broken fixture',
        kind: 'part',
        deadline_hours: '8',
        deadline_clock: 'work',
        unit_type: 'site_operator',
      })
      .execute(),
  );
});

function siteBody(change: object = {}) {
  return {
    code: 'YARD-9',
    name: '老纺织厂家属院',
    siteType: 'YARD',
    territoryUnitId: ledger.community.id,
    lineBureauId: null,
    operatorUnitId: null,
    keeperPersonId: null,
    isOwnerless: true,
    address: null,
    note: null,
    ...change,
  };
}

/** Enters an ownerless yard; answers its id. */
async function yard(change: object = {}): Promise<string> {
  const id = uuid();
  const reply = await office.post('/api/sites', { id, ...siteBody(change), position: null });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return id;
}

async function vacancyAt(siteId: string, state = 'current') {
  return (await office.get(`/api/vacancies?siteId=${siteId}&state=${state}`)).body.vacancies[0];
}

async function order(command: string, id: string, body: object, by: TestClient = office) {
  return by.post(`/api/vacancies/${id}/${command}`, body);
}

describe('a vacancy', () => {
  it('opens with the site that is marked, kept by the territory’s nearest named person', async () => {
    const siteId = await yard();
    expect(await vacancyAt(siteId)).toMatchObject({
      state: 'kept',
      site: { code: 'YARD-9' },
      territory: { id: ledger.community.id },
      // the community has no named person, its street has
      keeper: { unit: { id: ledger.street.id }, person: { id: ledger.people.liaison.id } },
      dueOn: '2027-01-22',
      ageDays: 0,
      isOverdue: false,
      openProblems: 0,
    });
    expect((await office.get(`/api/vacancies/${(await vacancyAt(siteId)).id}`)).body.history).toMatchObject([
      { kind: 'vacancy.opened', actor: null, dueOn: '2027-01-22' },
      { kind: 'vacancy.keeper_named', actor: null, unit: { id: ledger.street.id } },
    ]);
  });

  it('opens once for sites of old, by the timer, however often it runs', async () => {
    await ledger.city.write((tx) =>
      tx.updateTable('site').set({ is_ownerless: true }).where('id', '=', ledger.siteId).execute(),
    );
    await house.runPeriodic('vacancies.open');
    await house.runPeriodic('vacancies.open');
    const { counts } = (await office.get('/api/vacancies')).body;
    expect(counts).toEqual({ open: 0, kept: 1, overdue: 0, adopted: 0, voided: 0 });
  });

  it('is not opened for sites that have an owner or are out of use', async () => {
    await yard({ isOwnerless: false });
    expect((await office.get('/api/vacancies')).body.vacancies).toEqual([]);
  });

  it('gets another keeper: a unit and one of its own people', async () => {
    const { id, version } = await vacancyAt(await yard());
    const { bureau, people } = ledger;
    const wrong = await order('keeper', id, { version, unitId: bureau.id, personId: people.liaison.id });
    expect(wrong.body.code).toBe('vacancy.keeperNotOfUnit');
    const body = { version, unitId: bureau.id, personId: people.bureauHead.id };
    const named = await order('keeper', id, body);
    expect(named.body.keeper).toMatchObject({
      unit: { id: bureau.id },
      person: { id: people.bureauHead.id },
    });
    expect((await order('keeper', id, body)).status).toBe(200);
    expect((await vacancyAt(named.body.site.id)).version).toBe(version + 1);
    const choices = await office.get(`/api/vacancies/${id}/keeper-choices?unitId=${bureau.id}`);
    expect(choices.body.people.map((one: { id: string }) => one.id)).toEqual([people.bureauHead.id]);
    // what is found there goes to the keeper, since nobody runs the place
    const raised = await ledger.raise({ siteId: named.body.site.id, categoryKey: 'part' });
    expect(raised.body).toMatchObject({ state: 'dispatched', unitId: bureau.id });
    // the keeper sees it, though it lies elsewhere
    const keeper = await ledger.client('bureauHead');
    expect((await keeper.get('/api/vacancies')).body.vacancies).toHaveLength(1);
  });

  it('shows lateness, and gets more time with a reason, so often and no more', async () => {
    const { id, version } = await vacancyAt(await yard());
    ledger.later(70 * 24 * 60);
    // the session of the morning is long over
    office = await ledger.people.office.client();
    const late = (await office.get('/api/vacancies?overdue=true')).body;
    expect(late.vacancies[0]).toMatchObject({ id, isOverdue: true, ageDays: 70 });
    expect(late.counts.overdue).toBe(1);
    const extend = (at: number, dueOn: string, reason = '产权单位正在协商') =>
      order('extend', id, { version: at, dueOn, reason });
    expect((await extend(version, '2027-01-30')).body.code).toBe('vacancy.notLater');
    expect((await extend(version, '2027-03-30', '再等')).body.code).toBe('vacancy.reasonNeeded');
    const first = await extend(version, '2027-03-30');
    expect(first.body).toMatchObject({ dueOn: '2027-03-30', isOverdue: false, extensionsLeft: 1 });
    expect((await extend(version, '2027-03-30')).body.version).toBe(version + 1);
    expect((await extend(version, '2027-04-30')).body.code).toBe('stale');
    await extend(version + 1, '2027-04-30');
    expect((await extend(version + 2, '2027-05-30')).body.code).toBe('vacancy.extensionsUsedUp');
  });

  it('ends by adoption: the unit becomes the operator, in both histories', async () => {
    const siteId = await yard();
    const { id, version } = await vacancyAt(siteId);
    const body = {
      version,
      unitId: ledger.street.id,
      consent: '街道办书面同意管理',
      reference: '〔2026〕12号',
    };
    expect((await order('adopt', id, { ...body, unitId: uuid() })).body.code).toBe('vacancy.unknownOwner');
    expect((await order('adopt', id, { ...body, consent: '同意' })).body.code).toBe('vacancy.consentNeeded');
    const adopted = await order('adopt', id, body);
    expect(adopted.body).toMatchObject({ state: 'adopted', adoptedBy: { id: ledger.street.id } });
    expect((await order('adopt', id, body)).status).toBe(200);
    expect(
      (await order('extend', id, { version: 3, dueOn: '2027-06-01', reason: '再延一延吧' })).body.code,
    ).toBe('vacancy.closed');
    const site = (await office.get(`/api/sites/${siteId}`)).body;
    expect(site).toMatchObject({ isOwnerless: false, operator: { id: ledger.street.id }, version: 2 });
    const { entries } = (await office.get(`/api/sites/${siteId}/history`)).body;
    expect(entries[0]).toMatchObject({ kind: 'site.changed', fields: ['isOwnerless', 'operatorUnitId'] });
    expect(await vacancyAt(siteId)).toBeUndefined();
    expect(await vacancyAt(siteId, 'adopted')).toMatchObject({ reference: '〔2026〕12号' });
  });

  it('cannot be ended by editing the site, only by adoption or as wrongly marked', async () => {
    const siteId = await yard();
    const edit = await office.put(`/api/sites/${siteId}`, {
      version: 1,
      ...siteBody({ isOwnerless: false }),
    });
    expect(edit).toMatchObject({ status: 409, body: { code: 'vacancy.closeByAdoption' } });
    expect((await office.get(`/api/sites/${siteId}`)).body.isOwnerless).toBe(true);
    const { id, version } = await vacancyAt(siteId);
    const voided = await order('void', id, { version, reason: '小区有物业，标记有误' });
    expect(voided.body).toMatchObject({ state: 'voided', voidReason: '小区有物业，标记有误' });
    expect((await office.get(`/api/sites/${siteId}`)).body).toMatchObject({
      isOwnerless: false,
      operator: null,
    });
  });

  it('ends with the site’s use, and opens anew when it comes back', async () => {
    const siteId = await yard();
    await office.post(`/api/sites/${siteId}/retire`, { version: 1, reason: '已经拆除' });
    expect(await vacancyAt(siteId, 'voided')).toMatchObject({ voidReason: 'site.retired' });
    await office.post(`/api/sites/${siteId}/restore`, { version: 2, reason: '登记有误' });
    expect(await vacancyAt(siteId)).toMatchObject({ state: 'kept' });
  });

  it('is the office’s to change and seen only where the site or its keeper is', async () => {
    const siteId = await yard();
    const { id, version } = await vacancyAt(siteId);
    for (const person of ['head', 'liaison', 'grid', 'inspector'] as const) {
      const client = await ledger.client(person);
      expect((await client.get(`/api/vacancies/${id}`)).status).toBe(200);
      expect((await order('void', id, { version, reason: '小区有物业，标记有误' }, client)).status).toBe(403);
    }
    const stranger = await ledger.client('stranger');
    expect((await stranger.get(`/api/vacancies/${id}`)).status).toBe(404);
    expect((await stranger.get('/api/vacancies')).body.vacancies).toEqual([]);
    expect((await order('void', id, { version, reason: '小区有物业，标记有误' }, stranger)).status).toBe(404);
    const bad = await order('extend', id, { version, dueOn: '2027-02-30', reason: '产权单位正在协商' });
    expect(bad).toMatchObject({ status: 400, body: { fields: [{ path: 'dueOn' }] } });
  });

  it('leaves a history that folds to its row', async () => {
    const { id, version } = await vacancyAt(await yard());
    await order('extend', id, { version, dueOn: '2027-03-30', reason: '产权单位正在协商' });
    await order('void', id, { version: version + 1, reason: '小区有物业，标记有误' });
    await ledger.city.write(async (tx) => {
      const row = await tx.selectFrom('vacancy').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      const { rows } = await sql<VacancyEvent>`select kind, data from event
        where city_id = ${ledger.city.id} and subject_kind = 'vacancy' and subject_id = ${id} order by version`.execute(
        tx,
      );
      let vacancy: Vacancy | null = null;
      for (const event of rows) vacancy = applyVacancy(vacancy, event);
      expect(vacancyOf(row)).toEqual(vacancy);
    });
  });
});

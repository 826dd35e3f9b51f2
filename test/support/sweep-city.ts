import { v7 as uuid } from 'uuid';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from './ledger-city.ts';
import type { TestHouse, TestReply, TestUnit } from './test-city.ts';

/** The ledger's city with more yards: three more in the street, one in another street of the district. */
export interface SweepCity extends LedgerCity {
  readonly nextStreet: TestUnit;
  /** Codes of the added sites, by id. */
  readonly yards: Readonly<
    Record<'second' | 'third' | 'fourth' | 'nextStreet' | 'retired' | 'market', string>
  >;
  /** A problem of high severity at the first yard; answers its id. */
  raiseGrave(): Promise<string>;
  /** Starts a sweep from a problem over the street, with changes. */
  start(person: LedgerPerson, change?: Record<string, unknown>): Promise<TestReply>;
  /** Id of the check of a site in a sweep. */
  checkOf(sweepId: string, siteId: string): Promise<string>;
  /** Answers what is at the site, as one of its own people does. */
  check(
    person: LedgerPerson,
    checkId: string,
    result: 'clear' | 'found' | 'notChecked',
    change?: Record<string, unknown>,
  ): Promise<TestReply>;
  spotCheck(
    person: LedgerPerson,
    checkId: string,
    result: 'clear' | 'found',
    change?: Record<string, unknown>,
  ): Promise<TestReply>;
  /** A move of the sweep as a whole, with a fresh id. */
  moveSweep(person: LedgerPerson, sweepId: string, path: string, body?: object): Promise<TestReply>;
}

export async function buildSweepCity(house: TestHouse): Promise<SweepCity> {
  const ledger = await buildLedgerCity(house);
  const { city, district, community } = ledger;
  const nextStreet = await city.unit('s9', '三街道', { parent: district, unitType: 'street_office' });
  const yards = {
    second: uuid(),
    third: uuid(),
    fourth: uuid(),
    nextStreet: uuid(),
    retired: uuid(),
    market: uuid(),
  };
  await city.write(async (tx) => {
    const type = { city_id: city.id, lead_unit_type: 'street_office', position: 2 };
    await tx
      .insertInto('site_type')
      .values({ ...type, code: 'MARKET', name: '市场', name_en: 'Market' })
      .execute();
    const site = { city_id: city.id, site_type: 'YARD', territory_unit_id: community.id };
    await tx
      .insertInto('site')
      .values([
        { ...site, id: yards.second, code: 'YARD-2', name: '光明小区' },
        { ...site, id: yards.third, code: 'YARD-3', name: '和平小区' },
        { ...site, id: yards.fourth, code: 'YARD-4', name: '解放小区', territory_unit_id: ledger.street.id },
        { ...site, id: yards.nextStreet, code: 'YARD-5', name: '邻街小区', territory_unit_id: nextStreet.id },
        { ...site, id: yards.retired, code: 'YARD-6', name: '已拆小区', state: 'retired' },
        { ...site, id: yards.market, code: 'MARKET-1', name: '中心市场', site_type: 'MARKET' },
      ])
      .execute();
  });
  const said = async (person: LedgerPerson, result: string, change: Record<string, unknown>) => ({
    commandId: uuid(),
    result,
    photos: result === 'notChecked' ? [] : [await ledger.photo(person)],
    reason: null,
    problemId: result === 'found' ? uuid() : null,
    severity: 'normal',
    ...change,
  });
  const sweepCity: SweepCity = {
    ...ledger,
    nextStreet,
    yards,
    async raiseGrave() {
      return (await ledger.raise({ severity: 'high', title: '消防通道被堵' })).body.id;
    },
    async start(person, change = {}) {
      return (await ledger.client(person)).post('/api/sweeps', {
        id: uuid(),
        title: '消防通道被堵',
        categoryKey: 'litter',
        itemCode: null,
        severity: 'high',
        siteTypes: ['YARD'],
        scopeUnitId: ledger.street.id,
        ownerUnitId: ledger.street.id,
        problemId: null,
        dueOn: null,
        waiveReason: null,
        ...change,
      });
    },
    async checkOf(sweepId, siteId) {
      const list = await (await ledger.client('office')).get(`/api/sweeps/${sweepId}/checks?limit=200`);
      const found = list.body.rows.find((row: { siteId: string }) => row.siteId === siteId);
      if (!found) throw new Error('no such site in the sweep');
      return found.id;
    },
    async check(person, checkId, result, change = {}) {
      const body = await said(person, result, change);
      return (await ledger.client(person)).post(`/api/sweep-checks/${checkId}/check`, body);
    },
    async spotCheck(person, checkId, result, change = {}) {
      const body = await said(person, result, change);
      return (await ledger.client(person)).post(`/api/sweep-checks/${checkId}/spot-check`, body);
    },
    async moveSweep(person, sweepId, path, body = {}) {
      return (await ledger.client(person)).post(`/api/sweeps/${sweepId}/${path}`, {
        commandId: uuid(),
        ...body,
      });
    },
  };
  return sweepCity;
}

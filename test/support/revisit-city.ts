import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from './ledger-city.ts';
import type { TestClient, TestHouse, TestReply } from './test-city.ts';

/** A revisit as its inspector finds it among his. */
export interface RevisitTask {
  readonly id: string;
  readonly problem: { readonly id: string; readonly number: number };
}

/** A ledger whose fixes are looked at again. */
export interface RevisitCity {
  readonly ledger: LedgerCity;
  readonly office: TestClient;
  readonly inspector: TestClient;
  /** Strikes off so many problems, lets the period end and announces a round over them. */
  announced(fixes: number, change?: object): Promise<string>;
  /** Draws it a day later, with the public number 735. */
  drawn(fixes: number, change?: object): Promise<string>;
  /** Open revisits of the inspector. */
  mine(): Promise<RevisitTask[]>;
  /** Answers, with a fresh picture on the spot where the change names no other. */
  answer(revisitId: string, change?: object, by?: LedgerPerson): Promise<TestReply>;
}

/** A day in minutes. */
export const dayMinutes = 24 * 60;

/** What an announcement asks for, over the first days of November. */
export const revisitWish = {
  name: '11月上旬回头看',
  periodFrom: '2026-11-01',
  periodTo: '2026-11-05',
  size: 2,
  minimumPerUnit: 1,
  seedSource: '福彩3D第2026310期开奖号码',
};

/** SHA-256 in lower-case hexadecimal, as any tool computes it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export async function buildRevisitCity(house: TestHouse): Promise<RevisitCity> {
  house.clock.now = new Date('2026-11-02T02:00:00Z');
  const ledger = await buildLedgerCity(house);
  const office = await ledger.client('office');
  const inspector = await ledger.client('inspector');
  const city: RevisitCity = {
    ledger,
    office,
    inspector,
    async announced(fixes, change = {}) {
      for (let count = 0; count < fixes; count += 1) await ledger.struckOff();
      ledger.later(6 * dayMinutes);
      const id = uuid();
      const reply = await office.post('/api/revisits/rounds', { id, ...revisitWish, ...change });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return id;
    },
    async drawn(fixes, change = {}) {
      const id = await city.announced(fixes, change);
      ledger.later(dayMinutes);
      await office.post(`/api/revisits/rounds/${id}/draw`, { publicNumber: '735' });
      ledger.later(60);
      return id;
    },
    async mine() {
      return (await inspector.get('/api/my/revisits')).body.revisits;
    },
    async answer(revisitId, change = {}, by = 'inspector') {
      const body = {
        result: 'held',
        finding: null,
        reason: null,
        offSiteReason: null,
        photos: [await ledger.photo(by)],
        raisedId: uuid(),
        ...change,
      };
      return (await ledger.client(by)).post(`/api/revisits/${revisitId}/answer`, body);
    },
  };
  return city;
}

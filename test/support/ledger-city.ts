import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Role } from '../../src/domain/access/verbs.ts';
import type { TestCity, TestClient, TestHouse, TestPerson, TestReply, TestUnit } from './test-city.ts';

/** A city with a street, a bureau and a district, a site, a category and one person of each role. */
export interface LedgerCity {
  readonly city: TestCity;
  readonly district: TestUnit;
  readonly street: TestUnit;
  readonly community: TestUnit;
  readonly bureau: TestUnit;
  /** A street of another district: never in sight of the first. */
  readonly elsewhere: TestUnit;
  readonly siteId: string;
  readonly people: Readonly<Record<LedgerPerson, TestPerson>>;
  client(person: LedgerPerson): Promise<TestClient>;
  /** A photo the server holds, uploaded by this person now. */
  photo(person: LedgerPerson, options?: { takenAt?: string | null; far?: boolean }): Promise<TestPhoto>;
  /** Raises by hand as the office; the rule dispatches it to the street. */
  raise(change?: Record<string, unknown>): Promise<TestReply>;
  /** Sends a command with a fresh id and the version the person now sees. */
  move(person: LedgerPerson, problemId: string, path: string, body?: object): Promise<TestReply>;
  /** A problem of the street in this state; answers its id. */
  dispatched(): Promise<string>;
  assigned(): Promise<string>;
  claimed(): Promise<string>;
  struckOff(): Promise<string>;
  /** Moves the clock on. */
  later(minutes?: number): void;
}

const cast = {
  office: 'campaignOffice',
  office2: 'campaignOffice',
  leader: 'cityLeader',
  admin: 'admin',
  inspector: 'inspector',
  verifier: 'verifier',
  head: 'unitHead',
  liaison: 'liaison',
  grid: 'gridWorker',
  bureauHead: 'liaison',
  stranger: 'liaison',
  streetVerifier: 'verifier',
} as const satisfies Record<string, Role>;

export type LedgerPerson = keyof typeof cast;

/** Everybody of the cast, for walks over all roles. */
export const ledgerPeople = Object.keys(cast) as LedgerPerson[];

export type TestPhoto = {
  sha256: string;
  deviceTakenAt: string | null;
  lon: number | null;
  lat: number | null;
  accuracyM: number | null;
};

const here = { lon: 113.24, lat: 35.21 };

export async function buildLedgerCity(house: TestHouse): Promise<LedgerCity> {
  const city = await house.city();
  const district = await city.unit('d1', '一区', { kind: 'district' });
  const street = await city.unit('s1', '一街道', { parent: district, unitType: 'street_office' });
  const community = await city.unit('k1', '一社区', { parent: street, kind: 'community' });
  const bureau = await city.unit('b1', '城管局', { kind: 'bureau', unitType: 'urban_management' });
  const otherDistrict = await city.unit('d2', '二区', { kind: 'district' });
  const elsewhere = await city.unit('s2', '二街道', { parent: otherDistrict, unitType: 'street_office' });
  const unitOf: Partial<Record<LedgerPerson, TestUnit>> = {
    head: street,
    liaison: street,
    grid: community,
    bureauHead: bureau,
    stranger: elsewhere,
    streetVerifier: street,
  };
  const contacts: readonly LedgerPerson[] = ['liaison', 'bureauHead', 'stranger'];
  const people = {} as Record<LedgerPerson, TestPerson>;
  for (const [name, role] of Object.entries(cast) as [LedgerPerson, Role][]) {
    const login = name.toLowerCase();
    people[name] = await city.person(login, role, unitOf[name], { contact: contacts.includes(name) });
  }
  const siteId = uuid();
  await city.write(async (tx) => {
    const category = { city_id: city.id, kind: 'event', deadline_hours: '8', deadline_clock: 'work' };
    await tx
      .insertInto('category')
      .values([
        { ...category, key: 'litter', name: '暴露垃圾', name_en: 'Litter', unit_type: 'street_office' },
        { ...category, key: 'stall', name: '占道经营', name_en: 'Stalls', unit_type: 'urban_management' },
        { ...category, key: 'nobody', name: '无人管', name_en: 'Nobody', unit_type: 'water' },
      ])
      .execute();
    const type = { city_id: city.id, lead_unit_type: 'street_office', position: 1 };
    await tx
      .insertInto('site_type')
      .values({ ...type, code: 'YARD', name: '楼院', name_en: 'Yard' })
      .execute();
    await tx
      .insertInto('site')
      .values({
        city_id: city.id,
        id: siteId,
        code: 'YARD-1',
        name: '东方红小区',
        site_type: 'YARD',
        territory_unit_id: community.id,
        ...here,
      })
      .execute();
  });
  const clients = new Map<LedgerPerson, Promise<TestClient>>();
  const client = (person: LedgerPerson): Promise<TestClient> => {
    const known = clients.get(person) ?? people[person].client();
    clients.set(person, known);
    return known;
  };
  const ledger: LedgerCity = {
    city,
    district,
    street,
    community,
    bureau,
    elsewhere,
    siteId,
    people,
    client,
    async photo(person, options = {}) {
      const sha256 = createHash('sha256').update(uuid()).digest('hex');
      const now = house.clock.now.toISOString();
      await city.write((tx) =>
        tx
          .insertInto('photo')
          .values({
            city_id: city.id,
            sha256,
            media_type: 'image/jpeg',
            byte_size: 1000,
            width: 640,
            height: 480,
            received_at: now,
            uploaded_by: people[person].id,
          })
          .execute(),
      );
      const lat = options.far ? here.lat + 0.1 : here.lat;
      const deviceTakenAt = options.takenAt === undefined ? now : options.takenAt;
      return { sha256, deviceTakenAt, lon: here.lon, lat, accuracyM: 8 };
    },
    async raise(change = {}) {
      return (await client('office')).post('/api/problems', {
        id: uuid(),
        siteId,
        placeText: '',
        lon: null,
        lat: null,
        categoryKey: 'litter',
        severity: 'normal',
        title: '绿地有垃圾',
        description: '',
        sourceKind: 'meeting',
        photos: [],
        reason: '会上口头交办，没有照片',
        ...change,
      });
    },
    async move(person, problemId, path, body = {}) {
      const own = await client(person);
      const seen = await (await client('office')).get(`/api/problems/${problemId}`);
      return own.post(`/api/problems/${problemId}/${path}`, {
        commandId: uuid(),
        version: seen.body.version,
        ...body,
      });
    },
    async dispatched() {
      return (await ledger.raise()).body.id;
    },
    async assigned() {
      const id = await ledger.dispatched();
      return idOf(await ledger.move('liaison', id, 'assign', { personId: people.grid.id }));
    },
    async claimed() {
      const id = await ledger.assigned();
      const photos = [await ledger.photo('grid')];
      const reply = await ledger.move('grid', id, 'claim-fixed', { photos, reason: null });
      ledger.later();
      return idOf(reply);
    },
    async struckOff() {
      const id = await ledger.claimed();
      const photos = [await ledger.photo('verifier')];
      const reply = await ledger.move('verifier', id, 'confirm', { photos, offSiteReason: null });
      ledger.later();
      return idOf(reply);
    },
    later(minutes = 1) {
      house.clock.now = new Date(house.clock.now.getTime() + minutes * 60_000);
    },
  };
  return ledger;
}

function idOf(reply: TestReply): string {
  if (reply.status !== 200) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.id;
}

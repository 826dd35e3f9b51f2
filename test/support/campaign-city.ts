import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import type { InspectionReceipt, VisitPacket } from '../../src/contract/inspections.ts';
import type { PhotoReference } from '../../src/contract/photos.ts';
import type { VisitLine } from '../../src/contract/rounds.ts';
import type { Role } from '../../src/domain/access/verbs.ts';
import { siteBody } from './site-register.ts';
import type { TestCity, TestClient, TestHouse, TestPerson, TestReply, TestUnit } from './test-city.ts';

/** One person for each part in the story of a blue flag. */
const cast = {
  office: ['campaignOffice', 'root'],
  leader: ['cityLeader', 'root'],
  admin: ['admin', 'root'],
  inspector: ['inspector', 'root'],
  verifier: ['verifier', 'root'],
  streetverifier: ['verifier', 'blue'],
  head: ['unitHead', 'blue'],
  liaison: ['liaison', 'blue'],
  grid: ['gridWorker', 'community'],
  middlehead: ['unitHead', 'middle'],
  redhead: ['unitHead', 'red'],
  bureauhead: ['unitHead', 'bureau'],
} as const satisfies Record<string, readonly [Role, string]>;
const contacts: readonly string[] = ['liaison', 'middlehead', 'redhead', 'bureauhead'];

export type CampaignPerson = keyof typeof cast;

/** Streets by what becomes of them; `community` lies below `blue`. */
export type CampaignUnits = Readonly<
  Record<'root' | 'district' | 'blue' | 'community' | 'middle' | 'red' | 'bureau', TestUnit>
>;

/** A city in which a whole campaign can be run over HTTP: units and people are there, nothing else. */
export interface CampaignCity {
  readonly city: TestCity;
  readonly units: CampaignUnits;
  readonly people: Readonly<Record<CampaignPerson, TestPerson>>;
  client(person: CampaignPerson): Promise<TestClient>;
  /** Imports the standard that ships with the product and publishes it; answers the version's id. */
  publishStandard(): Promise<string>;
  /** Two yards in `blue`, one in each other street, all at one place; answers their ids in this order. */
  registerYards(): Promise<readonly string[]>;
  /** Plans a round of all sites for this week, gives every visit to the inspector and opens it. */
  openRound(): Promise<{ readonly id: string; readonly visits: readonly VisitLine[] }>;
  /** Fills the visit's checklist: these items with so many defects and a photo each, all others right. */
  inspect(visitId: string, defects: Readonly<Record<string, number>>): Promise<InspectionReceipt>;
  /** Uploads a picture unlike every other, taken now at the yards. */
  photo(person: CampaignPerson): Promise<PhotoReference>;
  /** Sends a command about a problem with a fresh id and the version that stands now. */
  move(person: CampaignPerson, problemId: string, path: string, body?: object): Promise<TestReply>;
  /** Lets the person verify as well, anywhere in the city. */
  alsoVerifier(person: CampaignPerson): Promise<void>;
  /** Moves the clock on. */
  later(minutes: number): void;
}

/** Where all yards lie. */
export const yardPosition = { lon: 113.2418, lat: 35.2155 };

/** The content of a reply. @throws where it was refused. */
export async function bodyOf(reply: Promise<TestReply>): Promise<TestReply['body']> {
  const { status, body } = await reply;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

let shade = 0;

/** A small picture unlike every other of this run. */
export async function picture(): Promise<Buffer> {
  shade += 1;
  const background = { r: shade % 256, g: (shade * 31) % 256, b: (shade * 57) % 256 };
  return sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

export async function buildCampaignCity(house: TestHouse): Promise<CampaignCity> {
  const city = await house.city();
  const units = await buildUnits(city);
  const people = {} as Record<CampaignPerson, TestPerson>;
  for (const [name, [role, unit]] of Object.entries(cast) as [
    CampaignPerson,
    readonly [Role, keyof CampaignUnits],
  ][]) {
    people[name] = await city.person(name, role, units[unit], { contact: contacts.includes(name) });
  }
  const clients = new Map<CampaignPerson, Promise<TestClient>>();
  function client(person: CampaignPerson): Promise<TestClient> {
    const known = clients.get(person) ?? people[person].client();
    clients.set(person, known);
    return known;
  }

  async function photo(person: CampaignPerson): Promise<PhotoReference> {
    const file = { name: 'photo.jpg', type: 'image/jpeg', bytes: await picture() };
    const { sha256 } = await bodyOf((await client(person)).upload('/api/photos', file));
    return { sha256, deviceTakenAt: house.clock.now.toISOString(), ...yardPosition, accuracyM: 6 };
  }

  return {
    city,
    units,
    people,
    client,
    photo,
    async publishStandard() {
      const office = await client('office');
      const [standardId, versionId] = [uuid(), uuid()];
      const bytes = await readFile(new URL('../../sample/standards/checklists.json', import.meta.url));
      const file = { name: 'checklists.json', type: 'application/json', bytes };
      await bodyOf(office.upload('/api/standards/import', file, { standardId, versionId }));
      await bodyOf(office.post(`/api/standards/versions/${versionId}/publish`, { version: 0 }));
      return versionId;
    },
    async registerYards() {
      const office = await client('office');
      const position = { ...yardPosition, source: 'map' };
      const yards = [
        siteBody(units.community, { code: 'YARD-B1', name: '东方红街 12 号院', isOwnerless: true, position }),
        siteBody(units.blue, { code: 'YARD-B2', name: '市工商局家属院', position }),
        siteBody(units.middle, { code: 'YARD-M1', name: '焦东路 3 号院', position }),
        siteBody(units.red, { code: 'YARD-R1', name: '定和小区', position }),
      ];
      for (const yard of yards) await bodyOf(office.post('/api/sites', yard));
      return yards.map((yard) => yard.id);
    },
    async openRound() {
      const office = await client('office');
      const id = uuid();
      const days = { startsOn: dayOf(house, 0), endsOn: dayOf(house, 7) };
      await bodyOf(office.post('/api/rounds', { id, name: '第一轮督导', ...days }));
      const everywhere = { choose: { unitIds: [], siteTypes: [] }, inspectorId: null };
      await bodyOf(office.post(`/api/rounds/${id}/sites`, everywhere));
      const { visits } = await bodyOf(office.get(`/api/rounds/${id}/visits`));
      const assignments = visits.map((visit: VisitLine) => ({
        visitId: visit.id,
        inspectorId: people.inspector.id,
      }));
      await bodyOf(office.post(`/api/rounds/${id}/assignments`, { assignments }));
      await bodyOf(office.post(`/api/rounds/${id}/open`));
      return { id, visits };
    },
    async inspect(visitId, defects) {
      const inspector = await client('inspector');
      const packet: VisitPacket = await bodyOf(inspector.get(`/api/visits/${visitId}`));
      const answers = [];
      for (const { code: itemCode, scale } of packet.items) {
        const counts = scale.type === 'defect_count';
        const found = defects[itemCode] ?? 0;
        answers.push({
          itemCode,
          value: counts ? 'counted' : found > 0 ? 'not_met' : 'met',
          defects: counts ? found : null,
          note: '',
          photos: found > 0 ? [await photo('inspector')] : [],
        });
      }
      const at = house.clock.now.toISOString();
      const position = { ...yardPosition, accuracyM: 8 };
      const visit = { id: uuid(), visitId, startedAt: at, finishedAt: at, position, noFixReason: null };
      return bodyOf(inspector.post('/api/inspections', { ...visit, note: '', answers }));
    },
    async move(person, problemId, path, body = {}) {
      const { version } = await bodyOf((await client('office')).get(`/api/problems/${problemId}`));
      const own = await client(person);
      return own.post(`/api/problems/${problemId}/${path}`, { commandId: uuid(), version, ...body });
    },
    async alsoVerifier(person) {
      const grant = { id: uuid(), person_id: people[person].id, role: 'verifier', unit_id: units.root.id };
      await city.write((tx) =>
        tx
          .insertInto('role_grant')
          .values({ city_id: city.id, ...grant, valid_from: '2019-01-01' })
          .execute(),
      );
    },
    later(minutes) {
      house.clock.now = new Date(house.clock.now.getTime() + minutes * 60_000);
    },
  };
}

/** The day in China so many days from the house's now. */
export function dayOf(house: TestHouse, days: number): string {
  const hoursAhead = 8 + days * 24;
  return new Date(house.clock.now.getTime() + hoursAhead * 3_600_000).toISOString().slice(0, 10);
}

async function buildUnits(city: TestCity): Promise<CampaignUnits> {
  const district = await city.unit('811', '山阳区', { kind: 'district' });
  const street = { parent: district, unitType: 'street_office' };
  const blue = await city.unit('001', '东方红街道办事处', street);
  return {
    root: city.root,
    district,
    blue,
    community: await city.unit('101', '工商社区', { parent: blue, kind: 'community' }),
    middle: await city.unit('002', '焦东街道办事处', street),
    red: await city.unit('003', '定和街道办事处', street),
    bureau: await city.unit('901', '市城市管理局', { kind: 'bureau', unitType: 'urban_management' }),
  };
}

/** Rules of one group of streets: the best gets a red flag, the last a blue one. */
export function streetScheme({ units }: Pick<CampaignCity, 'units'>) {
  return {
    id: uuid(),
    name: '四城联创督导考评办法',
    validFrom: '2019-01-01',
    validTo: null,
    rules: {
      groups: [
        {
          name: '街道',
          unitIds: [units.blue.id, units.middle.id, units.red.id],
          flags: { top: { count: 1, flag: 'red' }, bottom: { count: 1, flag: 'blue' } },
        },
      ],
      components: [{ key: 'field', weight: '1' }],
      decimals: 2,
      tieRule: 'competition',
      minimumSites: 1,
      bulletin: {
        documentPrefix: '焦城创指',
        issuer: '焦作市四城联创指挥部',
        recipients: ['各街道办事处'],
        basis: '四城联创督导考评办法',
      },
    },
  };
}

import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import type { TestCity, TestClient, TestHouse, TestPerson, TestReply, TestUnit } from './test-city.ts';

/** A city with two streets, a published standard of three items, and people who plan and inspect. */
export interface RoundCity {
  readonly city: TestCity;
  readonly district: TestUnit;
  readonly street: TestUnit;
  /** A street of another district. */
  readonly elsewhere: TestUnit;
  readonly bureau: TestUnit;
  readonly versionId: string;
  /** Three yards in `street`, then two in `elsewhere`, then a lane without a checklist in `street`. */
  readonly siteIds: readonly string[];
  readonly inspectors: readonly TestPerson[];
  readonly office: TestClient;
  /** The head of `street`, and of `elsewhere`. */
  readonly head: TestClient;
  readonly stranger: TestClient;
  /** Clients of the two inspectors. */
  readonly first: TestClient;
  readonly second: TestClient;
  /** A planned round without sites. */
  emptyRound(): Promise<string>;
  /** Visits of a round as the office, or another client, lists them. */
  visits(roundId: string, client?: TestClient): Promise<TestReply['body']>;
  /** The first inspector finds two things wrong at a yard: 75 of 100. */
  inspect(visitId: string | undefined): Promise<TestReply['body']>;
  /** A planned round of the yards of both streets, all given to the first inspector. */
  plannedRound(): Promise<TestRound>;
  /** The same, opened. */
  openRound(): Promise<TestRound>;
  /** Uploads a picture unlike every other; answers a reference to it. */
  photo(client?: TestClient): Promise<TestReference>;
}

export interface TestRound {
  readonly id: string;
  /** In the order of the sites. */
  readonly visitIds: readonly string[];
}

export interface TestReference {
  sha256: string;
  deviceTakenAt: string | null;
  lon: number | null;
  lat: number | null;
  accuracyM: number | null;
}

const here = { lon: 113.24, lat: 35.21 };
let shade = 0;

export async function buildRoundCity(house: TestHouse): Promise<RoundCity> {
  const city = await house.city();
  const district = await city.unit('d1', '一区', { kind: 'district' });
  const street = await city.unit('s1', '一街道', { parent: district, unitType: 'street_office' });
  const otherDistrict = await city.unit('d2', '二区', { kind: 'district' });
  const elsewhere = await city.unit('s2', '二街道', { parent: otherDistrict, unitType: 'street_office' });
  const bureau = await city.unit('b1', '城管局', { kind: 'bureau', unitType: 'urban_management' });
  const office = await (await city.person('office', 'campaignOffice')).client();
  const head = await (await city.person('head', 'unitHead', street, { contact: true })).client();
  const stranger = await (await city.person('stranger', 'unitHead', elsewhere, { contact: true })).client();
  await city.person('bureau', 'liaison', bureau, { contact: true });
  const [one, two] = [
    await city.person('inspector1', 'inspector'),
    await city.person('inspector2', 'inspector'),
  ];
  const inspectors = [one, two];
  const [first, second] = [await one.client(), await two.client()];
  const versionId = uuid();
  const siteIds = Array.from({ length: 6 }, () => uuid());
  await writeStandard(city, versionId);
  await writeSites(city, siteIds, street, elsewhere);
  async function emptyRound(): Promise<string> {
    const id = uuid();
    const days = { startsOn: '2026-11-23', endsOn: '2026-11-30' };
    await must(office.post('/api/rounds', { id, name: '第一轮', ...days }));
    return id;
  }

  async function plannedRound(): Promise<TestRound> {
    const id = await emptyRound();
    const choose = { siteIds: siteIds.slice(0, 5) };
    await must(office.post(`/api/rounds/${id}/sites`, { choose, inspectorId: one.id }));
    const { visits } = await must(office.get(`/api/rounds/${id}/visits`));
    const visitIds = siteIds
      .slice(0, 5)
      .map((siteId) => visits.find((visit: { site: { id: string } }) => visit.site.id === siteId).id);
    return { id, visitIds };
  }

  async function photo(client: TestClient = first): Promise<TestReference> {
    shade += 1;
    const background = { r: shade % 256, g: (shade * 31) % 256, b: (shade * 57) % 256 };
    const bytes = await sharp({ create: { width: 32, height: 24, channels: 3, background } })
      .png()
      .toBuffer();
    const photo = await must(client.upload('/api/photos', { name: 'a.png', type: 'image/png', bytes }));
    return { sha256: photo.sha256, deviceTakenAt: '2026-11-23T01:55:00Z', ...here, accuracyM: 6 };
  }

  async function inspect(visitId: string | undefined): Promise<TestReply['body']> {
    const note = '墙角有一个烟头';
    const answers = [
      { itemCode: 'YARD-01', value: 'met', defects: null, note: '', photos: [] },
      { itemCode: 'YARD-02', value: 'counted', defects: 1, note, photos: [await photo()] },
      { itemCode: 'YARD-03', value: 'partly', defects: null, note, photos: [] },
    ];
    const at = { startedAt: '2026-11-23T01:40:00Z', finishedAt: '2026-11-23T01:55:00Z' };
    const place = { position: null, noFixReason: '没有信号' };
    return must(first.post('/api/inspections', { id: uuid(), visitId, ...at, ...place, note: '', answers }));
  }

  return {
    city,
    district,
    street,
    elsewhere,
    bureau,
    versionId,
    siteIds,
    inspectors,
    office,
    head,
    stranger,
    first,
    second,
    emptyRound,
    plannedRound,
    inspect,
    visits: async (roundId, client = office) =>
      (await must(client.get(`/api/rounds/${roundId}/visits`))).visits,
    async openRound() {
      const round = await plannedRound();
      await must(office.post(`/api/rounds/${round.id}/open`));
      return round;
    },
    photo,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read replies as the wire has them
async function must(reply: Promise<{ status: number; body: any }>): Promise<any> {
  const { status, body } = await reply;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

async function writeStandard(city: TestCity, versionId: string): Promise<void> {
  const own = { city_id: city.id };
  const standardId = uuid();
  await city.write(async (tx) => {
    const category = { ...own, kind: 'event', deadline_hours: '8', deadline_clock: 'work' };
    await tx
      .insertInto('category')
      .values([
        { ...category, key: 'litter', name: '暴露垃圾', name_en: 'Litter', unit_type: 'street_office' },
        { ...category, key: 'stall', name: '占道经营', name_en: 'Stalls', unit_type: 'urban_management' },
      ])
      .execute();
    const type = { ...own, lead_unit_type: 'street_office' };
    await tx
      .insertInto('site_type')
      .values([
        { ...type, code: 'YARD', name: '楼院', name_en: 'Yard', position: 1 },
        { ...type, code: 'LANE', name: '背街小巷', name_en: 'Lane', position: 2 },
      ])
      .execute();
    await tx
      .insertInto('standard')
      .values({ ...own, id: standardId, title: '测试标准' })
      .execute();
    await tx
      .insertInto('standard_version')
      .values({
        ...own,
        id: versionId,
        standard_id: standardId,
        number: 1,
        scoring: JSON.stringify({ vetoRule: 'cap', cap: '59', partly: 'raise' }),
      })
      .execute();
    await tx
      .insertInto('checklist')
      .values({
        ...own,
        version_id: versionId,
        site_type: 'YARD',
        observation_scope: '整个楼院',
        position: 1,
      })
      .execute();
    const item = {
      ...own,
      version_id: versionId,
      site_type: 'YARD',
      campaigns: ['civilised'],
      deadline_hours: '8',
      deadline_clock: 'work',
      category_key: 'litter',
      responsible_unit_type: 'street_office',
      evidence: 'photo_on_fail',
      scale: 'three_level',
    };
    await tx
      .insertInto('checklist_item')
      .values([
        { ...item, code: 'YARD-01', position: 1, title: '宣传栏完好', weight: '30' },
        {
          ...item,
          code: 'YARD-02',
          position: 2,
          title: '无暴露垃圾',
          weight: '40',
          scale: 'defect_count',
          deduct_per_defect: '10',
          zero_at_defects: 4,
          veto: true,
          evidence: 'photo_required',
        },
        {
          ...item,
          code: 'YARD-03',
          position: 3,
          title: '无占道经营',
          weight: '30',
          category_key: 'stall',
          responsible_unit_type: 'urban_management',
        },
      ])
      .execute();
    await tx
      .updateTable('standard_version')
      .set({ state: 'published', published_at: '2026-11-01T00:00:00Z', content_hash: '0'.repeat(64) })
      .where('id', '=', versionId)
      .execute();
  });
}

async function writeSites(
  city: TestCity,
  siteIds: readonly string[],
  street: TestUnit,
  elsewhere: TestUnit,
): Promise<void> {
  await city.write((tx) =>
    tx
      .insertInto('site')
      .values(
        siteIds.map((id, index) => ({
          city_id: city.id,
          id,
          code: `P-${index + 1}`,
          name: `${index + 1}号院`,
          site_type: index === 5 ? 'LANE' : 'YARD',
          territory_unit_id: index === 3 || index === 4 ? elsewhere.id : street.id,
          ...here,
        })),
      )
      .execute(),
  );
}

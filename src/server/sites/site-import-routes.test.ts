import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestHouse,
  strangerClient,
  type TestCity,
  type TestClient,
  type TestHouse,
  type TestUnit,
} from '../../../test/support/test-city.ts';
import { zipOf } from '../../../test/support/zip-bytes.ts';
import { writeXlsx } from '../documents/spreadsheet-writer.ts';
import { eventHash } from '../platform/event-log.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const heads = [
  '编码',
  '名称',
  '类型',
  '属地单位',
  '主管部门',
  '地址',
  '经度',
  '纬度',
  '坐标系',
  '是否无主',
  '责任人账号',
  '备注',
];
type Cells = readonly (string | number | null)[];

interface Register {
  readonly city: TestCity;
  readonly office: TestClient;
  readonly street: TestUnit;
}

async function openRegister(): Promise<Register> {
  const city = await house.city();
  const district = await city.unit('D1', '山阳区', { kind: 'district' });
  const street = await city.unit('S1', '东方红街道', { parent: district });
  await city.unit('S2', '太行街道', { parent: district });
  const other = await city.unit('D2', '沁阳市', { kind: 'county' });
  await city.unit('S3', '太行街道', { parent: other });
  await city.unit('B1', '市住房和城乡建设局', { kind: 'bureau' });
  await city.write((tx) =>
    tx
      .insertInto('site_type')
      .values({
        city_id: city.id,
        code: 'YARD',
        name: '无主楼院',
        name_en: 'Yard',
        lead_unit_type: 'street_office',
        position: 1,
      })
      .execute(),
  );
  await city.person('worker1', 'gridWorker', street);
  return { city, street, office: await (await city.person('office1', 'campaignOffice')).client() };
}

function csv(...rows: readonly Cells[]): Buffer {
  return Buffer.from([heads, ...rows].map((row) => row.join(',')).join('\r\n'), 'utf8');
}

function preview(client: TestClient, bytes: Uint8Array, name = '点位.csv') {
  return client.upload('/api/sites/import/preview', { name, type: 'text/csv', bytes });
}

async function apply(client: TestClient, bytes: Uint8Array, name = '点位.csv') {
  const { createHash } = await import('node:crypto');
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  return client.upload('/api/sites/import', { name, type: 'text/csv', bytes }, { contentHash });
}

const yard: Cells = [
  'Y-1',
  '甲院',
  '无主楼院',
  '东方红街道',
  '',
  '东方红街 1 号',
  113.2418,
  35.2159,
  'WGS84',
  '是',
  'worker1',
  '无',
];

describe('a register', () => {
  it('is previewed without storing, applied once, and changes nothing the second time', async () => {
    const { office } = await openRegister();
    const bytes = await writeXlsx([
      { name: '点位', headings: heads, rows: [yard, ['Y-2', '乙院', 'YARD', 'S2']] },
    ]);
    const seen = await preview(office, bytes, '点位.xlsx');
    expect(seen.body).toMatchObject({ rows: 2, created: 2, changed: 0, faultCount: 0, appliedBefore: null });
    expect((await office.get('/api/sites')).body.counts.all).toBe(0);

    const applied = await apply(office, bytes, '点位.xlsx');
    expect(applied).toMatchObject({ status: 200, body: { created: 2, changed: 0, faultCount: 0 } });
    const list = await office.get('/api/sites');
    expect(list.body.sites).toMatchObject([
      { code: 'Y-1', name: '甲院', lon: 113.2418, isOwnerless: true, territory: { name: '东方红街道' } },
      { code: 'Y-2', lon: null, territory: { name: '太行街道' } },
    ]);
    const page = await office.get(`/api/sites/${list.body.sites[0].id}`);
    expect(page.body).toMatchObject({
      positionSource: 'import:WGS84',
      keeper: { name: '样本worker1' },
      version: 1,
    });

    const again = await apply(office, bytes, '点位.xlsx');
    expect(again.body).toMatchObject({ created: 0, changed: 0, appliedBefore: { byName: '样本office1' } });
    expect((await office.get(`/api/sites/${page.body.id}`)).body).toEqual(page.body);
    expect((await preview(office, bytes, '点位.xlsx')).body).toMatchObject({ unchanged: 2, created: 0 });
  });

  it('updates by code with an unbroken history, keeps missing columns and clears empty cells', async () => {
    const { city, office } = await openRegister();
    await apply(office, csv(yard));
    const narrow = Buffer.from('编码,名称,类型,属地单位,备注\nY-1,甲院改名,YARD,东方红街道,\n');
    expect((await apply(office, narrow)).body).toMatchObject({ changed: 1, created: 0 });
    const site = (await office.get('/api/sites')).body.sites[0];
    const page = (await office.get(`/api/sites/${site.id}`)).body;
    expect(page).toMatchObject({
      name: '甲院改名',
      lon: 113.2418,
      note: null,
      isOwnerless: true,
      version: 2,
    });
    const events = await city.write((tx) =>
      tx.selectFrom('event').selectAll().where('subject_id', '=', site.id).orderBy('version').execute(),
    );
    let prevHash: Buffer = Buffer.alloc(32);
    for (const row of events) {
      const link = {
        subjectKind: 'site' as const,
        subjectId: row.subject_id,
        version: row.version,
        kind: row.kind,
        data: row.data as never,
        actorId: row.actor_id,
        at: row.at,
        prevHash,
      };
      expect(eventHash(city.id, link)).toEqual(row.hash);
      prevHash = row.hash;
    }
    expect(events.map(({ kind }) => kind)).toEqual(['site.created', 'site.changed']);
  });

  it('turns positions of other datums into WGS-84', async () => {
    const { office } = await openRegister();
    const rows = [
      ['G', '甲', 'YARD', 'S1', '', '', 116.38404722455657, 39.91334545536069, 'GCJ-02'],
      ['B', '乙', 'YARD', 'S1', '', '', 116.404, 39.915, 'bd09'],
      ['F', '国外', 'YARD', 'S1', '', '', -122.4194, 37.7749, 'GCJ02'],
    ];
    await apply(office, csv(...rows));
    const sites = (await office.get('/api/sites')).body.sites;
    expect(sites.map((site: { lon: number }) => site.lon.toFixed(4))).toEqual([
      '116.3914',
      '-122.4194',
      '116.3778',
    ]);
  });

  it('comes out and goes in again without a change', async () => {
    const { office } = await openRegister();
    await apply(
      office,
      csv(yard, ['Y-2', '=1+1', 'YARD', 'S2', '市住房和城乡建设局', '', '', '', '', '否', '', '@注']),
    );
    const out = await office.get('/api/sites/export');
    expect(out.status).toBe(200);
    const back = await preview(office, out.bytes, 'out.xlsx');
    expect(back.body).toMatchObject({ rows: 2, unchanged: 2, changed: 0, faultCount: 0 });
    const none = await office.get('/api/sites/export?search=nothing');
    expect((await preview(office, none.bytes, 'out.xlsx')).body.faults[0].code).toBe('no-rows');
  });

  it('has a template that names every column and every choice', async () => {
    const { office } = await openRegister();
    const template = await office.get('/api/sites/import/template');
    expect(template.headers['content-disposition']).toContain('attachment');
    const seen = await preview(office, template.bytes, 'template.xlsx');
    expect(seen.body).toMatchObject({ rows: 0, ignoredColumns: [], faults: [{ code: 'no-rows' }] });
  });
});

describe('a register with faults', () => {
  it('names sheet, cell, what is wrong and what would be right, and stores nothing at all', async () => {
    const { office } = await openRegister();
    const wrong: [Cells, string, string][] = [
      [['', '无编码', 'YARD', 'S1'], 'required', 'A3'],
      [['Y-1', '重复', 'YARD', 'S1'], 'duplicate-code', 'A4'],
      [['A', '', 'YARD', 'S1'], 'required', 'B5'],
      [['B', '甲', '宫殿', 'S1'], 'type-unknown', 'C6'],
      [['C', '甲', 'YARD', '不存在街道'], 'unit-unknown', 'D7'],
      [['D', '甲', 'YARD', '太行街道'], 'unit-ambiguous', 'D8'],
      [['E', '甲', 'YARD', 'S1', '不存在局'], 'unit-unknown', 'E9'],
      [['F', '甲', 'YARD', 'S1', '', '', '东经113', 35], 'not-a-number', 'G10'],
      [['G', '甲', 'YARD', 'S1', '', '', 113, ''], 'half-position', 'H11'],
      [['H', '甲', 'YARD', 'S1', '', '', 35.2, 113.2], 'swapped', 'G12'],
      [['I', '甲', 'YARD', 'S1', '', '', 200, 35], 'not-on-earth', 'G13'],
      [['J', '甲', 'YARD', 'S1', '', '', 113, 35, 'CGCS'], 'datum-unknown', 'I14'],
      [['K', '甲', 'YARD', 'S1', '', '', '', '', '', '也许'], 'not-yes-or-no', 'J15'],
      [['L', '甲', 'YARD', 'S1', '', '', '', '', '', '', 'nobody'], 'person-unknown', 'K16'],
      [['x'.repeat(61), '甲', 'YARD', 'S1'], 'too-long', 'A17'],
    ];
    const bytes = csv(yard, ...wrong.map(([cells]) => cells));
    const seen = await preview(office, bytes);
    const found = seen.body.faults.map((fault: { code: string; cell: string }) => [fault.code, fault.cell]);
    expect(found).toEqual(wrong.map(([, code, cell]) => [code, cell]));
    for (const fault of seen.body.faults) {
      expect(fault.wrong).not.toContain('siteImport');
      expect(fault.right).not.toContain('siteImport');
      expect(fault.right).not.toContain('{{');
    }
    expect(seen.body.faults[5]).toMatchObject({
      wrong: '有 2 个单位叫这个名称',
      right: '单位编码，例如：S2、S3',
    });
    const refused = await apply(office, bytes);
    expect(refused).toMatchObject({ status: 409, body: { code: 'site-import-faults' } });
    expect((await office.get('/api/sites?state=all')).body.counts.all).toBe(0);
    expect((await preview(office, bytes)).body.appliedBefore).toBeNull();
  });

  it('is refused for missing or repeated headings, and for a retired site', async () => {
    const { office } = await openRegister();
    const first = async (text: string) => (await preview(office, Buffer.from(text))).body.faults[0]?.code;
    expect(await first('甲,乙\n1,2\n')).toBe('no-header');
    expect(await first('编码,名称,类型\nA,甲,YARD\n')).toBe('no-header');
    expect(await first('编码,名称,类型,属地单位,点位编码\nA,甲,YARD,S1,A\n')).toBe('duplicate-column');
    await apply(office, csv(yard));
    const site = (await office.get('/api/sites')).body.sites[0];
    await office.post(`/api/sites/${site.id}/retire`, { version: 1, reason: '拆除' });
    expect(await first('编码,名称,类型,属地单位\nY-1,新名,YARD,S1\n')).toBe('site-retired');
    const unread = await preview(office, Buffer.from('编码,名称,类型,属地单位,面积\nZ,甲,YARD,S1,3\n'));
    expect(unread.body).toMatchObject({ faultCount: 0, ignoredColumns: ['面积'] });
  });

  it('cannot take an owner from an ownerless mark', async () => {
    const { office, street } = await openRegister();
    const id = uuid();
    await office.post('/api/sites', {
      id,
      code: 'OWNED',
      name: '有主',
      siteType: 'YARD',
      territoryUnitId: street.id,
      lineBureauId: null,
      operatorUnitId: street.id,
      keeperPersonId: null,
      isOwnerless: false,
      address: null,
      position: null,
      note: null,
    });
    const seen = await preview(office, csv(['OWNED', '有主', 'YARD', 'S1', '', '', '', '', '', '是']));
    expect(seen.body.faults).toMatchObject([{ code: 'ownerless-has-operator', cell: 'J2' }]);
  });
});

describe('a file that is no register', () => {
  it('is refused with what it is, and never breaks the server', async () => {
    const { office } = await openRegister();
    const code = async (bytes: Uint8Array, name: string) => {
      const reply = await preview(office, bytes, name);
      expect(reply.status, name).toBe(400);
      return reply.body.code;
    };
    expect(await code(Buffer.from('a,b'), 'a.xlsx')).toBe('spreadsheet-text');
    expect(await code(Buffer.from('x'), 'a.exe')).toBe('spreadsheet-kind');
    expect(await code(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'a.xls')).toBe('spreadsheet-old');
    const bomb = zipOf('xl/workbook.xml', Buffer.alloc(120 * 1024 * 1024));
    expect(await code(bomb, 'a.xlsx')).toBe('spreadsheet-too-large');
    expect(await code(Buffer.from('编码,名称\n'.repeat(20_200)), 'a.csv')).toBe('spreadsheet-too-many-rows');
    expect((await office.post('/api/sites/import/preview', {})).status).toBe(415);
  });

  it('is not applied when it is not the file that was checked', async () => {
    const { office } = await openRegister();
    const file = { name: 'a.csv', type: 'text/csv', bytes: csv(yard) };
    const other = await office.upload('/api/sites/import', file, { contentHash: 'a'.repeat(64) });
    expect(other.body.code).toBe('site-import-other-file');
    expect((await office.upload('/api/sites/import', file, { contentHash: 'x' })).status).toBe(400);
    expect((await office.upload('/api/sites/import', file)).status).toBe(400);
    expect((await office.get('/api/sites')).body.counts.all).toBe(0);
  });
});

describe('who may import', () => {
  it('is whoever edits sites, inside his own subtree only', async () => {
    const { city, office, street } = await openRegister();
    const bytes = csv(yard);
    for (const role of [
      'unitHead',
      'liaison',
      'gridWorker',
      'inspector',
      'verifier',
      'cityLeader',
    ] as const) {
      const client = await (await city.person(role.toLowerCase(), role, street)).client();
      expect((await preview(client, bytes)).status, role).toBe(403);
      expect((await apply(client, bytes)).status, role).toBe(403);
      expect((await client.get('/api/sites/import/template')).status, role).toBe(403);
      expect((await client.get('/api/sites/export')).status, role).toBe(200);
    }
    const stranger = strangerClient(house.app);
    expect((await preview(stranger, bytes)).status).toBe(401);
    expect((await apply(stranger, bytes)).status).toBe(401);
    expect((await stranger.get('/api/sites/export')).status).toBe(401);
    expect((await stranger.get('/api/sites/import/template')).status).toBe(401);

    await apply(office, csv(['FAR', '远处', 'YARD', 'S3']));
    const admin = await (await city.person('admin1', 'admin', street)).client();
    const seen = await preview(admin, csv(yard, ['Y-9', '远', 'YARD', 'S3'], ['FAR', '远处', 'YARD', 'S1']));
    const codes = seen.body.faults.map((fault: { code: string }) => fault.code);
    expect(codes).toEqual(['unit-out-of-reach', 'site-out-of-reach']);
    expect((await apply(admin, bytes)).body).toMatchObject({ created: 1 });
    const export_ = await admin.get('/api/sites/export');
    expect((await preview(office, export_.bytes, 'a.xlsx')).body.rows).toBe(1);
  });
});

describe('a large register', () => {
  it('of several thousand rows is applied in one go', async () => {
    const { office } = await openRegister();
    const rows = Array.from(
      { length: 5000 },
      (_, n): Cells => [`L-${n}`, `点${n}`, 'YARD', 'S1', '', '', 113 + n / 1e5, 35],
    );
    const reply = await apply(office, csv(...rows));
    expect(reply.body).toMatchObject({ created: 5000, faultCount: 0 });
    expect((await office.get('/api/sites/map')).body.points).toHaveLength(5000);
  });
});

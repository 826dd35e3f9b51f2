import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { docxText } from '../../../test/support/docx-text.ts';
import { openRankedRound } from '../../../test/support/ranked-round.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { testScheme } from '../../../test/support/test-scheme.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { recomputeRanking } from '../../domain/rankings/recompute-ranking.ts';
import { inCity } from '../platform/database/database.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
beforeEach(() => {
  house.clock.now = new Date('2026-11-23T02:00:00Z');
});
afterAll(() => house.close());

const period = { from: '2026-11-01', to: '2026-11-20' };

/** Streets with these scores, a draft ranking of them, and the office at its desk. */
async function drafted(scores: readonly string[]) {
  const city = await house.city();
  const round = await openRankedRound(city);
  const units = [];
  for (const [index, score] of scores.entries()) {
    const unit = await city.unit(`00${index}`, `街道${index + 1}`);
    await city.person(`head${index}`, 'unitHead', unit, { contact: true });
    await round.inspect(unit, score);
    units.push(unit);
  }
  const office = await (await city.person('office1', 'campaignOffice')).client();
  const components = [{ key: 'field', weight: '1' }];
  const scheme = testScheme([{ name: '街道', units }], { components });
  await office.post('/api/schemes', scheme);
  const draft = async (change: object = {}) => {
    const body = {
      id: uuid(),
      schemeId: scheme.id,
      roundId: round.id,
      title: '督导结果通报',
      period,
      ...change,
    };
    const reply = await office.post('/api/rankings', body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return body.id;
  };
  const publish = (id: string, body: object = {}) =>
    office.post(`/api/rankings/${id}/publish`, { version: 1, decisions: [], ...body });
  return { city, round, units, office, scheme, draft, publish };
}

describe('publication', () => {
  it('freezes the table, numbers the paper, raises the flags and is proved by its hash', async () => {
    const { office, draft, publish, units } = await drafted(['90', '80', '70']);
    const id = await draft();
    const reply = await publish(id);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      state: 'published',
      documentNumber: '测城创〔2026〕1号',
      publishedBy: '样本office1',
      flags: [
        { colour: 'red', count: 1 },
        { colour: 'blue', count: 1 },
      ],
    });
    const exported = (await office.get(`/api/rankings/${id}/export`)).body;
    const { inputs, output, hash } = exported;
    expect(createHash('sha256').update(canonicalJson({ inputs, output })).digest('hex')).toBe(hash);
    expect(hash).toBe(reply.body.hash);
    expect(recomputeRanking(exported)).toBeNull();
    const register = (await office.get('/api/flags')).body;
    expect(register.total).toBe(2);
    expect(register.units).toContainEqual({
      unitId: units[2]?.id,
      unitName: '街道3',
      colour: 'blue',
      count: 1,
      streak: 1,
    });
  });

  it('asks the unit under a flag of criticism for a pledge, and nobody else', async () => {
    const { city, units, draft, publish } = await drafted(['90', '80', '70']);
    await publish(await draft());
    const pledges = await city.write((tx) =>
      tx
        .selectFrom('pledge')
        .innerJoin('flag', (join) =>
          join.onRef('flag.city_id', '=', 'pledge.city_id').onRef('flag.id', '=', 'flag_id'),
        )
        .select(['pledge.unit_id', 'pledge.state', 'flag.colour'])
        .where('pledge.city_id', '=', city.id)
        .execute(),
    );
    expect(pledges).toEqual([{ unit_id: units[2]?.id, state: 'due', colour: 'blue' }]);
  });

  it('may be sent twice and happens once', async () => {
    const { office, draft, publish } = await drafted(['90', '80', '70']);
    const id = await draft();
    const first = await publish(id);
    const again = await publish(id);
    expect(again.status).toBe(200);
    expect(again.body.documentNumber).toBe(first.body.documentNumber);
    expect((await office.get('/api/flags')).body.total).toBe(2);
    const otherwise = await publish(id, { document: { prefix: '测城创', year: 2026, number: 7 } });
    expect([otherwise.status, otherwise.body.code]).toEqual([409, 'ranking.published']);
  });

  it('takes a number by hand, never one twice, and goes on behind it', async () => {
    const { draft, publish, office } = await drafted(['90', '80', '70']);
    const [first, second, third] = [await draft(), await draft(), await draft()];
    const document = { prefix: '测城创', year: 2026, number: 48 };
    expect((await publish(first, { document })).body.documentNumber).toBe('测城创〔2026〕48号');
    const taken = await publish(second, { document });
    expect([taken.status, taken.body.code]).toEqual([409, 'ranking.documentNumberTaken']);
    expect((await office.get(`/api/rankings/${second}`)).body).toMatchObject({
      state: 'draft',
      nextDocument: { number: 49 },
    });
    const results = await Promise.all([publish(second), publish(third)]);
    expect(results.map((reply) => reply.body.documentNumber).sort()).toEqual([
      '测城创〔2026〕49号',
      '测城创〔2026〕50号',
    ]);
  });

  it('never changes afterwards, not over HTTP and not in the database', async () => {
    const { city, draft, publish, office, scheme } = await drafted(['90', '80', '70']);
    const id = await draft();
    await publish(id);
    expect((await office.delete(`/api/rankings/${id}`)).body.code).toBe('ranking.published');
    expect((await office.post(`/api/rankings/${id}/recompute`, { version: 2 })).body.code).toBe(
      'ranking.published',
    );
    const { id: schemeId, ...content } = scheme;
    const edited = await office.put(`/api/schemes/${schemeId}`, { ...content, version: 1 });
    expect([edited.status, edited.body.code]).toEqual([409, 'scheme.inUse']);
    const attempts = [
      sql`update ranking set title = 'x' where id = ${id}`,
      sql`update ranking set state = 'draft', published_at = null where id = ${id}`,
      sql`delete from ranking where id = ${id}`,
      sql`update flag set colour = 'red' where ranking_id = ${id}`,
      sql`delete from flag where ranking_id = ${id}`,
      sql`truncate ranking cascade`,
    ];
    for (const attempt of attempts) {
      await expect(inCity(house.db, city.id, 'write', (tx) => attempt.execute(tx))).rejects.toMatchObject({
        code: '42501',
      });
    }
  });

  it('waits for a computation by the current scheme', async () => {
    const { draft, publish, office, scheme } = await drafted(['90', '80', '70']);
    const id = await draft();
    const { id: schemeId, ...content } = scheme;
    const rules = { ...content.rules, decimals: 1 };
    await office.put(`/api/schemes/${schemeId}`, { ...content, rules, version: 1 });
    expect((await publish(id)).body.code).toBe('ranking.schemeChanged');
    await office.post(`/api/rankings/${id}/recompute`, { version: 1 });
    const reply = await publish(id, { version: 2 });
    expect(reply.body.groups[0].units[0].score).toBe('90.0');
  });
});

describe('a tie on the line of a flag', () => {
  const blue = (units: readonly string[]) => ({ group: '街道', flag: 'blue', units, reason: '整改进度较慢' });

  it('is decided by the office, on record and in print', async () => {
    const { units, office, draft, publish } = await drafted(['90', '70', '70']);
    const id = await draft();
    const undecided = await publish(id);
    expect([undecided.status, undecided.body.code]).toEqual([409, 'ranking.tieUndecided']);
    expect(undecided.body.message).toContain('街道2、街道3');
    const decisions = [blue([units[2]?.id ?? ''])];
    const reply = await publish(id, { decisions });
    expect(reply.status).toBe(200);
    const table = reply.body.groups[0].units;
    expect(table.map((unit: { flag: string | null }) => unit.flag)).toEqual(['red', null, 'blue']);
    expect(reply.body.decisions).toEqual(decisions);
    const exported = (await office.get(`/api/rankings/${id}/export`)).body;
    expect(exported.output.decisions).toEqual(decisions);
    expect(recomputeRanking(exported)).toBeNull();
    const text = await docxText((await office.get(`/api/rankings/${id}/bulletin.docx`)).bytes);
    expect(text).toContain('整改进度较慢');
  });

  it('may flag nobody', async () => {
    const { draft, publish, office } = await drafted(['90', '70', '70']);
    const id = await draft();
    expect((await publish(id, { decisions: [blue([])] })).status).toBe(200);
    expect((await office.get('/api/flags')).body.total).toBe(1);
  });

  it('is the only thing a decision can touch', async () => {
    const { units, draft, publish, office } = await drafted(['90', '70', '70']);
    const id = await draft();
    const [first = '', second = ''] = units.map((unit) => unit.id);
    const code = async (decisions: object[]) => (await publish(id, { decisions })).body.code;
    expect(await code([blue([first])])).toBe('ranking.decisionUnitNotTied');
    expect(await code([blue([second]), { ...blue([]), flag: 'red' }])).toBe('ranking.decisionWithoutTie');
    expect(await code([blue([second]), blue([second])])).toBe('ranking.decisionWithoutTie');
    const silent = await publish(id, { decisions: [{ ...blue([second]), reason: ' ' }] });
    expect(silent.body.fields[0].path).toBe('decisions.0.reason');
    expect((await office.get(`/api/rankings/${id}`)).body.state).toBe('draft');
    expect((await office.get('/api/flags')).body.total).toBe(0);
  });
});

describe('a correction', () => {
  it('is a new issue that names the old one; the old flags no longer count', async () => {
    const { round, units, office, draft, publish } = await drafted(['90', '80', '70']);
    const old = await draft();
    await publish(old);
    house.clock.now = new Date('2026-11-24T02:00:00Z');
    if (units[2]) await round.inspect(units[2], '100');
    const correction = await draft({ correctsId: old });
    const reply = await publish(correction);
    expect(reply.body.corrects).toEqual({
      id: old,
      title: '督导结果通报',
      documentNumber: '测城创〔2026〕1号',
    });
    expect((await office.get(`/api/rankings/${old}`)).body.supersededById).toBe(correction);
    const { flags, units: counts } = (await office.get('/api/flags')).body;
    expect(
      flags
        .map((flag: { unitName: string; isSuperseded: boolean }) => [flag.unitName, flag.isSuperseded])
        .sort(),
    ).toEqual([
      ['街道1', false],
      ['街道1', true],
      ['街道2', false],
      ['街道3', true],
    ]);
    expect(
      counts.map((row: { unitName: string; colour: string }) => [row.unitName, row.colour]).sort(),
    ).toEqual([
      ['街道1', 'red'],
      ['街道2', 'blue'],
    ]);
    const again = await office.post('/api/rankings', {
      id: uuid(),
      schemeId: reply.body.schemeId,
      roundId: round.id,
      title: '再更正',
      period,
      correctsId: old,
    });
    expect([again.status, again.body.code]).toEqual([409, 'ranking.correctedAlready']);
    const text = await docxText((await office.get(`/api/rankings/${correction}/bulletin.docx`)).bytes);
    expect(text).toContain('本通报更正测城创〔2026〕1号');
  });

  it('shows the change since the issue before it, across versions of a scheme', async () => {
    const { round, units, office, scheme, draft, publish } = await drafted(['90', '80', '70']);
    const first = await draft();
    await publish(first);
    house.clock.now = new Date('2026-11-24T02:00:00Z');
    for (let index = 0; index < 3; index += 1) if (units[2]) await round.inspect(units[2], '100');
    const version2 = { ...scheme, id: uuid(), name: '办法（第二版）', newVersionOf: scheme.id };
    await office.post('/api/schemes', version2);
    const second = await draft({ schemeId: version2.id });
    const view = (await publish(second)).body;
    expect(view.previous).toEqual({ id: first, title: '督导结果通报' });
    expect(view.groups[0].units[0]).toMatchObject({
      name: '街道3',
      rank: 1,
      previous: { rank: 3, score: '70.00' },
    });
    const { units: counts } = (await office.get('/api/flags?colour=blue')).body;
    expect(
      counts.map((row: { unitName: string; streak: number }) => [row.unitName, row.streak]).sort(),
    ).toEqual([
      ['街道2', 1],
      ['街道3', 0],
    ]);
  });
});

describe('the bulletin', () => {
  it('is a Word file with units, counts, number and hash, the same every time', async () => {
    const { office, draft, publish } = await drafted(['90', '80', '70']);
    const id = await draft();
    expect((await office.get(`/api/rankings/${id}/bulletin.docx`)).body.code).toBe('ranking.notPublished');
    const { hash } = (await publish(id)).body;
    const reply = await office.get(`/api/rankings/${id}/bulletin.docx`);
    expect(reply.headers['content-disposition']).toContain(encodeURIComponent('测城创〔2026〕1号.docx'));
    const text = await docxText(reply.bytes);
    for (const words of [
      '街道1',
      '街道3',
      '测城创〔2026〕1号',
      '通报批评',
      '蓝旗',
      '各街道',
      '点位数',
      hash.replace(/(.{8})(?=.)/g, '$1 '),
    ]) {
      expect(text).toContain(words);
    }
    expect((await office.get(`/api/rankings/${id}/bulletin.docx`)).bytes.equals(reply.bytes)).toBe(true);
  });
});

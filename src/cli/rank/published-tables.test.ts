import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareExact, exact, subtract } from '../../domain/exact-number.ts';
import type { RankedGroup } from '../../domain/rankings/ranking-table.ts';
import { type RankedFile, rankFile } from './rank-file.ts';

const folder = fileURLToPath(new URL('../../../sample/bulletins/', import.meta.url));

async function rankSample(id: string): Promise<RankedFile> {
  const result = await rankFile(`${folder}${id}.json`);
  if (!result.accepted) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

const rows = (group: RankedGroup | undefined) => group?.units.map((u) => [u.name, u.score, u.rank, u.flag]);
const flagged = (file: RankedFile) =>
  file.ranked.groups.flatMap((group) =>
    group.units.filter((u) => u.flag !== null).map((u) => [u.name, u.flag]),
  );

/** Printed mistakes: everything else must come out without a word. */
const knownWarnings: Record<string, [code: string, unit: string][]> = {
  'xiangan-2020-r3': [['published-rank-differs', '新店镇']],
};

const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

describe('published tables', () => {
  it('are all there', () => {
    expect(ids).toHaveLength(9);
  });

  it.each(ids)('%s gives the printed ranks, and reports what was misprinted', async (id) => {
    const { ranked, table } = await rankSample(id);
    const warnings = ranked.groups.flatMap((group) => group.warnings.map((w) => [w.code, w.units.join()]));
    expect(warnings).toEqual(knownWarnings[id] ?? []);
    const wrong = new Set((knownWarnings[id] ?? []).map(([, unit]) => unit));
    for (const [g, group] of table.groups.entries()) {
      const rankOf = new Map(ranked.groups[g]?.units.map((unit) => [unit.name, unit.rank]));
      for (const { name, publishedRank } of group.units) {
        if (publishedRank !== undefined && !wrong.has(name)) expect(rankOf.get(name)).toBe(publishedRank);
      }
    }
  });

  it('Jiaozuo 〔2019〕48号: two red flags, one blue', async () => {
    const { ranked } = await rankSample('jiaozuo-2019-048-district');
    expect(rows(ranked.groups[0])).toEqual([
      ['山阳区', '83.00', 1, 'red'],
      ['示范区', '82.75', 2, 'red'],
      ['解放区', '82.00', 3, null],
      ['马村区', '79.50', 4, null],
      ['中站区', '73.75', 5, 'blue'],
    ]);
  });

  it('Jining: computed from the parts, three totals 0.01 off the printed ones', async () => {
    const { ranked } = await rankSample('jining-2017-08');
    const differing = differences('jining-2017-08', ranked.groups);
    expect(differing.map(([unit]) => unit)).toEqual(['鼓楼街道', '南张街道', '新兖镇']);
    for (const [, difference] of differing) expect(compareExact(difference, exact('0.01'))).toBe(0);
    expect(ranked.groups[0]?.units[0]).toMatchObject({ name: '济阳街道', score: '97.76' });
    expect(ranked.groups[2]?.units.map((u) => u.rank)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 10, 10, 13]);
  });

  it('Hengyang: 100 less the deductions gives all 21 printed scores', async () => {
    const { ranked } = await rankSample('hengyang-2019-02');
    expect(ranked.groups.flatMap((group) => group.units)).toHaveLength(21);
    expect(differences('hengyang-2019-02', ranked.groups)).toEqual([]);
  });

  it('Shaoyang: 82.55 would be second but moves nobody', async () => {
    const { ranked } = await rankSample('shaoyang-2021-05');
    expect(rows(ranked.groups[0])?.at(-1)).toEqual(['邵阳经开区', '82.55', null, null]);
    expect(ranked.groups[0]?.units.at(-1)?.reason).toBe('不参与排名');
  });

  it('Wuhan: the first of each group praised, the last named', async () => {
    expect(flagged(await rankSample('wuhan-2018-11'))).toEqual([
      ['青山区', '表扬'],
      ['东湖风景区', '点名'],
      ['蔡甸区', '表扬'],
      ['新洲区', '点名'],
    ]);
  });

  it('Jiangmen: between 85 and 90 nobody is on a list', async () => {
    expect(flagged(await rankSample('jiangmen-redblack-5'))).toEqual([]);
  });

  it("Xiang'an: equal at two decimals means equal in rank", async () => {
    const { ranked } = await rankSample('xiangan-2020-r3');
    expect(ranked.groups[0]?.units.map((u) => u.rank)).toEqual([1, 1, 3, 4, 5]);
    expect(ranked.groups[0]?.warnings[0]?.facts).toEqual({ unit: '新店镇', published: 2, computed: 1 });
  });
});

function differences(id: string, groups: readonly RankedGroup[]) {
  const { source } = JSON.parse(readFileSync(`${folder}${id}.json`, 'utf8'));
  const printed: Record<string, Record<string, string>> = source.printedTotals;
  return Object.entries(printed).flatMap(([group, totals]) =>
    Object.entries(totals).flatMap(([unit, total]) => {
      const found = groups.find((g) => g.name === group)?.units.find((u) => u.name === unit);
      const difference = subtract(exact(found?.score ?? '0'), exact(total));
      return compareExact(difference, exact(0)) === 0 ? [] : [[unit, difference] as const];
    }),
  );
}

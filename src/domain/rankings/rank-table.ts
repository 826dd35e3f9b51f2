import { compareExact } from '../exact-number.ts';
import { awardFlags, type FlagAwards } from './flag-rule.ts';
import type {
  RankedGroup,
  RankedTable,
  RankedUnit,
  RankingGroup,
  RankingRemark,
  RankingTable,
  RankingUnit,
  RankingWarning,
  ScoreOrder,
  TieRule,
} from './ranking-table.ts';
import { type StoredScore, scoreUnit, storeScore } from './unit-score.ts';

interface ScoredUnit {
  readonly unit: RankingUnit;
  readonly score: StoredScore;
  readonly remarks: readonly RankingRemark[];
}

/**
 * Ranks every group of a table by its stored scores and gives the flags.
 *
 * Scores stay exact until they are rounded once, half up, to `decimals`; ranks and flags compare
 * the rounded values, so that what is printed explains the order.
 *
 * Ids, or else names, are unique within a group; the contract has checked that, and that every mark is a decimal.
 *
 * @throws RangeError where a mark is no decimal.
 */
export function rankTable(table: RankingTable): RankedTable {
  return { groups: table.groups.map((group) => rankGroup(group, table)) };
}

function rankGroup(group: RankingGroup, table: RankingTable): RankedGroup {
  const order = group.order ?? table.order;
  const ranked: ScoredUnit[] = [];
  const unranked: RankedUnit[] = [];
  const warnings: RankingWarning[] = [];

  for (const unit of group.units) {
    warnings.push(...unknownComponents(unit, group));
    const result = scoreUnit(unit, group.components, table.decimals);
    if (result.kind === 'missing') {
      unranked.push(withoutScore(unit));
      if (unit.ranked !== false) warnings.push(missingScore(unit, result.fields));
      continue;
    }
    const score = storeScore(result.value, table.decimals);
    const own: RankingRemark[] = result.partsDiffer ? [{ code: 'parts-not-applied', facts: {} }] : [];
    const remarks = [...(unit.remarks ?? []), ...own];
    if (unit.ranked === false) unranked.push(scoredOnly(unit, score, remarks));
    else ranked.push({ unit, score, remarks });
  }

  const standings = ranked.toSorted((a, b) => compareScores(a.score, b.score, order));
  const ranks = numberRanks(standings, table.tieRule);
  const awards = awardFlags(
    standings.map(({ unit, score }) => ({ name: unit.name, value: score.value })),
    group.flags ?? {},
    order,
  );
  const units = [...standings.map((entry, place) => rankedUnit(entry, place, ranks, awards)), ...unranked];
  warnings.push(...tieWarnings(awards, standings), ...publishedRankWarnings(group.units, units));
  return { name: group.name, units, warnings };
}

/** Negative where `a` is better. */
function compareScores(a: StoredScore, b: StoredScore, order: ScoreOrder): number {
  return order === 'higher-is-better' ? compareExact(b.value, a.value) : compareExact(a.value, b.value);
}

function numberRanks(standings: readonly ScoredUnit[], tieRule: TieRule): readonly number[] {
  const ranks: number[] = [];
  for (const [place, { score }] of standings.entries()) {
    const before = standings[place - 1];
    const rankBefore = ranks[place - 1] ?? 0;
    const isTie = before !== undefined && compareExact(before.score.value, score.value) === 0;
    ranks.push(isTie ? rankBefore : tieRule === 'dense' ? rankBefore + 1 : place + 1);
  }
  return ranks;
}

function rankedUnit(
  { unit, score, remarks }: ScoredUnit,
  place: number,
  ranks: readonly number[],
  awards: FlagAwards,
): RankedUnit {
  const conflict = awards.conflicts.get(place);
  return {
    id: unit.id,
    name: unit.name,
    score: score.text,
    rank: ranks[place] ?? null,
    flag: awards.flags[place] ?? null,
    reason: unit.reason ?? null,
    remarks: conflict
      ? [
          ...remarks,
          { code: 'flags-conflict', facts: { first: conflict[0] ?? null, second: conflict[1] ?? null } },
        ]
      : remarks,
  };
}

function scoredOnly(unit: RankingUnit, score: StoredScore, remarks: readonly RankingRemark[]): RankedUnit {
  const isExplained = unit.reason !== undefined || (unit.remarks ?? []).length > 0;
  const said: readonly RankingRemark[] = isExplained ? [] : [{ code: 'not-ranked', facts: {} }];
  return {
    id: unit.id,
    name: unit.name,
    score: score.text,
    rank: null,
    flag: null,
    reason: unit.reason ?? null,
    remarks: [...said, ...remarks],
  };
}

function withoutScore(unit: RankingUnit): RankedUnit {
  const given = unit.remarks ?? [];
  const code = unit.ranked === false ? 'not-ranked' : 'no-score';
  const isExplained = unit.ranked === false && (unit.reason !== undefined || given.length > 0);
  return {
    id: unit.id,
    name: unit.name,
    score: null,
    rank: null,
    flag: null,
    reason: unit.reason ?? null,
    remarks: isExplained ? given : [...given, { code, facts: {} }],
  };
}

function missingScore(unit: RankingUnit, fields: readonly string[]): RankingWarning {
  return { code: 'missing-score', units: [unit.name], facts: { unit: unit.name, fields: fields.join(', ') } };
}

/** A component without a weight would silently count for nothing. */
function unknownComponents(unit: RankingUnit, group: RankingGroup): RankingWarning[] {
  const known = new Set((group.components ?? []).map((component) => component.key));
  return Object.keys(unit.components ?? {})
    .filter((key) => !known.has(key))
    .map((key) => ({
      code: 'unknown-field',
      units: [unit.name],
      facts: { place: unit.name, field: `components.${key}` },
    }));
}

function tieWarnings(awards: FlagAwards, standings: readonly ScoredUnit[]): RankingWarning[] {
  return awards.ties.map(({ flag, count, places }) => {
    const tied = places.flatMap((place) => standings[place] ?? []);
    const units = tied.map(({ unit }) => unit.name);
    return {
      code: 'tie-on-flag-line',
      units,
      facts: { flag, count, score: tied[0]?.score.text ?? null },
    };
  });
}

function publishedRankWarnings(
  units: readonly RankingUnit[],
  ranked: readonly RankedUnit[],
): RankingWarning[] {
  const rankByUnit = new Map(ranked.map((unit) => [unit.id ?? unit.name, unit.rank]));
  return units.flatMap(({ id, name, publishedRank }) => {
    const computed = rankByUnit.get(id ?? name) ?? null;
    if (publishedRank === undefined || publishedRank === computed) return [];
    return [
      {
        code: 'published-rank-differs' as const,
        units: [name],
        facts: { unit: name, published: publishedRank, computed },
      },
    ];
  });
}

import { accept, type Decision, refuse } from '../decision.ts';
import type { RankedUnit, RankingWarning } from './ranking-table.ts';

/** What the office decided about units with equal scores on both sides of a flag line. */
export interface TieDecision {
  readonly group: string;
  readonly flag: string;
  /** Keys of the units that get the flag: any of the tied ones, or none. */
  readonly units: readonly string[];
  readonly reason: string;
}

/** A tie that nobody but the office can decide. */
export interface FlagTie {
  readonly group: string;
  readonly flag: string;
  /** Places that carry the flag by the rule. */
  readonly count: number;
  readonly score: string;
  /** The tied units; `key` is the id, or the name where there is none. */
  readonly units: readonly { readonly key: string; readonly name: string }[];
}

interface DecidedGroup {
  readonly name: string;
  readonly units: readonly RankedUnit[];
  readonly warnings: readonly RankingWarning[];
}

/** The ties on the flag lines of a ranked table. */
export function listTies(groups: readonly DecidedGroup[]): readonly FlagTie[] {
  return groups.flatMap(({ name, units, warnings }) =>
    warnings.flatMap((warning): FlagTie[] => {
      const { flag, count, score } = warning.facts;
      if (warning.code !== 'tie-on-flag-line' || typeof flag !== 'string' || typeof score !== 'string')
        return [];
      // Equal scores stand on one side of every rule: whoever is ranked with this score is tied.
      const tied = units.filter((unit) => unit.rank !== null && unit.score === score);
      return [{ group: name, flag, count: Number(count), score, units: tied.map(nameWithKey) }];
    }),
  );
}

/** Whether every tie is decided exactly once, and nothing else is. */
export function checkDecisions(
  groups: readonly DecidedGroup[],
  decisions: readonly TieDecision[],
): Decision<readonly TieDecision[]> {
  const ties = listTies(groups);
  const open = ties.find((tie) => !decisions.some((decision) => concerns(decision, tie)));
  if (open) {
    return refuse('ranking.tieUndecided', {
      group: open.group,
      flag: open.flag,
      units: open.units.map(({ name }) => name).join('、'),
    });
  }
  const flagOf = new Map<string, string>();
  for (const [index, decision] of decisions.entries()) {
    const { group, flag } = decision;
    const tie = ties.find((known) => concerns(decision, known));
    const isFirst = decisions.findIndex((other) => concerns(other, decision)) === index;
    if (!tie || !isFirst) return refuse('ranking.decisionWithoutTie', { group, flag });
    for (const key of decision.units) {
      const unit = tie.units.find((known) => known.key === key);
      if (!unit) return refuse('ranking.decisionUnitNotTied', { group, unit: key });
      const other = flagOf.get(`${group}\n${key}`);
      if (other !== undefined) return refuse('ranking.decisionTwoFlags', { group, unit: unit.name });
      flagOf.set(`${group}\n${key}`, flag);
    }
  }
  return accept(decisions);
}

/** Gives the decided flags; each says whose decision it was and why. */
export function applyDecisions<Group extends DecidedGroup>(
  groups: readonly Group[],
  decisions: readonly TieDecision[],
): readonly Group[] {
  return groups.map((group) => ({
    ...group,
    units: group.units.map((unit) => decideUnit(group.name, unit, decisions)),
  }));
}

function decideUnit(group: string, unit: RankedUnit, decisions: readonly TieDecision[]): RankedUnit {
  const decision = decisions.find(
    (known) => known.group === group && known.units.includes(unit.id ?? unit.name),
  );
  if (!decision) return unit;
  const { flag, reason } = decision;
  return {
    ...unit,
    flag,
    remarks: [
      ...unit.remarks.filter(({ code }) => code !== 'flags-conflict'),
      { code: 'flag-by-decision', facts: { flag, reason } },
    ],
  };
}

function concerns(
  decision: { readonly group: string; readonly flag: string },
  tie: { readonly group: string; readonly flag: string },
): boolean {
  return decision.group === tie.group && decision.flag === tie.flag;
}

function nameWithKey({ id, name }: RankedUnit) {
  return { key: id ?? name, name };
}

import { rankTable } from './rank-table.ts';
import type { FlagRule, RankedUnit, RankingTable, RankingWarning } from './ranking-table.ts';
import { type RankingScheme, scoreUnits, type UnitEvidence, type UnitFacts } from './scheme.ts';
import { applyDecisions, type TieDecision } from './tie-decisions.ts';

/**
 * Everything a ranking is computed from, frozen with it. `round`: sites and problems of a round and the
 * scheme's rules; `table`: scores that somebody else published.
 */
export type RankingInputs = RoundInputs | TableInputs;

export interface RoundInputs {
  readonly kind: 'round';
  /** Version of the program that computed. */
  readonly codeVersion: string;
  readonly scheme: {
    readonly id: string;
    readonly name: string;
    readonly validFrom: string;
    readonly validTo: string | null;
    readonly rules: SchemeRules;
  };
  readonly round: {
    readonly id: string;
    readonly name: string;
    readonly startsOn: string;
    readonly endsOn: string;
  };
  readonly period: Period;
  /** Instant up to which the facts count. */
  readonly asOf: string;
  readonly units: readonly FrozenUnit[];
}

export interface TableInputs {
  readonly kind: 'table';
  readonly codeVersion: string;
  /** Where the table was published. */
  readonly source: string;
  readonly table: RankingTable;
  readonly bulletin: BulletinRules | null;
}

/** Calendar days, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A scheme as the city keeps it: how to rank, and what the bulletin says around it. */
export interface SchemeRules extends RankingScheme {
  readonly bulletin: BulletinRules;
}

export interface BulletinRules {
  /** Agency code before the year: 焦城创指. */
  readonly documentPrefix?: string;
  readonly issuer?: string;
  readonly headWords?: string;
  readonly recipients?: readonly string[];
  readonly basis?: string;
  readonly assessors?: readonly string[];
  readonly copyTo?: readonly string[];
  readonly printedBy?: string;
}

export interface FrozenUnit {
  readonly unitId: string;
  readonly unitName: string;
  readonly sites: readonly FrozenSite[];
  readonly problems: readonly FrozenProblem[];
}

export interface FrozenSite {
  readonly siteId: string;
  readonly inspectionId: string;
  /** Decimal from 0 to 100. */
  readonly score: string;
}

/** A problem that fell due in the period. */
export interface FrozenProblem {
  readonly problemId: string;
  readonly number: number;
  readonly deadlineAt: string;
  readonly struckOffAt: string | null;
}

/** What came out: the table, the counts behind it, and what the office decided where the rules do not. */
export interface RankingOutput {
  readonly groups: readonly OutputGroup[];
  readonly evidence: readonly UnitEvidence[];
  readonly decisions: readonly TieDecision[];
}

export interface OutputGroup {
  readonly name: string;
  readonly flags: FlagRule;
  readonly units: readonly RankedUnit[];
  readonly warnings: readonly RankingWarning[];
}

/**
 * The result of frozen inputs and recorded decisions: a pure function, so that anybody can repeat it.
 *
 * @throws RangeError where the inputs cannot be (a member without facts, a mark that is no decimal).
 */
export function deriveOutput(inputs: RankingInputs, decisions: readonly TieDecision[] = []): RankingOutput {
  const { table, evidence } =
    inputs.kind === 'table'
      ? { table: inputs.table, evidence: [] }
      : scoreUnits(inputs.scheme.rules, inputs.units.map(factsOf));
  const ranked = rankTable(table).groups.map(
    (group, index): OutputGroup => ({ ...group, flags: table.groups[index]?.flags ?? {} }),
  );
  return { groups: applyDecisions(ranked, decisions), evidence, decisions };
}

/** The key of a unit within its group: its id, or its name where it has none. */
export function unitKey(unit: { readonly id?: string; readonly name: string }): string {
  return unit.id ?? unit.name;
}

export function wasOnTime({ deadlineAt, struckOffAt }: FrozenProblem): boolean {
  return struckOffAt !== null && Date.parse(struckOffAt) <= Date.parse(deadlineAt);
}

function factsOf({ unitId, unitName, sites, problems }: FrozenUnit): UnitFacts {
  return {
    unitId,
    unitName,
    siteScores: sites.map(({ score }) => score),
    problemsDue: problems.length,
    problemsStruckOffOnTime: problems.filter(wasOnTime).length,
  };
}

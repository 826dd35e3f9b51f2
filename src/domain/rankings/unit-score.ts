import {
  add,
  compareExact,
  divide,
  type ExactNumber,
  exact,
  formatExact,
  hundred,
  multiply,
  subtract,
  sumExact,
  zero,
} from '../exact-number.ts';
import type { RankingUnit, ScoreComponent } from './ranking-table.ts';

export type UnitScore =
  | {
      readonly kind: 'scored';
      readonly value: ExactNumber;
      /** The unit also names parts that do not lead to the score it gives. */
      readonly partsDiffer: boolean;
    }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

/** A score as the city keeps it: rounded once, with its printed form. */
export interface StoredScore {
  readonly text: string;
  readonly value: ExactNumber;
}

/**
 * The exact, unrounded score of one unit.
 *
 * A given `score` is the score, whatever parts stand beside it: published tables print both. Else
 * `(Σ weight × component − Σ deductions + adjustment) × coefficient`, where a group without
 * components starts from 100 and needs deductions. A group that weighs components needs each of
 * them: a unit without its field score must not come out near 100 for having deductions only.
 *
 * @throws RangeError where a mark is no decimal; the contract has checked it before.
 */
export function scoreUnit(
  unit: RankingUnit,
  components: readonly ScoreComponent[] = [],
  decimals = 2,
): UnitScore {
  const computed = computeScore(unit, components);
  if (unit.score === undefined) return computed;
  const value = typeof unit.score === 'string' ? exact(unit.score) : unit.score;
  return { kind: 'scored', value, partsDiffer: partsDiffer(unit, value, computed, decimals) };
}

/** Rounds half up to the stored decimals: the only rounding in a ranking. */
export function storeScore(value: ExactNumber, decimals: number): StoredScore {
  const text = formatExact(value, decimals);
  // Not through parseExact: products of long decimals may pass its limit of 30 digits.
  const scaled = { numerator: BigInt(text.replace('.', '')), denominator: 1n };
  return { text, value: divide(scaled, { numerator: 10n ** BigInt(decimals), denominator: 1n }) };
}

function computeScore(unit: RankingUnit, components: readonly ScoreComponent[]): UnitScore {
  const base = components.length > 0 ? weightedSum(unit, components) : deductionBase(unit);
  if (base.kind === 'missing') return base;
  const deducted = subtract(base.value, sumExact((unit.deductions ?? []).map(exact)));
  const adjusted = unit.adjustment === undefined ? deducted : add(deducted, exact(unit.adjustment));
  const value = unit.coefficient === undefined ? adjusted : multiply(adjusted, exact(unit.coefficient));
  return { kind: 'scored', value, partsDiffer: false };
}

function weightedSum(unit: RankingUnit, components: readonly ScoreComponent[]): UnitScore {
  let value = zero;
  const absent: string[] = [];
  for (const { key, weight } of components) {
    const mark = componentMark(unit, key);
    if (mark === undefined) absent.push(key);
    else value = add(value, multiply(exact(weight), exact(mark)));
  }
  return absent.length > 0
    ? { kind: 'missing', fields: absent.map((key) => `components.${key}`) }
    : { kind: 'scored', value, partsDiffer: false };
}

function deductionBase(unit: RankingUnit): UnitScore {
  return unit.deductions === undefined
    ? { kind: 'missing', fields: ['score'] }
    : { kind: 'scored', value: hundred, partsDiffer: false };
}

function componentMark(unit: RankingUnit, key: string): string | undefined {
  // hasOwn: a component may be called "constructor".
  return unit.components && Object.hasOwn(unit.components, key) ? unit.components[key] : undefined;
}

function partsDiffer(unit: RankingUnit, given: ExactNumber, computed: UnitScore, decimals: number): boolean {
  if (computed.kind === 'scored') {
    const [a, b] = [storeScore(given, decimals), storeScore(computed.value, decimals)];
    return compareExact(a.value, b.value) !== 0;
  }
  return unit.adjustment !== undefined || unit.coefficient !== undefined;
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal; handed in, since rules do no computing of bytes. */
export type Sha256 = (text: string) => string;

/** What makes a draw: anybody with these and the register gets the same result. */
export interface DrawFrame {
  readonly seed: string;
  readonly period: string;
  readonly sha256: Sha256;
}

export interface Stratum {
  readonly unit: string;
  /** Kind of thing that is drawn. */
  readonly type: string;
  readonly ids: readonly string[];
  /** How many are drawn. */
  readonly size: number;
}

export interface DrawnThing {
  readonly id: string;
  readonly key: string;
}

/** Reserves of a stratum, taken in order where a drawn one cannot be looked at. */
export const reservesPerStratum = 2;

/** Stands between the parts of a key, so no part may hold it. */
const separator = '|';

/**
 * Draws one stratum: the key of a thing is the SHA-256 of `seed|period|unit|type|id`; the lowest keys are
 * drawn, the next two are reserves in order, ties go by id. This is a simple random sample without
 * replacement; a thing that enters the register later changes nobody else's key.
 *
 * @throws RangeError where a part holds the separator.
 */
export function drawStratum(
  frame: DrawFrame,
  stratum: Stratum,
): { readonly drawn: readonly DrawnThing[]; readonly reserves: readonly DrawnThing[] } {
  const { unit, type, ids, size } = stratum;
  const ordered = ordinal(ids, (id) => keyOf(frame, [unit, type, id]));
  return { drawn: ordered.slice(0, size), reserves: ordered.slice(size, size + reservesPerStratum) };
}

/** People in the order of the lot for one thing: SHA-256 of `seed|period|assign|id|person`. */
export function lotOrder(frame: DrawFrame, id: string, people: readonly string[]): readonly string[] {
  return ordinal(people, (person) => keyOf(frame, ['assign', id, person])).map((one) => one.id);
}

function keyOf({ seed, period, sha256 }: DrawFrame, parts: readonly string[]): string {
  const all = [seed, period, ...parts];
  if (all.some((part) => part.includes(separator)))
    throw new RangeError(`a part of a key holds ${separator}`);
  return sha256(all.join(separator));
}

function ordinal(ids: readonly string[], keyed: (id: string) => string): DrawnThing[] {
  return ids
    .map((id) => ({ id, key: keyed(id) }))
    .sort((a, b) => compareText(a.key, b.key) || compareText(a.id, b.id));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A unit's share of the register, and of the sample. */
export interface UnitFixes {
  readonly unit: string;
  readonly fixes: number;
}

/** The smallest sample that gives every unit its minimum, or all its fixes where it has fewer. */
export function smallestSample(units: readonly UnitFixes[], minimumPerUnit: number): number {
  return units.reduce((total, { fixes }) => total + Math.min(fixes, minimumPerUnit), 0);
}

/**
 * Spreads a sample over units: each gets the minimum, or all its fixes where it has fewer; every further
 * one goes to the unit with the largest fixes / √(n(n+1)), ties to the lower code. With equal spread inside
 * units this is the exact integer optimum (Wright 2012).
 *
 * @returns how many are drawn of each unit, in the given order; together `size`, or the whole register.
 */
export function allocateSample(
  units: readonly UnitFixes[],
  size: number,
  minimumPerUnit: number,
): readonly number[] {
  const given = units.map(({ fixes }) => Math.min(fixes, minimumPerUnit));
  let left = size - given.reduce((total, count) => total + count, 0);
  for (; left > 0; left -= 1) {
    const next = mostWanting(units, given);
    if (next === null) break;
    given[next] = (given[next] ?? 0) + 1;
  }
  return given;
}

function mostWanting(units: readonly UnitFixes[], given: readonly number[]): number | null {
  let best: number | null = null;
  for (const [index, { fixes }] of units.entries()) {
    if ((given[index] ?? 0) >= fixes) continue;
    if (best === null || wantsMore(units, given, index, best)) best = index;
  }
  return best;
}

/** Squares in whole numbers, so that every machine agrees about ties. */
function wantsMore(units: readonly UnitFixes[], given: readonly number[], a: number, b: number): boolean {
  const weight = (index: number) => BigInt(units[index]?.fixes ?? 0) ** 2n;
  const steps = (index: number) => BigInt(given[index] ?? 0) * BigInt((given[index] ?? 0) + 1);
  const left = weight(a) * steps(b);
  const right = weight(b) * steps(a);
  // nobody has one yet: the larger unit first
  const difference = steps(a) === 0n && steps(b) === 0n ? weight(a) - weight(b) : left - right;
  if (difference !== 0n) return difference > 0n;
  return compareText(units[a]?.unit ?? '', units[b]?.unit ?? '') < 0;
}

/** A struck-off problem in the register of a round. */
export interface RegisteredFix {
  readonly unit: string;
  readonly id: string;
}

/**
 * The register as text, whose SHA-256 is published before the seed is known: one line `unit|id` per fix,
 * ordered by unit, then by id as text, each line ended by a line feed.
 */
export function registerText(fixes: readonly RegisteredFix[]): string {
  return [...fixes]
    .sort((a, b) => compareText(a.unit, b.unit) || compareText(a.id, b.id))
    .map(({ unit, id }) => `${unit}${separator}${id}\n`)
    .join('');
}

/** Type that stands in the key of a revisit. */
export const revisitType = 'revisit';

/** A whole draw of revisits, unit by unit in the order of their codes. */
export interface RevisitDraw {
  readonly unit: string;
  readonly fixes: number;
  readonly drawn: readonly DrawnThing[];
  readonly reserves: readonly DrawnThing[];
}

/** Draws the revisits of a round from its frozen register. */
export function drawRevisits(
  frame: DrawFrame,
  register: readonly RegisteredFix[],
  size: number,
  minimumPerUnit: number,
): readonly RevisitDraw[] {
  const byUnit = Map.groupBy(register, ({ unit }) => unit);
  const units = [...byUnit]
    .map(([unit, fixes]) => ({ unit, ids: fixes.map(({ id }) => id), fixes: fixes.length }))
    .sort((a, b) => compareText(a.unit, b.unit));
  const sizes = allocateSample(units, size, minimumPerUnit);
  return units.map(({ unit, ids, fixes }, index) => ({
    unit,
    fixes,
    ...drawStratum(frame, { unit, type: revisitType, ids, size: sizes[index] ?? 0 }),
  }));
}

/** The seed of a round: the public number that nobody could choose, then the secret that nobody could guess. */
export function seedOf(publicNumber: string, secret: string): string {
  return `${publicNumber}-${secret}`;
}

/** The period as it stands in the keys. */
export function periodOf(from: string, to: string): string {
  return `${from}/${to}`;
}

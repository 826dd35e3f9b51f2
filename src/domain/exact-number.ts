/**
 * Exact rational arithmetic for scores.
 *
 * A city's marks decide careers, so nothing is rounded before the end: 0.85 × 97.96 + 0.15 × 96.65
 * stays a fraction until it is printed. Values are normalised (greatest common divisor 1,
 * denominator > 0), so equal numbers are equal objects field by field.
 */
export interface ExactNumber {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) {
    [x, y] = [y, x % y];
  }
  return x;
}

function fraction(numerator: bigint, denominator: bigint): ExactNumber {
  if (denominator === 0n) throw new RangeError('exact number with denominator 0');
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator) || 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

export const zero: ExactNumber = { numerator: 0n, denominator: 1n };
export const one: ExactNumber = { numerator: 1n, denominator: 1n };
export const hundred: ExactNumber = { numerator: 100n, denominator: 1n };

const decimalForm = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/**
 * Reads a decimal such as `"83.00"` or `-1`.
 *
 * @returns the exact value, or `null` where the text is no plain decimal (no exponent, no spaces,
 *   at most 30 digits on either side, so that hostile input cannot make huge numbers).
 */
export function parseExact(text: string | number): ExactNumber | null {
  const match = decimalForm.exec(typeof text === 'number' ? decimalText(text) : text.trim());
  if (!match) return null;
  const [, sign, whole = '0', digits = ''] = match;
  const magnitude = fraction(BigInt(whole + digits), 10n ** BigInt(digits.length));
  return sign === '-' ? negate(magnitude) : magnitude;
}

/** The shortest decimal that names a JavaScript number, without an exponent. */
function decimalText(value: number): string {
  const text = String(value);
  return text.includes('e') && Number.isFinite(value) ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

/**
 * Like {@link parseExact} for values that were checked before, such as database decimals.
 *
 * @throws RangeError where the text is no plain decimal.
 */
export function exact(text: string | number): ExactNumber {
  const value = parseExact(text);
  if (!value) throw new RangeError(`not a decimal number: ${text}`);
  return value;
}

export function add(a: ExactNumber, b: ExactNumber): ExactNumber {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function negate(a: ExactNumber): ExactNumber {
  return { numerator: -a.numerator, denominator: a.denominator };
}

export function subtract(a: ExactNumber, b: ExactNumber): ExactNumber {
  return add(a, negate(b));
}

export function multiply(a: ExactNumber, b: ExactNumber): ExactNumber {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @throws RangeError when `b` is zero; ask `isZero(b)` first: a rate with denominator 0 has no value. */
export function divide(a: ExactNumber, b: ExactNumber): ExactNumber {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function isZero(a: ExactNumber): boolean {
  return a.numerator === 0n;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareExact(a: ExactNumber, b: ExactNumber): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function sumExact(values: Iterable<ExactNumber>): ExactNumber {
  let total = zero;
  for (const value of values) total = add(total, value);
  return total;
}

/** The arithmetic mean, or `null` of no values. */
export function meanExact(values: readonly ExactNumber[]): ExactNumber | null {
  if (values.length === 0) return null;
  return divide(sumExact(values), { numerator: BigInt(values.length), denominator: 1n });
}

export function minExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  return compareExact(a, b) <= 0 ? a : b;
}

export function maxExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  return compareExact(a, b) >= 0 ? a : b;
}

/**
 * The value as a decimal with a fixed number of places, rounded half away from zero (四舍五入), the
 * rounding officials use: 82.745 → "82.75", −0.005 → "-0.01".
 */
export function formatExact(a: ExactNumber, places: number): string {
  const scale = 10n ** BigInt(places);
  const negative = a.numerator < 0n;
  const scaled = (negative ? -a.numerator : a.numerator) * scale * 2n + a.denominator;
  const rounded = scaled / (a.denominator * 2n);
  const digits = rounded.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}

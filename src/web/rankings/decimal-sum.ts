import { compareExact, exact, formatExact, one, parseExact, sumExact } from '../../domain/exact-number.ts';

/** The exact sum of decimals as typed, without trailing zeros; null where one of them is no decimal. */
export function addDecimals(texts: readonly string[]): string | null {
  const values = texts.map((text) => parseExact(text));
  if (values.some((value) => value === null)) return null;
  const sum = sumExact(values.flatMap((value) => value ?? []));
  return formatExact(sum, 6).replace(/\.?0+$/, '');
}

export function isOne(text: string): boolean {
  return compareExact(exact(text), one) === 0;
}

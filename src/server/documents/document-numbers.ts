import { formatDocumentNumber } from '../../domain/rankings/bulletin.ts';

/** A document number (发文字号) in parts: 焦城创指, 2019, 48. */
export interface DocumentNumber {
  readonly prefix: string;
  readonly year: number;
  readonly number: number;
}

const printedForm = /^(?<prefix>.{1,30}?)[〔[（(](?<year>\d{4})[〕\]）)](?:第)?(?<number>\d{1,5})号$/;

/** Reads `焦城创指〔2019〕48号`; null where the text is no document number. */
export function parseDocumentNumber(text: string): DocumentNumber | null {
  const { prefix, year, number } = printedForm.exec(text.trim())?.groups ?? {};
  const parsed = { prefix: prefix ?? '', year: Number(year), number: Number(number) };
  return prefix !== undefined && parsed.number >= 1 && parsed.year >= 1900 ? parsed : null;
}

export function printDocumentNumber(parts: {
  prefix: string | null;
  year: number | null;
  number: number | null;
}): string | null {
  const { prefix, year, number } = parts;
  if (prefix === null || year === null || number === null) return null;
  return formatDocumentNumber(prefix, year, number);
}

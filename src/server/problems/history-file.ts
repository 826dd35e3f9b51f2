import { z } from 'zod';
import type { HistoryEntry } from './history-import.ts';

const text = z.string();
const optionalText = z.string().nullish();

/** A file of published problems, as `sample/jiaozuo/ledger-history.json` is written; more fields may stand in it. */
const historyFile = z.object({
  entries: z.array(
    z.object({
      id: text.min(1),
      city: text,
      district: optionalText,
      streetOrUnit: optionalText,
      site: optionalText,
      titleZh: text.min(1),
      descriptionZh: text,
      siteKey: optionalText,
      categoryKey: text,
      unitKey: optionalText,
      foundOn: z.iso.date().nullable(),
      foundOnPrecision: text,
      deadlineOn: z.iso.date().nullable(),
      status: z.enum(['open', 'struckOff', 'otherCity']),
      statusInSource: text,
      closedOn: z.iso.date().nullish(),
      source: text,
      reliability: text,
    }),
  ),
});

/**
 * Reads a file of published problems. Keys of sites and units are taken as their codes unless `codes` says
 * otherwise.
 *
 * @throws z.ZodError with the place of every fault.
 */
export function readHistoryFile(
  file: unknown,
  codes: {
    readonly siteCode?: (key: string) => string;
    readonly unitCode?: (key: string) => string;
  } = {},
): HistoryEntry[] {
  const { siteCode = (key: string) => key, unitCode = (key: string) => key } = codes;
  return historyFile.parse(file).entries.map((entry) => ({
    ref: entry.id,
    title: entry.titleZh,
    description: entry.descriptionZh,
    city: entry.city,
    placeText: placeOf(entry),
    siteCode: entry.siteKey ? siteCode(entry.siteKey) : null,
    unitCode: entry.unitKey ? unitCode(entry.unitKey) : null,
    categoryKey: entry.categoryKey,
    foundOn: entry.foundOn,
    foundOnPrecision: entry.foundOnPrecision,
    deadlineOn: entry.deadlineOn,
    status: entry.status,
    statusInSource: entry.statusInSource,
    closedOn: entry.closedOn ?? null,
    source: entry.source,
    reliability: entry.reliability,
  }));
}

function placeOf(entry: z.output<typeof historyFile>['entries'][number]): string {
  const parts = [entry.city, entry.district, entry.streetOrUnit, entry.site];
  const told = parts.filter((part): part is string => typeof part === 'string' && part.trim() !== '');
  return [...new Set(told)].join(' ').slice(0, 200);
}

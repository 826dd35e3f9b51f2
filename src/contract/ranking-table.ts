import { z } from 'zod';
import { parseExact } from '../domain/exact-number.ts';

/**
 * The input of `guatu rank`, see {@link rankingTableSchema}. Faults carry a code instead of a
 * sentence (`decimal`, `text`, `whole-number` …; words: `rankings.expected.<code>`).
 *
 * Fields that no schema names are not refused; readers report them, so that a misspelt field is seen.
 */
const maxUnits = 50_000;

const text = z.string({ error: 'text' }).trim().min(1, { error: 'text' });

/** A decimal string; a JSON number is taken as the shortest decimal that names it. */
const decimal = z.union([z.string(), z.number()], { error: 'decimal' }).transform((value, context) => {
  if (parseExact(value) !== null) return plainDecimal(value);
  context.addIssue({ code: 'custom', message: 'decimal', input: value });
  return z.NEVER;
});

const amount = decimal.refine((value) => !value.startsWith('-'), { error: 'amount' });
const wholeNumber = (least: number, most: number) =>
  z
    .number({ error: 'whole-number' })
    .int({ error: 'whole-number' })
    .min(least, { error: 'whole-number' })
    .max(most, { error: 'whole-number' });

const order = z.enum(['higher-is-better', 'lower-is-better'], { error: 'order' });
const tieRule = z.enum(['competition', 'dense'], { error: 'tie-rule' });
const decimals = wholeNumber(0, 12);
const list = <T extends z.ZodType>(entry: T) => z.array(entry, { error: 'list' });

/** An absent value may be left out or be `null`. */
const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullable()
    .optional()
    .transform((value) => value ?? undefined);

export const flagPlacesSchema = z.object(
  { count: wholeNumber(0, maxUnits), flag: text, minimumScore: maybe(decimal) },
  { error: 'object' },
);
export const flagBottomSchema = z.object(
  { count: wholeNumber(0, maxUnits), flag: text },
  { error: 'object' },
);
export const flagThresholdSchema = z
  .object({ flag: text, min: maybe(decimal), below: maybe(decimal) }, { error: 'object' })
  .refine((value) => value.min !== undefined || value.below !== undefined, { error: 'min-or-below' });
export const flagRuleSchema = z.object(
  {
    top: maybe(flagPlacesSchema),
    bottom: maybe(flagBottomSchema),
    thresholds: maybe(list(flagThresholdSchema)),
  },
  { error: 'object' },
);
export const componentSchema = z.object(
  { key: text, name: maybe(text), weight: amount },
  { error: 'object' },
);

export const rankingUnitSchema = z.object(
  {
    name: text,
    score: maybe(decimal),
    components: maybe(z.record(z.string(), decimal, { error: 'object' })),
    adjustment: maybe(decimal),
    coefficient: maybe(amount),
    deductions: maybe(list(amount)),
    ranked: maybe(z.boolean({ error: 'yes-or-no' })),
    reason: maybe(text),
    publishedRank: maybe(wholeNumber(1, maxUnits)),
  },
  { error: 'object' },
);

const groupRules = {
  order: maybe(order),
  flags: maybe(flagRuleSchema),
  components: maybe(list(componentSchema)),
};

export const rankingGroupSchema = z.object(
  { name: text, ...groupRules, units: list(rankingUnitSchema).max(maxUnits, { error: 'too-many' }) },
  { error: 'object' },
);

/** What a printed bulletin says besides the table; used by `--docx`. */
export const bulletinSettingsSchema = z.object(
  {
    issuer: maybe(text),
    headWords: maybe(text),
    recipients: maybe(list(text)),
    basis: maybe(text),
    assessors: maybe(list(text)),
    method: maybe(list(text)),
    copyTo: maybe(list(text)),
    printedBy: maybe(text),
  },
  { error: 'object' },
);
export type BulletinSettings = z.output<typeof bulletinSettingsSchema>;

const tableRules = { decimals: maybe(decimals), tieRule: maybe(tieRule), order: maybe(order) };

export const rankingTableSchema = z.object(
  {
    title: maybe(text),
    documentNumber: maybe(text),
    date: maybe(z.iso.date({ error: 'date' })),
    ...tableRules,
    bulletin: maybe(bulletinSettingsSchema),
    /** Where the figures come from; kept by whoever wrote the file, not read. */
    source: z.unknown().optional(),
    groups: list(rankingGroupSchema).min(1, { error: 'group' }).max(maxUnits, { error: 'too-many' }),
  },
  { error: 'object' },
);
export type RankingTableInput = z.output<typeof rankingTableSchema>;

export const schemeGroupSchema = z.object({ name: text, ...groupRules }, { error: 'object' });

/**
 * The rules of `--scheme`: they go before those in the table. `groups` names a group, or `*` for
 * every group that is not named. A file may also write it by name, see {@link listSchemeGroups}.
 */
export const rankingSchemeSchema = z.object(
  {
    ...tableRules,
    flags: maybe(flagRuleSchema),
    components: maybe(list(componentSchema)),
    bulletin: maybe(bulletinSettingsSchema),
    source: z.unknown().optional(),
    groups: maybe(list(schemeGroupSchema)),
  },
  { error: 'object' },
);
export type RankingScheme = z.output<typeof rankingSchemeSchema>;

/** A raw scheme whose `groups` are written by name (`{ "城区": … }`) with a list instead. */
export function listSchemeGroups(raw: unknown): unknown {
  if (!isObject(raw) || !isObject(raw.groups)) return raw;
  const groups = Object.entries(raw.groups).map(([name, rules]) =>
    isObject(rules) ? { ...rules, name } : rules,
  );
  return { ...raw, groups };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plainDecimal(value: string | number): string {
  if (typeof value === 'string') return value.trim();
  const written = String(value);
  return written.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : written;
}

import { type StandardPack, standardPack } from '../../contract/standard-pack.ts';
import { compareExact, exact, parseExact, sumExact } from '../../domain/exact-number.ts';
import type { Checklist, ChecklistItem } from '../../domain/standards/checklist.ts';
import type { StandardContent } from '../../domain/standards/standard-content.ts';
import { type FieldFault, faultsOf, Refused } from '../platform/refused.ts';

/**
 * The text of a pack file as JSON.
 *
 * @throws Refused 400 where the bytes are no UTF-8 text or no JSON.
 */
export function parsePackFile(bytes: Uint8Array): unknown {
  try {
    // the decoder takes a byte order mark away, as Windows editors leave one
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refused(400, 'invalid', {}, [{ path: 'file', code: 'standard.packNotJson' }]);
  }
}

/**
 * Checks a pack: its form, that codes are given once, and that every code pointed at is defined in it.
 *
 * @throws Refused 400 with at most twenty faults; a place reads `checklists.ROAD.ROAD-05.weight`.
 */
export function readStandardPack(file: unknown): StandardPack {
  const parsed = standardPack.safeParse(file);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error).map((fault) => ({ ...fault, path: namePlace(file, fault.path) }));
    throw new Refused(400, 'invalid', {}, faults);
  }
  const faults = [...codesTwice(parsed.data), ...unknownCodes(parsed.data), ...wrongRules(parsed.data)];
  if (faults.length > 0) throw new Refused(400, 'invalid', {}, faults.slice(0, 20));
  return parsed.data;
}

/** The content a pack holds, in the form that is stored, hashed and compared. */
export function packContent(pack: StandardPack): StandardContent {
  const { vetoRule, partly } = pack.scoring;
  return {
    scoring: { vetoRule: vetoRule.default, cap: vetoRule.cap, partly },
    exemptions: pack.exemptions,
    checklists: pack.checklists.map(({ items, siteType, name, nameEn, leadUnitType, observationScope }) => ({
      siteType,
      name,
      nameEn,
      leadUnitType,
      observationScope,
      items: items.map(({ category, ...item }): ChecklistItem => ({ ...item, categoryKey: category })),
    })) satisfies Checklist[],
  };
}

/** Replaces places in a list by the code a person knows: `checklists.3.items.7` → `checklists.YARD.YARD-08`. */
function namePlace(file: unknown, path: string): string {
  let value: unknown = file;
  const names: string[] = [];
  for (const part of path.split('.')) {
    const isPlaceInList = Array.isArray(value) && /^\d+$/.test(part);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
    if (part === 'items') continue;
    names.push(isPlaceInList ? (nameOf(value) ?? String(Number(part) + 1)) : part);
  }
  return names.join('.');
}

function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const field of ['siteType', 'code', 'key']) {
    const name: unknown = Reflect.get(value, field);
    if (typeof name === 'string' && /^[\w-]{1,40}$/.test(name)) return name;
  }
  return null;
}

function campaignsOf(pack: StandardPack): string[] {
  return pack.campaigns.flatMap(({ code, alternatives }) => [
    code,
    ...(alternatives ?? []).map((other) => other.code),
  ]);
}

function codesTwice(pack: StandardPack): FieldFault[] {
  const items = pack.checklists.flatMap((checklist) =>
    checklist.items.map((item) => ({ place: `checklists.${checklist.siteType}.${item.code}`, item })),
  );
  const seen = new Set<string>();
  return [
    ...repeats('campaigns', campaignsOf(pack)),
    ...repeats(
      'unitTypes',
      pack.unitTypes.map(({ code }) => code),
    ),
    ...repeats(
      'categories',
      pack.categories.map(({ key }) => key),
    ),
    ...repeats(
      'checklists',
      pack.checklists.map(({ siteType }) => siteType),
    ),
    ...items
      .filter(({ item }) => seen.has(item.code) || !seen.add(item.code))
      .map(({ place, item }) => ({ path: place, code: 'standard.codeTwice', facts: { item: item.code } })),
    ...items
      .filter(({ item }) => new Set(item.campaigns).size < item.campaigns.length)
      .map(({ place }) => ({ path: `${place}.campaigns`, code: 'standard.campaignTwice' })),
  ];
}

function repeats(place: string, codes: readonly string[]): FieldFault[] {
  const seen = new Set<string>();
  return codes
    .filter((code) => seen.has(code) || !seen.add(code))
    .map((code) => ({ path: `${place}.${code}`, code: 'standard.twice', facts: { code } }));
}

function unknownCodes(pack: StandardPack): FieldFault[] {
  const campaigns = new Set(campaignsOf(pack));
  const unitTypes = new Set(pack.unitTypes.map(({ code }) => code));
  const categories = new Set(pack.categories.map(({ key }) => key));
  const unknown = (path: string, known: ReadonlySet<string>, code: string): FieldFault[] =>
    known.has(code) ? [] : [{ path, code: 'standard.unknownCode', facts: { code } }];
  return [
    ...pack.categories.flatMap(({ key, defaultUnitType }) =>
      unknown(`categories.${key}.defaultUnitType`, unitTypes, defaultUnitType),
    ),
    ...pack.exemptions.flatMap(({ appliesTo }, place) =>
      appliesTo.flatMap((key) => unknown(`exemptions.${place + 1}.appliesTo`, categories, key)),
    ),
    ...pack.checklists.flatMap(({ siteType, leadUnitType, items }) => [
      ...unknown(`checklists.${siteType}.leadUnitType`, unitTypes, leadUnitType),
      ...items.flatMap((item) => {
        const place = `checklists.${siteType}.${item.code}`;
        return [
          ...unknown(`${place}.category`, categories, item.category),
          ...unknown(`${place}.responsibleUnitType`, unitTypes, item.responsibleUnitType),
          ...item.campaigns.flatMap((code) => unknown(`${place}.campaigns`, campaigns, code)),
        ];
      }),
    ]),
  ];
}

/** What an answer earns on the three-level scale; fixed, so a pack that says otherwise is refused. */
const factors: Readonly<Record<string, number | null>> = { met: 1, partly: 0.5, not_met: 0, na: null };

/** Totals that do not add up, and explanations that contradict the rules the scores are computed by. */
function wrongRules(pack: StandardPack): FieldFault[] {
  const scales = (pack.answerScales ?? []).flatMap(({ type, options }) =>
    (options ?? [])
      .filter(({ value, factor }) => factors[value] !== factor)
      .map(({ value }) => ({
        path: `answerScales.${type}.${value}`.slice(0, 120),
        code: 'standard.otherFactor',
      })),
  );
  const totals = pack.checklists.flatMap(({ siteType, totalWeight, items }): FieldFault[] => {
    if (totalWeight === undefined) return [];
    const sum = sumExact(items.map((item) => exact(item.weight)));
    const told = parseExact(totalWeight);
    if (told && compareExact(told, sum) === 0) return [];
    return [{ path: `checklists.${siteType}.totalWeight`, code: 'standard.wrongTotal' }];
  });
  return [...scales, ...totals];
}

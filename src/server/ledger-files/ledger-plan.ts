import { v5 as nameUuid } from 'uuid';
import type { LedgerField, LedgerMapping } from '../../contract/ledger-files.ts';
import { isWithin } from '../../domain/access/may.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { type ImportedProblem, importedHistory } from '../../domain/problems/import-problem.ts';
import type { ProblemState } from '../../domain/problems/problem-states.ts';
import type { LedgerDirectory, LedgerSite } from './ledger-directory.ts';
import { happened, importedOf, type PlanSetting, type RowFacts } from './ledger-entry.ts';
import type { LedgerRow } from './ledger-rows.ts';
import {
  categoryNamed,
  personNamed,
  stateNamed,
  type UnknownWords,
  unitNamed,
  type WordSetting,
  wordsOfList,
} from './ledger-words.ts';
import { nearestWords } from './nearest-words.ts';

/** A row that will be an entry; `number` is null until it is given. */
export interface PlannedEntry {
  readonly row: LedgerRow;
  readonly facts: RowFacts;
  readonly imported: Omit<ImportedProblem, 'number'>;
  readonly state: ProblemState;
  readonly number: number | null;
  readonly isSample: boolean;
  /** Entries of this file that must be there before it. */
  readonly after: readonly string[];
}

/** A row that an earlier file brought, with what it says otherwise now. */
export interface PresentRow {
  readonly row: LedgerRow;
  readonly number: number;
  readonly changes: readonly { readonly field: LedgerField; readonly before: string; readonly now: string }[];
}

export interface LedgerPlan {
  readonly planned: readonly PlannedEntry[];
  readonly present: readonly PresentRow[];
  readonly unknown: UnknownWords;
}

/** Id of the problem that an entry of a ledger becomes: the same entry, the same problem. */
export function problemIdOf(cityId: string, ledgerName: string, key: string): string {
  return nameUuid(JSON.stringify(['ledger-import', ledgerName, key]), cityId);
}

/** What each row will do, and everything that speaks against it, written to the rows' own remarks. */
export function planLedger(rows: readonly LedgerRow[], setting: PlanSetting): LedgerPlan {
  const { directory, mapping } = setting;
  const words: WordSetting = { mapping, directory, unknown: new Map() };
  const keys = new Map(rows.map((row) => [row.key, row]));
  const planned: PlannedEntry[] = [];
  const present: PresentRow[] = [];
  for (const row of rows) {
    const before = directory.present.get(row.key);
    if (before && !isInReach(setting.reach, before.path)) row.fault(null, 'out-of-reach');
    else if (before) present.push({ row, number: before.number, changes: changesOf(row, before.words) });
    else {
      const entry = planRow(row, setting, words, keys);
      if (entry) planned.push(entry);
    }
  }
  return { planned, present, unknown: words.unknown };
}

/** What lies nowhere belongs to whoever dispatches for the whole city. */
function isInReach(reach: readonly string[], path: string | null): boolean {
  return reach.some((root) => (path === null ? !root.includes('.') : isWithin(path, root)));
}

/** Only columns that both files have are compared: a column that a newer file leaves out says nothing. */
function changesOf(row: LedgerRow, before: Readonly<Record<string, string>>): PresentRow['changes'] {
  const fields = new Set([...Object.keys(row.words), ...Object.keys(before)]) as Set<LedgerField>;
  return [...fields].flatMap((field) => {
    const [was = '', is = ''] = [before[field], row.words[field]];
    return was === is ? [] : [{ field, before: was, now: is }];
  });
}

function planRow(
  row: LedgerRow,
  setting: PlanSetting,
  words: WordSetting,
  keys: ReadonlyMap<string, LedgerRow>,
): PlannedEntry | undefined {
  const { directory, mapping, cityId, reach } = setting;
  const place = siteOf(row, directory);
  const category = categoryNamed(row, words);
  const told = stateNamed(row, 'state', words);
  const stateBefore = stateNamed(row, 'stateBeforeLink', words);
  const isClosed = told === 'struck_off' || told === 'voided' || row.day('struckOffAt') !== null;
  const units = unitsOf(row, words, isClosed);
  const proposed = row.has('proposedUnit')
    ? unitNamed(row, 'proposedUnit', row.text('proposedUnit'), words, true)
    : null;
  const person = units?.lead ? personOf(row, units.lead, words, isClosed) : null;
  const number = numberOf(row, mapping, directory);
  const references = referencesOf(row, setting, keys);
  if (!place || !category || told === undefined || stateBefore === undefined || !units) return undefined;
  if (proposed === undefined || person === undefined || number === undefined || !references) return undefined;
  if (!row.has('title')) return undefined;
  const territory = units.lead?.path ?? place.site?.territoryPath ?? null;
  if (!isInReach(reach, territory)) {
    row.fault(units.lead ? 'leadUnit' : 'siteName', 'out-of-reach');
    return undefined;
  }
  const facts: RowFacts = {
    problemId: problemIdOf(cityId, mapping.ledgerName, row.key),
    site: place.site,
    placeText: place.words,
    category,
    state: told,
    stateBefore,
    units,
    person,
    proposedUnitId: proposed?.id ?? null,
    versionId: directory.items.get(row.text('item')) ?? null,
    references,
  };
  const entry = importedOf(row, facts, setting);
  if (!entry) return undefined;
  // asked with a number in place: the rules are the same for every number
  const history = importedHistory({ ...entry.imported, number: number ?? 1 }, setting.now);
  if (!history.accepted) {
    const { code, facts: said } = history.refusal;
    row.fault(columnOf(code, row, setting.now), code.replace('problem.', 'rule-'), factsOf(said));
    return undefined;
  }
  const after = Object.values(references).filter((id) => id !== null);
  return {
    row,
    facts,
    imported: entry.imported,
    state: entry.state,
    number,
    isSample: entry.isSample,
    after,
  };
}

function factsOf(said: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(said).map(([key, value]) => [key, typeof value === 'number' ? value : String(value)]),
  );
}

/** The column that a rule of the ledger speaks of. */
function columnOf(code: string, row: LedgerRow, now: string): LedgerField | null {
  switch (code) {
    case 'problem.foundInFuture':
      return 'raisedAt';
    case 'problem.importInFuture':
      return happened.find((field) => (row.day(field)?.day ?? '') >= cityDay(now)) ?? null;
    case 'problem.importBeforeFound': {
      const found = row.day('raisedAt')?.day ?? '';
      return happened.find((field) => (row.day(field)?.day ?? '9999') <= found) ?? 'raisedAt';
    }
    case 'problem.closedBeforeFound':
      return 'struckOffAt';
    case 'problem.noPlace':
      return 'siteName';
    case 'problem.assistingIsResponsible':
      return 'assistingUnits';
    case 'problem.importReview':
      return 'deferredUntil';
    case 'problem.importMain':
      return 'mainNumber';
    case 'problem.importClockStop':
      return 'clockStoppedUntil';
    case 'problem.importState':
      return 'state';
    default:
      return null;
  }
}

/** A site by code or by its one name; a name that no site has stays as words. */
function siteOf(
  row: LedgerRow,
  directory: LedgerDirectory,
): { site: LedgerSite | null; words: string } | undefined {
  const [code, name, words] = [row.text('siteCode'), row.text('siteName'), row.text('place')];
  if (code !== '') {
    const site = directory.sitesByCode.get(code);
    if (site) return { site, words };
    // some cities write names into the column of codes
    const named = directory.sitesByName.get(code) ?? [];
    if (named.length === 1 && named[0]) return { site: named[0], words };
    row.fault('siteCode', 'site-unknown', { word: code }, nearestWords(code, directory.siteCodes));
    return undefined;
  }
  if (name === '') {
    if (words !== '') return { site: null, words };
    row.fault('siteName', 'place-missing');
    return undefined;
  }
  const byCode = directory.sitesByCode.get(name);
  if (byCode) return { site: byCode, words };
  const found = directory.sitesByName.get(name) ?? [];
  const [site] = found;
  if (site && found.length === 1) return { site, words };
  if (site) {
    const codes = found.slice(0, 3).map((one) => one.code);
    row.fault('siteName', 'site-ambiguous', { count: found.length }, codes);
    return undefined;
  }
  const kept = words === '' || words.includes(name) ? words || name : `${name} ${words}`;
  row.notice('siteName', 'site-as-words');
  return { site: null, words: kept.slice(0, 200) };
}

function unitsOf(row: LedgerRow, words: WordSetting, isClosed: boolean): RowFacts['units'] | undefined {
  const isKnown = (word: string) =>
    words.directory.units.has(word) || words.mapping.units[word] !== undefined;
  const [lead, ...more] = wordsOfList(row.text('leadUnit'), isKnown);
  const named = [...more, ...wordsOfList(row.text('assistingUnits'), isKnown)];
  if (more.length > 0) row.notice('leadUnit', 'first-leads', { name: lead ?? '' });
  const unit = lead === undefined ? null : unitNamed(row, 'leadUnit', lead, words, isClosed);
  const assisting = named.map((word) => unitNamed(row, 'assistingUnits', word, words, true));
  if (unit === undefined || assisting.some((one) => one === undefined)) return undefined;
  const ids = assisting.flatMap((one) => one?.id ?? []);
  return { lead: unit, assistingIds: [...new Set(ids)].filter((id) => id !== unit?.id) };
}

function personOf(
  row: LedgerRow,
  unit: NonNullable<RowFacts['units']['lead']>,
  words: WordSetting,
  isClosed: boolean,
): RowFacts['person'] | undefined {
  const text = row.text('person');
  if (text === '') {
    return unit.contactId === null ? null : (words.directory.peopleById.get(unit.contactId) ?? null);
  }
  const isKnown = (word: string) => words.directory.people.has(word);
  const [first = text, ...more] = wordsOfList(text, isKnown);
  if (more.length > 0) row.notice('person', 'first-answers', { name: first });
  return personNamed(row, first, unit, words, isClosed);
}

/** Numbers that a person still reads out: up to nine digits. */
function numberOf(
  row: LedgerRow,
  mapping: LedgerMapping,
  directory: LedgerDirectory,
): number | null | undefined {
  if (mapping.numbers === 'new') return null;
  const text = row.text('number');
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    row.fault('number', 'number-not-whole');
    return undefined;
  }
  const number = Number(text);
  if (directory.takenNumbers.has(number)) {
    row.fault('number', 'number-taken', { number });
    return undefined;
  }
  return number;
}

const referenceFields = ['mainNumber', 'parentNumber', 'recurrenceOfNumber'] as const;

/** Entries that an entry names by number: of this file, or of the same ledger in an earlier one. */
function referencesOf(
  row: LedgerRow,
  { cityId, mapping, directory }: PlanSetting,
  keys: ReadonlyMap<string, LedgerRow>,
): RowFacts['references'] | undefined {
  const ids = referenceFields.map((field): string | null | undefined => {
    const number = row.text(field);
    if (number === '') return null;
    const key = keys.has(number) ? number : `${row.sheet}!${number}`;
    if (keys.has(key) || directory.present.has(key)) return problemIdOf(cityId, mapping.ledgerName, key);
    // a part of a ledger names entries of the rest; only a duplicate is nothing without its main problem
    if (field === 'mainNumber') row.fault(field, 'reference-unknown', { number });
    else row.notice(field, 'reference-dropped', { number });
    return field === 'mainNumber' ? undefined : null;
  });
  const [mainId, parentId, recurrenceOf] = ids;
  if (mainId === undefined || parentId === undefined || recurrenceOf === undefined) return undefined;
  return { mainId, parentId, recurrenceOf };
}

/** Entries in an order in which each comes after those it names; undefined where they name each other in a circle. */
export function inReferenceOrder(planned: readonly PlannedEntry[]): PlannedEntry[] | undefined {
  const byId = new Map(planned.map((entry) => [entry.facts.problemId, entry]));
  const depth = new Map<string, number>();
  const depthOf = (entry: PlannedEntry): number | undefined => {
    const way: PlannedEntry[] = [entry];
    const open = new Set<string>();
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const id = top.facts.problemId;
      const before = top.after.flatMap((one) => byId.get(one) ?? []);
      const missing = before.find((one) => !depth.has(one.facts.problemId));
      if (!missing) {
        depth.set(id, 1 + Math.max(-1, ...before.map((one) => depth.get(one.facts.problemId) ?? 0)));
        open.delete(id);
        way.pop();
      } else if (open.has(missing.facts.problemId) || missing === top) return undefined;
      else {
        open.add(id);
        way.push(missing);
      }
    }
    return depth.get(entry.facts.problemId);
  };
  const levels = planned.map(depthOf);
  if (levels.includes(undefined)) return undefined;
  return planned
    .map((entry, index) => ({ entry, level: levels[index] ?? 0, index }))
    .sort((a, b) => a.level - b.level || a.index - b.index)
    .map(({ entry }) => entry);
}

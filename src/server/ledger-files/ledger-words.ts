import type { LedgerField, LedgerMapping } from '../../contract/ledger-files.ts';
import { isWithin } from '../../domain/access/may.ts';
import type { ProblemState } from '../../domain/problems/problem-states.ts';
import { problemStates } from '../../domain/problems/problem-states.ts';
import { say } from '../platform/words.ts';
import type { LedgerCategory, LedgerDirectory, LedgerPerson, LedgerUnit } from './ledger-directory.ts';
import type { LedgerRow } from './ledger-rows.ts';
import { stateOfWord } from './ledger-state-words.ts';
import { nearestWords } from './nearest-words.ts';

export type WordKind = 'units' | 'categories' | 'states';

/** Words of a file that nobody knows, with the rows that have them. */
export type UnknownWords = Map<string, { kind: WordKind; word: string; rows: number }>;

/** What reading the words of a row needs. */
export interface WordSetting {
  readonly mapping: LedgerMapping;
  readonly directory: LedgerDirectory;
  readonly unknown: UnknownWords;
}

const separators = /[、,，;；/\n]+/;

function note({ unknown }: WordSetting, kind: WordKind, word: string): void {
  const key = `${kind}:${word}`;
  const known = unknown.get(key);
  if (known) known.rows += 1;
  else unknown.set(key, { kind, word, rows: 1 });
}

/** Units alike to a word, by name. */
export function nearestUnits(word: string, directory: LedgerDirectory): LedgerUnit[] {
  return nearestWords(word, directory.units.keys()).flatMap((name) => directory.units.get(name)?.[0] ?? []);
}

/** The unit a word means: a code before a name, a name before other names. A fault where it is none or several. */
export function unitNamed(
  row: LedgerRow,
  field: LedgerField,
  word: string,
  setting: WordSetting,
  canBeClosed: boolean,
): LedgerUnit | undefined {
  const { directory, mapping } = setting;
  const meant = mapping.units[word] ?? word;
  const found = directory.units.get(meant) ?? [];
  const usable = found.filter((unit) => canBeClosed || !unit.isClosed);
  const best =
    [usable.filter(({ code }) => code === meant), usable.filter(({ name }) => name === meant), usable].find(
      (units) => units.length > 0,
    ) ?? [];
  const [unit] = best;
  if (unit && best.length === 1) return unit;
  if (unit) {
    const codes = best.slice(0, 3).map(({ code, name }) => `${name}（${code}）`);
    row.fault(field, 'unit-ambiguous', { count: best.length }, codes);
  } else if (found.length > 0) row.fault(field, 'unit-closed');
  else {
    note(setting, 'units', word);
    row.fault(
      field,
      'unit-unknown',
      { word },
      nearestUnits(word, directory).map(({ name }) => name),
    );
  }
  return undefined;
}

/** Units in one cell; a whole name may itself hold a comma. */
export function wordsOfList(text: string, isKnown: (word: string) => boolean): string[] {
  if (text === '') return [];
  if (isKnown(text)) return [text];
  return [...new Set(text.split(separators).map((part) => part.trim()))].filter((part) => part !== '');
}

const nameWithLogin = /^(.+?)[(（]([a-z0-9][a-z0-9._-]{1,39})[)）]$/;

/**
 * The person a name means: with a login that one, else the one of the name who works in the unit or below
 * it, else the only one of the name in the city.
 */
export function personNamed(
  row: LedgerRow,
  word: string,
  unit: LedgerUnit,
  setting: WordSetting,
  canHaveLeft: boolean,
): LedgerPerson | undefined {
  const { directory, mapping } = setting;
  const [, name = word, login] = nameWithLogin.exec(word) ?? [];
  const all = (directory.people.get(name) ?? []).filter((person) => canHaveLeft || person.isActive);
  const named = login === undefined ? all : all.filter((person) => person.login === login);
  const inside = named.filter((person) => person.paths.some((path) => isWithin(path, unit.path)));
  const best = inside.length > 0 ? inside : named;
  const [person] = best;
  if (person && best.length === 1) {
    if (inside.length === 0 && login === undefined)
      row.notice('person', 'person-elsewhere', { unit: unit.name });
    return person;
  }
  if (mapping.unknownPerson === 'contact' && unit.contactId !== null) {
    row.notice('person', 'person-by-contact', {
      name: directory.peopleById.get(unit.contactId)?.name ?? '',
    });
    return directory.peopleById.get(unit.contactId);
  }
  if (person) {
    const choices = best.slice(0, 3).map((one) => `${one.name}（${one.login}）`);
    row.fault('person', 'person-ambiguous', { count: best.length, name }, choices);
  } else {
    const colleagues = [...directory.peopleById.values()].filter(
      (one) => one.isActive && one.paths.some((path) => isWithin(path, unit.path)),
    );
    const alike = nearestWords(
      name,
      colleagues.map((one) => one.name),
    );
    const contact = unit.contactId === null ? undefined : directory.peopleById.get(unit.contactId)?.name;
    row.fault(
      'person',
      'person-unknown',
      { name, unit: unit.name },
      alike.length > 0 ? alike : [contact ?? []].flat(),
    );
  }
  return undefined;
}

/** The category a word means, or the one that rows without any get. */
export function categoryNamed(row: LedgerRow, setting: WordSetting): LedgerCategory | undefined {
  const { directory, mapping } = setting;
  const word = row.text('category');
  if (word === '') {
    const category = directory.categories.get(mapping.defaultCategory ?? '');
    if (!category) row.fault('category', 'category-missing');
    return category;
  }
  const meant = mapping.categories[word] ?? word;
  const category = directory.categories.get(meant) ?? directory.categories.get(meant.toLowerCase());
  if (category) return category;
  note(setting, 'categories', word);
  row.fault('category', 'category-unknown', { word }, nearestWords(word, directory.categories.keys()));
  return undefined;
}

/** The state a word means; undefined where it is unknown, null where nothing is said. */
export function stateNamed(
  row: LedgerRow,
  field: 'state' | 'stateBeforeLink',
  setting: WordSetting,
): ProblemState | null | undefined {
  const word = row.text(field);
  if (word === '') return null;
  const state = stateOfWord(setting.mapping.states[word] ?? word);
  if (state) return state;
  note(setting, 'states', word);
  const names = problemStates.map((one) => say('zh-CN', `problems.state.${one}`));
  const alike = nearestWords(word, names);
  row.fault(field, 'state-unknown', { word }, alike.length > 0 ? alike : names.slice(3, 10));
  return undefined;
}

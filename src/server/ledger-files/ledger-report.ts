import type { LedgerFault, LedgerImportReport, LedgerMapping } from '../../contract/ledger-files.ts';
import { problemStates } from '../../domain/problems/problem-states.ts';
import { type Locale, say } from '../platform/words.ts';
import { ledgerColumns } from './ledger-columns.ts';
import type { LedgerDirectory } from './ledger-directory.ts';
import { valuesBelow } from './ledger-mapping.ts';
import type { LedgerPlan } from './ledger-plan.ts';
import type { LedgerRemark } from './ledger-rows.ts';
import type { LedgerSheets } from './ledger-sheets.ts';
import { nearestUnits, type WordKind } from './ledger-words.ts';
import { nearestWords } from './nearest-words.ts';

const remarksShown = 200;
const differencesShown = 100;
const wordsShown = 50;
const rowsShown = 50;

/** Everything a report is made of. */
export interface ReportParts {
  readonly fileName: string;
  readonly contentHash: string;
  readonly ledger: LedgerSheets;
  readonly mapping: LedgerMapping;
  readonly mappedBy: LedgerImportReport['mappedBy'];
  readonly rows: number;
  readonly plan: LedgerPlan;
  readonly faults: readonly LedgerRemark[];
  readonly notices: readonly LedgerRemark[];
  readonly appliedBefore: LedgerImportReport['appliedBefore'];
  readonly importId: string | null;
  readonly directory: LedgerDirectory | null;
}

export function reportOf(parts: ReportParts, locale: Locale): LedgerImportReport {
  const { ledger, mapping, plan, faults, notices } = parts;
  const differing = plan.present.filter(({ changes }) => changes.length > 0);
  return {
    fileName: parts.fileName,
    contentHash: parts.contentHash,
    appliedBefore: parts.appliedBefore,
    mapping,
    mappedBy: parts.mappedBy,
    headings: ledger.headings.map((heading) => ({
      heading,
      field: mapping.columns[heading] ?? null,
      samples: valuesBelow(ledger, heading, 3).map((value) => value.slice(0, 80)),
    })),
    skippedSheets: ledger.skipped.map((sheet) => ({ ...sheet })),
    rows: parts.rows,
    fresh: plan.planned.length,
    present: plan.present.length,
    differing: differing.length,
    differences: differing.slice(0, differencesShown).map(({ row, number, changes }) => ({
      sheet: row.sheet,
      row: row.row,
      number,
      changes: changes.map(({ field, before, now }) => ({
        column: ledgerColumns[field].heading,
        before: before.slice(0, 300),
        now: now.slice(0, 300),
      })),
    })),
    faultCount: faults.length,
    faults: shown(faults, 'wrong', locale),
    noticeCount: notices.length,
    notices: shown(notices, 'notice', locale),
    unknownWords: unknownWordsOf(parts, locale),
    byState: Object.fromEntries(
      problemStates.flatMap((state) => {
        const count = plan.planned.filter((entry) => entry.state === state).length;
        return count === 0 ? [] : [[state, count]];
      }),
    ),
    sample: plan.planned.slice(0, rowsShown).map(({ row, facts, imported, state, number }) => ({
      sheet: row.sheet,
      row: row.row,
      number,
      title: imported.raise.title,
      place: facts.site?.name ?? facts.placeText,
      unitName: imported.assignment ? (facts.units.lead?.name ?? null) : null,
      personName: imported.assignment ? (facts.person?.name ?? null) : null,
      deadlineAt: imported.carried?.deadlineAt ?? null,
      state,
    })),
    importId: parts.importId,
  };
}

function shown(remarks: readonly LedgerRemark[], kind: 'wrong' | 'notice', locale: Locale): LedgerFault[] {
  return remarks.slice(0, remarksShown).map(({ facts, suggestions, ...remark }) => ({
    ...remark,
    wrong: say(locale, `ledgerImport.${kind}.${remark.code}`, facts),
    right: kind === 'notice' ? '' : say(locale, `ledgerImport.right.${remark.code}`, facts),
    suggestions: [...suggestions],
  }));
}

function unknownWordsOf(
  { plan, directory }: ReportParts,
  locale: Locale,
): LedgerImportReport['unknownWords'] {
  if (!directory) return [];
  return [...plan.unknown.values()]
    .sort((a, b) => b.rows - a.rows)
    .slice(0, wordsShown)
    .map(({ kind, word, rows }) => ({
      kind,
      word: word.slice(0, 100),
      rows,
      suggestions: suggestionsFor(kind, word, directory, locale),
    }));
}

function suggestionsFor(
  kind: WordKind,
  word: string,
  directory: LedgerDirectory,
  locale: Locale,
): { key: string; name: string }[] {
  switch (kind) {
    case 'units':
      return nearestUnits(word, directory).map(({ code, name }) => ({ key: code, name }));
    case 'categories':
      return nearestWords(word, directory.categories.keys()).flatMap((name) => {
        const category = directory.categories.get(name);
        return category ? [{ key: category.key, name: category.name }] : [];
      });
    case 'states':
      return problemStates.map((state) => ({ key: state, name: say(locale, `problems.state.${state}`) }));
    default: {
      const unknown: never = kind;
      throw new Error(`unknown kind ${String(unknown)}`);
    }
  }
}

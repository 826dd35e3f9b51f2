import { extname } from 'node:path';
import type { BulletinSettings, RankingScheme, RankingTableInput } from '../../contract/ranking-table.ts';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { rankTable } from '../../domain/rankings/rank-table.ts';
import type { RankedTable, RankingTable, RankingWarning } from '../../domain/rankings/ranking-table.ts';
import { type RankingLanguage, sayRanking } from '../../server/documents/ranking-words.ts';
import { decodeText, readCsv } from '../../server/documents/spreadsheet-csv.ts';
import { readXlsx } from '../../server/documents/spreadsheet-xlsx.ts';
import { ofFile, readBytes } from './table-bytes.ts';
import type { UnknownField } from './table-faults.ts';
import { parseJson, readScheme, readTable, type SchemeFile, type TableFile } from './table-json.ts';
import { maxRows, readSheets } from './table-sheet.ts';

export interface RankFileOptions {
  /** Path of a scheme file. */
  readonly scheme?: string;
  readonly language?: RankingLanguage;
}

export interface RankedFile {
  readonly table: RankingTable;
  readonly ranked: RankedTable;
  readonly bulletin: BulletinSettings | null;
}

/** A ranking, or a refusal whose facts name file, group, unit and field. */
export type RankFileResult = Decision<RankedFile>;

/** Reads a table of scores (.json, .csv, .xlsx), applies the scheme if there is one, and ranks it. */
export async function rankFile(path: string, options: RankFileOptions = {}): Promise<RankFileResult> {
  const rules = options.scheme === undefined ? accept(null) : await readSchemeFile(options.scheme);
  if (!rules.accepted) return rules;
  const scheme = rules.value?.scheme ?? null;
  const read = await readTableFile(path, scheme, options.language ?? 'zh-CN');
  if (!read.accepted) return read;
  const table = applyRules(read.value.table, scheme);
  const unknown = [...read.value.unknown, ...(rules.value?.unknown ?? [])];
  return accept({
    table,
    ranked: withUnknownFields(rankTable(table), unknown),
    bulletin: scheme?.bulletin ?? read.value.table.bulletin ?? null,
  });
}

async function readTableFile(
  file: string,
  scheme: RankingScheme | null,
  language: RankingLanguage,
): Promise<Decision<TableFile>> {
  const kind = extname(file).toLowerCase();
  if (!['.json', '.csv', '.xlsx'].includes(kind)) return refuse('rank-file-kind', { file });
  const wholeTable = sayRanking(language, 'rankings.wholeTable');
  const bytes = await readBytes(file);
  if (!bytes.accepted) return bytes;
  if (kind === '.xlsx') {
    const sheets = ofFile(file, await readXlsx(bytes.value, { maxRows }));
    return sheets.accepted ? readSheets(file, sheets.value, scheme, wholeTable) : sheets;
  }
  const text = ofFile(file, decodeText(bytes.value));
  if (!text.accepted) return text;
  if (kind === '.csv') {
    const sheet = ofFile(file, readCsv(text.value, { maxRows }));
    return sheet.accepted ? readSheets(file, [sheet.value], scheme, wholeTable) : sheet;
  }
  const raw = parseJson(file, text.value);
  return raw.accepted ? readTable(file, raw.value) : raw;
}

async function readSchemeFile(file: string): Promise<Decision<SchemeFile>> {
  const bytes = await readBytes(file);
  if (!bytes.accepted) return bytes;
  const text = ofFile(file, decodeText(bytes.value));
  if (!text.accepted) return text;
  const raw = parseJson(file, text.value);
  return raw.accepted ? readScheme(file, raw.value) : raw;
}

/** The scheme goes before the table; without either: two decimals, 1-2-2-4, higher is better, no flags. */
function applyRules(table: RankingTableInput, scheme: RankingScheme | null): RankingTable {
  return {
    title: table.title,
    documentNumber: table.documentNumber,
    date: table.date,
    decimals: scheme?.decimals ?? table.decimals ?? 2,
    tieRule: scheme?.tieRule ?? table.tieRule ?? 'competition',
    order: scheme?.order ?? table.order ?? 'higher-is-better',
    groups: table.groups.map((group) => {
      const named = scheme?.groups?.find((rules) => rules.name === group.name);
      const rest = scheme?.groups?.find((rules) => rules.name === '*');
      return {
        ...group,
        order: named?.order ?? rest?.order ?? scheme?.order ?? group.order,
        flags: named?.flags ?? rest?.flags ?? scheme?.flags ?? group.flags,
        components: named?.components ?? rest?.components ?? scheme?.components ?? group.components,
      };
    }),
  };
}

/** Fields outside every group are reported with the first one, where they are seen. */
function withUnknownFields(ranked: RankedTable, unknown: readonly UnknownField[]): RankedTable {
  return {
    groups: ranked.groups.map((group, index) => {
      const isFirst = index === 0;
      const isKnownGroup = (name: string | null) => ranked.groups.some((other) => other.name === name);
      const own = unknown.filter((u) => u.group === group.name || (isFirst && !isKnownGroup(u.group)));
      const warnings = own.map(
        ({ group: place, unit, field }): RankingWarning => ({
          code: 'unknown-field',
          units: unit === null ? [] : [unit],
          facts: { place: unit ?? place, field },
        }),
      );
      return { ...group, warnings: [...warnings, ...group.warnings] };
    }),
  };
}

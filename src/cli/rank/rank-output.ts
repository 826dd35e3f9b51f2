import type { RankedGroup, RankedTable, RankingTable } from '../../domain/rankings/ranking-table.ts';
import {
  type RankingLanguage,
  sayFlag,
  sayNote,
  sayRanking,
  sayWarning,
} from '../../server/documents/ranking-words.ts';

/** What `guatu rank --json` prints. */
export interface RankJson {
  readonly groups: readonly {
    readonly name: string;
    readonly units: readonly {
      readonly name: string;
      readonly score: string | null;
      readonly rank: number | null;
      readonly flag: string | null;
      readonly note: string | null;
    }[];
    readonly warnings: readonly {
      readonly code: string;
      readonly units: readonly string[];
      readonly text: string;
    }[];
  }[];
}

export function rankJson(ranked: RankedTable, language: RankingLanguage): RankJson {
  return {
    groups: ranked.groups.map(({ name, units, warnings }) => ({
      name,
      units: units.map((unit) => ({
        name: unit.name,
        score: unit.score,
        rank: unit.rank,
        flag: unit.flag,
        note: sayNote(language, unit),
      })),
      warnings: warnings.map((warning) => ({
        code: warning.code,
        units: warning.units,
        text: sayWarning(language, warning),
      })),
    })),
  };
}

/** The table for people: one block per group, columns aligned for a terminal. */
export function rankText(table: RankingTable, ranked: RankedTable, language: RankingLanguage): string {
  const head = [table.title, table.documentNumber].filter((line) => line !== undefined);
  const blocks = ranked.groups.map((group) => groupText(group, language));
  return `${[...(head.length > 0 ? [head.join('  ')] : []), ...blocks].join('\n\n')}\n`;
}

function groupText(group: RankedGroup, language: RankingLanguage): string {
  const rows = group.units.map((unit) => [
    unit.rank === null ? sayRanking(language, 'rankings.unranked') : String(unit.rank),
    unit.name,
    unit.score ?? sayRanking(language, 'rankings.unranked'),
    [sayFlag(language, unit.flag), sayNote(language, unit) ?? ''].filter((text) => text !== '').join('  '),
  ]);
  const warnings = group.warnings.map((warning) => `  - ${sayWarning(language, warning)}`);
  const notes = warnings.length > 0 ? [sayRanking(language, 'rankings.warningsTitle'), ...warnings] : [];
  return [group.name, ...alignRows(rows, [true, false, true, false]), ...notes].join('\n');
}

function alignRows(rows: readonly (readonly string[])[], rightAligned: readonly boolean[]): string[] {
  const widths = rightAligned.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column] ?? '')), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return rightAligned[column] ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Terminal columns: Chinese characters and full-width signs take two (Unicode Standard Annex 11). */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += isWide(character) ? 2 : isZeroWidth(character) ? 0 : 1;
  return width;
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  );
}

function isZeroWidth(character: string): boolean {
  return /\p{Mn}|\p{Cf}/u.test(character);
}

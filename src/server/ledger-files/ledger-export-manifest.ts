import { type Locale, say } from '../platform/words.ts';

/** What an export says of itself: in its second sheet, and in its record. */
export interface LedgerManifest {
  readonly rows: number;
  /** False: only what changed since a position. */
  readonly isComplete: boolean;
  readonly position: string;
  readonly filterWords: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly cityName: string;
  /** SHA-256 in hex of the table in its .csv form. */
  readonly tableHash: string;
}

/** Version of the columns; a change that the import must know counts it up. */
export const ledgerFormat = 'guatu-ledger/1';

/** The lines of the sheet, name and content. */
export function manifestLines(manifest: LedgerManifest, locale: Locale): (readonly [string, string])[] {
  const line = (key: string, content: string) =>
    [say(locale, `ledgerFiles.manifest.${key}`), content] as const;
  const { isComplete } = manifest;
  return [
    line('format', ledgerFormat),
    line('city', manifest.cityName),
    line('rows', String(manifest.rows)),
    line('filter', manifest.filterWords),
    line('extent', say(locale, `ledgerFiles.extent.${isComplete ? 'complete' : 'changes'}`)),
    line('position', manifest.position),
    line('madeBy', manifest.madeBy),
    line('madeAt', manifest.madeAt),
    line('tableHash', manifest.tableHash),
    line('hint', say(locale, 'ledgerFiles.manifest.hintText')),
  ];
}

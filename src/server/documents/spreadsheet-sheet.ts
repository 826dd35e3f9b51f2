/** Rows of a .csv file or of one worksheet, as the texts a person sees. */
export interface Sheet {
  /** Name of the worksheet; `null` for a file that is one sheet. */
  readonly name: string | null;
  readonly rows: readonly SheetRow[];
  /** Hidden in the workbook: nobody who looks at the file sees it. */
  readonly isHidden?: boolean;
  /** Areas shown as one cell; only their first cell holds anything. */
  readonly merged?: readonly MergedArea[];
}

/** `column` counts from 0, `row` from 1; both ends belong to it. */
export interface MergedArea {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface SheetRow {
  /** Counted from 1, as spreadsheets do; empty rows may be left out. */
  readonly number: number;
  /** From column A on; cells may be missing at the end. */
  readonly cells: readonly SheetCell[];
}

export interface SheetCell {
  readonly text: string;
  /** `error`: an error value such as `#REF!`. `date`: a date, which nobody asked for as text. */
  readonly fault?: 'error' | 'date';
  /** Of a date: the day or wall clock it shows, `2026-11-23` or `2026-11-23T10:00:00.000`. */
  readonly wallClock?: string;
}

/** Address of a cell as spreadsheets name it, e.g. "C7". `column` counts from 0, `row` from 1. */
export function cellAddress(row: number, column: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return `${letters}${row}`;
}

/** The mark that makes spreadsheets read a text file as UTF-8. */
export const utf8Mark = '\ufeff';

/** One line of comma-separated text (RFC 4180). Numbers stand bare; texts are guarded. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = guardedText(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
 * injection"), and so does one that already looks guarded: {@link unguardedText} gives back every text.
 */
export function guardedText(text: string): string {
  return /^'*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/** The text without the guard's apostrophe. */
export function unguardedText(text: string): string {
  return /^'+[=+\-@\t\r\n]/.test(text) ? text.slice(1) : text;
}

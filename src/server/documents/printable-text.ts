/**
 * Text without signs that XML forbids (control characters, halves of characters, U+FFFE): one of
 * them in a unit's name and Word calls the whole file damaged.
 */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ');
}

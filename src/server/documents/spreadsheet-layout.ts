import type { WorkbookPart } from './spreadsheet-guard.ts';
import type { MergedArea, Sheet } from './spreadsheet-sheet.ts';

type Layout = Pick<Sheet, 'isHidden' | 'merged'>;

/** Most merged areas of a sheet that are told; a sheet with more is no ledger. */
const mostMerged = 100_000;

/** What the streaming library does not tell of the sheets of a workbook, by name. */
export function readLayout(parts: readonly WorkbookPart[]): ReadonlyMap<string, Layout> {
  const partOf = new Map(parts.map((part) => [part.name, part]));
  const textOf = (name: string) => partOf.get(name)?.bytes.toString('utf8') ?? '';
  const targets = new Map(
    tagsOf(textOf('xl/_rels/workbook.xml.rels'), 'Relationship').map((tag) => [
      attributeOf(tag, 'Id'),
      (attributeOf(tag, 'Target') ?? '').replace(/^(\/?xl)?\/?/, 'xl/'),
    ]),
  );
  return new Map(
    tagsOf(textOf('xl/workbook.xml'), 'sheet').map((tag): [string, Layout] => {
      const state = attributeOf(tag, 'state');
      const target = targets.get(attributeOf(tag, '\\w+:id')) ?? '';
      return [
        decoded(attributeOf(tag, 'name') ?? ''),
        {
          isHidden: state === 'hidden' || state === 'veryHidden',
          merged: mergedIn(partOf.get(target)?.bytes),
        },
      ];
    }),
  );
}

/** Merged areas stand behind the rows, so only the end of a large sheet is searched. */
function mergedIn(bytes: Buffer | undefined): MergedArea[] {
  if (!bytes) return [];
  const from = bytes.lastIndexOf('mergeCells');
  if (from < 0) return [];
  const begin = bytes.lastIndexOf('mergeCells', from - 1);
  const text = bytes.subarray(Math.max(0, begin), from).toString('utf8');
  return tagsOf(text, 'mergeCell')
    .slice(0, mostMerged)
    .flatMap((tag) => areaOf(attributeOf(tag, 'ref') ?? ''));
}

function areaOf(reference: string): MergedArea[] {
  const found = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (!found) return [];
  const [, left = '', top, right = '', bottom] = found;
  return [{ top: Number(top), bottom: Number(bottom), left: columnNumber(left), right: columnNumber(right) }];
}

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function tagsOf(text: string, name: string): string[] {
  return text.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
}

function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

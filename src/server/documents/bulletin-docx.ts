import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  HeadingLevel,
  type IParagraphOptions,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  SectionType,
  TextRun,
} from 'docx';
import type { Bulletin, BulletinAnnex } from '../../domain/rankings/bulletin.ts';
import { annexTable, endBlockTable } from './bulletin-tables.ts';
import {
  annexMark,
  annexNoteStart,
  annexNotes,
  type BulletinParagraph,
  bulletinBody,
  copyToLine,
  officialDate,
  printedDate,
  recipientsLine,
  redHeadWords,
} from './bulletin-text.ts';
import { fixZipTimes } from './fixed-zip.ts';
import {
  character,
  font,
  linePitch,
  officialStyles,
  page,
  red,
  redHeadDrop,
  redHeadSize,
  size,
  spacedUnits,
  styleId,
  textUnits,
  titleLines,
} from './official-layout.ts';
import { printable } from './printable-text.ts';

/** Any official paper: what stands around its text, and the text paragraph by paragraph. */
export interface OfficialPaper extends Omit<Bulletin, 'basis' | 'assessors' | 'groups' | 'method'> {
  readonly body: readonly BulletinParagraph[];
}

/** The bulletin as a Word file. The same bulletin gives the same bytes. */
export async function bulletinDocx(bulletin: Bulletin): Promise<Uint8Array> {
  return officialDocx({ ...bulletin, body: bulletinBody(bulletin) });
}

/**
 * An official paper as a Word file, laid out after GB/T 9704-2012 with named styles, so that an office can
 * go on writing in it. The same paper gives the same bytes.
 *
 * The end block (版记) floats at the foot of the last page (LibreOffice sets it below the text). The
 * standard wants that page even, which only the program that breaks the lines can know.
 */
export async function officialDocx(paper: OfficialPaper): Promise<Uint8Array> {
  const head = redHeadWords(paper);
  const sections: Paragraph[] = [
    ...headParagraphs(paper, head),
    ...titleParagraphs(paper.title, head === null && paper.documentNumber === undefined ? 0 : 2),
    ...recipientParagraphs(paper.recipients),
    ...bodyParagraphs(paper),
    ...annexNoteParagraphs(paper.annexes),
    ...signatureParagraphs(paper),
  ];
  const annexes = paper.annexes.flatMap((annex, index) => annexPage(annex, index, paper.annexes.length));
  const document = new Document({
    title: printable(paper.title),
    creator: printable(paper.issuer ?? ''),
    styles: officialStyles,
    evenAndOddHeaderAndFooters: true,
    sections: [{ ...section(), children: [...sections, ...annexes, ...endBlock(paper)] }],
  });
  const bytes = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(paper) },
  ]);
  return fixZipTimes(new Uint8Array(bytes));
}

function section(): Omit<ISectionOptions, 'children'> {
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      page: { size: { width: page.width, height: page.height }, margin: page.margin },
      // No snapping: the styles set 28.95 pt themselves, and tables need lower lines.
      grid: { type: DocumentGridType.DEFAULT, linePitch },
    },
    footers: {
      default: new Footer({ children: [pageNumber(AlignmentType.RIGHT, { right: character })] }),
      even: new Footer({ children: [pageNumber(AlignmentType.LEFT, { left: character })] }),
    },
  };
}

/** Half-width digits in 4号 宋体 with a dash on each side. */
function pageNumber(
  alignment: IParagraphOptions['alignment'],
  indent: IParagraphOptions['indent'],
): Paragraph {
  return new Paragraph({
    alignment,
    indent,
    spacing: { line: 240, lineRule: LineRuleType.AUTO },
    children: [
      new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: font.pageNumber, size: size.small }),
    ],
  });
}

function headParagraphs({ documentNumber }: OfficialPaper, head: string | null): Paragraph[] {
  if (head === null && documentNumber === undefined) return [];
  const rule = { bottom: { style: BorderStyle.SINGLE, color: red, size: 18, space: 6 } };
  const number = documentNumber === undefined ? '' : printable(documentNumber);
  return [
    ...(head === null
      ? []
      : [
          new Paragraph({
            style: styleId.redHead,
            spacing: { before: redHeadDrop },
            children: [new TextRun({ text: printable(head), size: redHeadSize(head) })],
          }),
        ]),
    ...emptyLines(2),
    new Paragraph({ style: styleId.documentNumber, border: rule, children: [new TextRun(number)] }),
  ];
}

function titleParagraphs(title: string, linesAbove: number): Paragraph[] {
  const runs = titleLines(printable(title)).map(
    (text, index) => new TextRun({ text, break: index > 0 ? 1 : 0 }),
  );
  return [...emptyLines(linesAbove), new Paragraph({ heading: HeadingLevel.TITLE, children: runs })];
}

function recipientParagraphs(recipients: readonly string[]): Paragraph[] {
  if (recipients.length === 0) return emptyLines(1);
  const line = printable(recipientsLine(recipients));
  return [...emptyLines(1), new Paragraph({ style: styleId.recipients, children: [new TextRun(line)] })];
}

function bodyParagraphs({ body }: OfficialPaper): Paragraph[] {
  return body.map(({ kind, text }) => {
    const children = [new TextRun(printable(text))];
    if (kind === 'heading1') return new Paragraph({ heading: HeadingLevel.HEADING_1, children });
    if (kind === 'heading2') return new Paragraph({ heading: HeadingLevel.HEADING_2, children });
    return new Paragraph({ style: styleId.body, children });
  });
}

/** One line below the body; following names stand under the first one. */
function annexNoteParagraphs(annexes: readonly BulletinAnnex[]): Paragraph[] {
  const start = annexNoteStart();
  const hanging = textUnits(start) * character;
  const notes = annexNotes(annexes).map((note, index) => {
    const isFirst = index === 0;
    const left = 2 * character + hanging;
    return new Paragraph({
      style: styleId.body,
      indent: isFirst ? { left, hanging, firstLine: undefined } : { left, firstLine: 0, firstLineChars: 0 },
      children: [new TextRun(printable(isFirst ? start + note : note))],
    });
  });
  return notes.length > 0 ? [...emptyLines(1), ...notes] : [];
}

/** The date leaves four characters free on the right; the issuer stands centred above it. */
function signatureParagraphs({ issuer, date }: OfficialPaper): Paragraph[] {
  if (issuer === undefined && date === undefined) return [];
  const day = date === undefined ? '' : officialDate(date);
  const wider = Math.max(0, spacedUnits(issuer ?? '') - spacedUnits(day)) / 2;
  const narrower = Math.max(0, spacedUnits(day) - spacedUnits(issuer ?? '')) / 2;
  const line = (text: string, free: number) =>
    new Paragraph({
      style: styleId.signature,
      keepNext: text !== day,
      indent: { right: Math.round(free * character) },
      children: [new TextRun(printable(text))],
    });
  return [
    ...emptyLines(2),
    ...(issuer === undefined ? [] : [line(issuer, Math.max(0, 4 - wider) + narrower)]),
    ...(day === '' ? [] : [line(day, Math.max(4, wider))]),
  ];
}

function annexPage(annex: BulletinAnnex, index: number, count: number) {
  const mark = new TextRun(annexMark(index, count));
  return [
    new Paragraph({ style: styleId.annexMark, pageBreakBefore: true, children: [mark] }),
    ...titleParagraphs(annex.title, 1),
    ...emptyLines(1),
    annexTable(annex),
    annex.note === undefined
      ? sliver()
      : new Paragraph({ style: styleId.body, children: [new TextRun(printable(annex.note))] }),
  ];
}

/** Copies and printing office, at the foot of the page. */
function endBlock({ copyTo, printedBy, date }: OfficialPaper) {
  const copies = copyTo.length === 0 ? [] : [[copyToLine(copyTo)]];
  const printed = printedBy === undefined ? [] : [[printedBy, date === undefined ? '' : printedDate(date)]];
  const rows = [...copies, ...printed];
  return rows.length === 0 ? [] : [endBlockTable(rows), sliver()];
}

/** Word wants a paragraph after a table; this one is too low to start a page of its own. */
function sliver(): Paragraph {
  return new Paragraph({
    spacing: { line: 20, lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text: '', size: 2 })],
  });
}

function emptyLines(count: number): Paragraph[] {
  return Array.from({ length: count }, () => new Paragraph({ style: styleId.recipients }));
}

/** The library would write the moment of making; the paper's own day is the one that counts. */
function coreProperties({ title, issuer, date }: OfficialPaper): string {
  const moment = `${date ?? '1980-01-01'}T00:00:00Z`;
  const when = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${moment}</dcterms:${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeXml(printable(title))}</dc:title><dc:creator>${escapeXml(printable(issuer ?? ''))}</dc:creator>`,
    `${when('created')}${when('modified')}</cp:coreProperties>`,
  ].join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

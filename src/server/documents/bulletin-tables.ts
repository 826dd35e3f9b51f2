import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  Paragraph,
  RelativeHorizontalPosition,
  RelativeVerticalPosition,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { BulletinAnnex } from '../../domain/rankings/bulletin.ts';
import { fromMillimetres, size, styleId, textUnits, textWidth } from './official-layout.ts';
import { printable } from './printable-text.ts';

const rowHeight = fromMillimetres(9);
const shortCell = 8;
/** One character of the table, 14 pt. */
const unitWidth = 280;

/** A table as wide as the text block whose headings return on every page. */
export function annexTable({ columns, rows }: BulletinAnnex): Table {
  const widths = columnWidths(columns, rows);
  const line = { style: BorderStyle.SINGLE, size: 6, color: '000000' };
  const row = (cells: readonly string[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      // A set height: an empty cell would otherwise make its row taller than the others.
      height: { value: rowHeight, rule: HeightRule.ATLEAST },
      children: columns.map((_, column) => cell(cells[column] ?? '', widths[column] ?? 0, isHead)),
    });
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: {
      top: line,
      bottom: line,
      left: line,
      right: line,
      insideHorizontal: line,
      insideVertical: line,
    },
    rows: [row(columns, true), ...rows.map((cells) => row(cells, false))],
  });
}

function cell(text: string, width: number, isHead: boolean): TableCell {
  const shown = printable(text) || ' ';
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 80, right: 80 },
    children: [
      new Paragraph({
        style: isHead ? styleId.tableHead : styleId.tableCell,
        alignment: textUnits(shown) <= shortCell ? AlignmentType.CENTER : AlignmentType.LEFT,
        children: [new TextRun({ text: shown, size: size.small })],
      }),
    ],
  });
}

/**
 * The end block (版记): copies, then printing office and date, between rules of 0.35 mm outside and
 * 0.25 mm inside, floating at the foot of the text block.
 *
 * @param rows a cell over the whole width, or two: left and right.
 */
export function endBlockTable(rows: readonly (readonly string[])[]): Table {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const thick = { style: BorderStyle.SINGLE, size: 8, color: '000000' };
  const thin = { style: BorderStyle.SINGLE, size: 6, color: '000000' };
  const half = Math.floor(textWidth / 2);
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [half, textWidth - half],
    layout: TableLayoutType.FIXED,
    float: {
      horizontalAnchor: TableAnchorType.MARGIN,
      verticalAnchor: TableAnchorType.MARGIN,
      relativeHorizontalPosition: RelativeHorizontalPosition.CENTER,
      relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
      topFromText: unitWidth,
    },
    borders: {
      top: thick,
      bottom: thick,
      left: none,
      right: none,
      insideHorizontal: thin,
      insideVertical: none,
    },
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: cells.map(
            (text, column) =>
              new TableCell({
                columnSpan: cells.length === 1 ? 2 : 1,
                // One character free on both sides.
                margins: { left: unitWidth, right: unitWidth },
                children: [
                  new Paragraph({
                    style: styleId.endBlock,
                    alignment: column === 0 ? AlignmentType.LEFT : AlignmentType.RIGHT,
                    children: [new TextRun(printable(text))],
                  }),
                ],
              }),
          ),
        }),
    ),
  });
}

/**
 * Short columns (marks, ranks, flags) get what their text needs, long ones share the rest; where that
 * leaves too little, all columns share the width by need.
 */
function columnWidths(columns: readonly string[], rows: readonly (readonly string[])[]): number[] {
  const needs = columns.map((heading, column) =>
    rows.reduce((most, cells) => Math.max(most, widthNeed(cells[column] ?? '')), headingNeed(heading)),
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const short = needs.filter((need) => need <= shortCell);
  const rest = textWidth - sum(short) * unitWidth;
  const long = sum(needs) - sum(short);
  const isRoomy = long > 0 && rest / long >= unitWidth * 0.6;
  const widths = needs.map((need) =>
    Math.floor(
      isRoomy
        ? need <= shortCell
          ? need * unitWidth
          : (need / long) * rest
        : (need / sum(needs)) * textWidth,
    ),
  );
  return widths.map((width, column) => (column === 0 ? width + textWidth - sum(widths) : width));
}

/** In characters, with room at both sides. */
function widthNeed(text: string): number {
  return Math.min(18, textUnits(text)) + 1.2;
}

/** A heading may break before its remark in brackets. */
function headingNeed(heading: string): number {
  return Math.max(...heading.split(/(?=（)/).map(widthNeed));
}

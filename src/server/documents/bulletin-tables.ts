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
const cellMargin = 40;
/** Room beside the text of a cell, in characters: margins, rules, and what Word rounds. */
const cellRoom = 0.7;
/** One character of the table, 14 pt. */
const unitWidth = 280;

/** A table as wide as the text block whose headings return on every page. */
export function annexTable({ columns, rows }: BulletinAnnex): Table {
  const { widths, textSize } = planColumns(columns, rows);
  const line = { style: BorderStyle.SINGLE, size: 6, color: '000000' };
  const row = (cells: readonly string[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      // A set height: an empty cell would otherwise make its row taller than the others.
      height: { value: rowHeight, rule: HeightRule.ATLEAST },
      children: columns.map((_, column) =>
        cell(cells[column] ?? '', { width: widths[column] ?? 0, textSize, isHead }),
      ),
    });
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [...widths],
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

interface CellForm {
  readonly width: number;
  readonly textSize: number;
  readonly isHead: boolean;
}

function cell(text: string, { width, textSize, isHead }: CellForm): TableCell {
  const shown = printable(text) || ' ';
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: cellMargin, right: cellMargin },
    children: [
      new Paragraph({
        style: isHead ? styleId.tableHead : styleId.tableCell,
        alignment: textUnits(shown) <= shortCell ? AlignmentType.CENTER : AlignmentType.LEFT,
        children: [new TextRun({ text: shown, size: textSize })],
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

/** Sizes of annex text in half points: 四号, 小四, 五号, 小五; the first at which the table fits is taken. */
const cellSizes = [size.small, 24, 21, 18] as const;

interface ColumnPlan {
  /** Half points. */
  readonly textSize: number;
  /** Twentieths of a point, together the width of the text block. */
  readonly widths: readonly number[];
}

/**
 * No mark, rank, flag or heading part is ever broken: a column gets at least what its short texts need,
 * and long texts (remarks) share what is left. Where that does not fit, the text of the table gets smaller.
 */
function planColumns(columns: readonly string[], rows: readonly (readonly string[])[]): ColumnPlan {
  const needs = columns.map((heading, column) =>
    rows.reduce((most, cells) => Math.max(most, textUnits(cells[column] ?? '')), headingNeed(heading)),
  );
  const least = needs.map((need) => Math.min(need, shortCell) + cellRoom);
  const total = sum(least);
  const textSize =
    cellSizes.find((each) => total * each * 10 <= textWidth) ?? cellSizes[cellSizes.length - 1] ?? 18;
  const rest = Math.max(0, textWidth - total * textSize * 10);
  const wishes = needs.map((need) => Math.max(0, need - shortCell));
  const longing = sum(wishes);
  const widths = least.map((units, column) => {
    const share = longing > 0 ? (wishes[column] ?? 0) / longing : units / total;
    return Math.floor(Math.min(units * textSize * 10, (units / total) * textWidth) + share * rest);
  });
  return {
    textSize,
    widths: widths.map((width, column) => (column === 0 ? width + textWidth - sum(widths) : width)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A heading may break after four signs, and before its remark in brackets. */
function headingNeed(heading: string): number {
  return Math.max(
    ...heading
      .split(/(?=（)/)
      .map((part) => (part.startsWith('（') ? textUnits(part) : Math.min(4, textUnits(part)))),
  );
}

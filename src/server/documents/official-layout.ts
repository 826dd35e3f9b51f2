import { AlignmentType, type IParagraphOptions, type IStylesOptions, LineRuleType } from 'docx';

/**
 * Measures of an official paper after GB/T 9704-2012: A4, text block 156 × 225 mm, 22 lines a page,
 * 28 characters a line. Lengths in twentieths of a point unless said otherwise.
 */
export function fromMillimetres(millimetres: number): number {
  return Math.round((millimetres / 25.4) * 1440);
}

export const page = {
  width: fromMillimetres(210),
  height: fromMillimetres(297),
  margin: {
    top: fromMillimetres(37),
    bottom: fromMillimetres(35),
    left: fromMillimetres(28),
    right: fromMillimetres(26),
    // The page number stands 7 mm below the text block; one line of 4号 is about 5 mm high.
    footer: fromMillimetres(35 - 7 - 5),
    header: fromMillimetres(15),
  },
};
export const textWidth = fromMillimetres(156);
const textWidthPoints = (156 / 25.4) * 72;

/** 28.95 pt: 225 mm by 22 lines. */
export const linePitch = 579;
/**
 * 28 characters of 16 pt are 5.8 pt wider than the text block, so each gives way by 0.2 pt. Not by a
 * character grid: LibreOffice stretches every character to it.
 */
const characterSpacing = -4;
export const redHeadDrop = fromMillimetres(35);
export const red = 'FF0000';

/** Sizes in half points, as Word counts: 2号 22 pt, 3号 16 pt, 4号 14 pt. */
export const size = { title: 44, body: 32, small: 28 } as const;
/** One character of the body. */
export const character = 320;

const latin = 'Times New Roman';
function face(eastAsia: string) {
  return { ascii: latin, hAnsi: latin, cs: latin, eastAsia };
}
export const font = {
  title: face('方正小标宋简体'),
  body: face('仿宋_GB2312'),
  heading1: face('黑体'),
  heading2: face('楷体_GB2312'),
  pageNumber: { ascii: '宋体', hAnsi: '宋体', cs: '宋体', eastAsia: '宋体' },
} as const;

export const styleId = {
  redHead: 'RedHead',
  documentNumber: 'DocumentNumber',
  recipients: 'Recipients',
  body: 'BulletinBody',
  annexMark: 'AnnexMark',
  signature: 'BulletinSignature',
  tableHead: 'BulletinTableHead',
  tableCell: 'BulletinTableCell',
  endBlock: 'EndBlock',
} as const;

const exactLine = { line: linePitch, lineRule: LineRuleType.EXACT, before: 0, after: 0 };

/** Exact, or the grid of the page would set each line of a cell 28.95 pt apart. */
const tableLine = { line: 380, lineRule: LineRuleType.EXACT, before: 0, after: 0 };

/** Word indents by characters; LibreOffice knows only lengths, so both are set. */
export function firstLineIndent(characters: number): IParagraphOptions['indent'] {
  return { firstLineChars: characters * 100, firstLine: characters * character };
}

export const officialStyles: IStylesOptions = {
  default: {
    document: {
      run: {
        font: font.body,
        size: size.body,
        characterSpacing,
        color: '000000',
        language: { eastAsia: 'zh-CN', value: 'en-US' },
      },
      paragraph: { spacing: exactLine },
    },
    title: {
      run: { font: font.title, size: size.title, bold: false, color: '000000' },
      paragraph: {
        alignment: AlignmentType.CENTER,
        spacing: { line: 700, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
      },
    },
    heading1: {
      run: { font: font.heading1, size: size.body, bold: false, color: '000000' },
      paragraph: { spacing: exactLine, indent: firstLineIndent(2), keepNext: true },
    },
    heading2: {
      run: { font: font.heading2, size: size.body, bold: false, color: '000000' },
      paragraph: { spacing: exactLine, indent: firstLineIndent(2), keepNext: true },
    },
  },
  paragraphStyles: [
    {
      id: styleId.redHead,
      name: '发文机关标志',
      run: { font: font.title, color: red },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { line: 240, lineRule: LineRuleType.AUTO } },
    },
    {
      id: styleId.documentNumber,
      name: '发文字号',
      paragraph: { alignment: AlignmentType.CENTER, spacing: exactLine },
    },
    { id: styleId.recipients, name: '主送机关', paragraph: { spacing: exactLine } },
    {
      id: styleId.body,
      name: '公文正文',
      quickFormat: true,
      paragraph: { alignment: AlignmentType.JUSTIFIED, spacing: exactLine, indent: firstLineIndent(2) },
    },
    {
      id: styleId.annexMark,
      name: '附件标志',
      run: { font: font.heading1 },
      paragraph: { spacing: exactLine },
    },
    {
      id: styleId.signature,
      name: '署名和日期',
      paragraph: { alignment: AlignmentType.RIGHT, spacing: exactLine },
    },
    {
      id: styleId.tableHead,
      name: '表头',
      run: { font: font.heading1, size: size.small },
      paragraph: { alignment: AlignmentType.CENTER, spacing: tableLine },
    },
    {
      id: styleId.tableCell,
      name: '表格文字',
      run: { size: size.small },
      paragraph: { spacing: tableLine },
    },
    {
      id: styleId.endBlock,
      name: '版记',
      run: { size: size.small },
      paragraph: { spacing: { line: 500, lineRule: LineRuleType.EXACT } },
    },
  ],
};

/** Largest size, in half points, at which a red head stays on one line; never above 小初-like 62 pt. */
export function redHeadSize(words: string): number {
  const characters = Math.max(1, textUnits(words));
  return Math.min(124, Math.max(20, Math.floor((textWidthPoints / characters) * 0.97 * 2)));
}

/** Width in characters: Latin letters and digits take half of one. */
export function textUnits(text: string): number {
  let units = 0;
  for (const sign of text) units += /[\u0020-\u007e]/.test(sign) ? 0.5 : 1;
  return units;
}

/** Word and LibreOffice set a quarter of a character between a digit and a Chinese sign. */
export function spacedUnits(text: string): number {
  const seams = text.match(
    /(?<=[\u0021-\u007e])(?=[^\u0020-\u007e])|(?<=[^\u0020-\u007e])(?=[\u0021-\u007e])/g,
  );
  return textUnits(text) + (seams?.length ?? 0) / 4;
}

const titleCharacters = 20;

/**
 * Breaks a title into balanced lines of at most 20 characters, by sense where it can: after 关于, 的
 * or a comma, never inside 〔…〕, 《…》 or a date.
 */
export function titleLines(title: string): readonly string[] {
  if (textUnits(title) <= titleCharacters) return [title];
  const signs = [...title];
  const lines = Math.ceil(textUnits(title) / titleCharacters);
  const wanted = textUnits(title) / lines;
  let best = Math.min(titleCharacters, signs.length - 1);
  let bestCost = Number.POSITIVE_INFINITY;
  for (let at = 2; at <= signs.length - 2; at += 1) {
    const head = signs.slice(0, at).join('');
    const tail = signs.slice(at).join('');
    if (textUnits(head) > titleCharacters) break;
    const bySense = /(关于|的|[，、：；）〕》])$/.test(head) ? -3 : 0;
    const needsMoreLines = Math.ceil(textUnits(tail) / titleCharacters) >= lines ? 10 : 0;
    const cost =
      Math.abs(textUnits(head) - wanted) + bySense + needsMoreLines + (tearsApart(head, tail) ? 50 : 0);
    if (cost < bestCost) [best, bestCost] = [at, cost];
  }
  return [signs.slice(0, best).join(''), ...titleLines(signs.slice(best).join(''))];
}

function tearsApart(head: string, tail: string): boolean {
  const isInBrackets = /[〔《（(][^〕》）)]*$/.test(head);
  const startsWithEnd = /^[，、。：；）〕》的]/.test(tail);
  const isInDate = /[\d年月]$/.test(head) && /^[\d年月日份]/.test(tail);
  return isInBrackets || startsWithEnd || isInDate;
}

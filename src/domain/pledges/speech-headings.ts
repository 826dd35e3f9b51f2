import { isLineBreak, simplify } from './matching-text.ts';

/** Who speaks, as the heading says; `speaker` in the script of the speech, the rest simplified. */
export interface SpeechHeading {
  readonly speaker: string;
  readonly post: string;
  readonly unit: string;
  readonly district: string;
}

/** One speech of a text: its heading and where its body stands in the given text. */
export interface SpeechPart {
  readonly heading: SpeechHeading | null;
  readonly from: number;
  readonly to: number;
}

export interface TextLine {
  readonly from: number;
  readonly to: number;
}

const longestHeading = 80;

const postWord =
  '(?:(?:党委|党工委|工委|党组|党支部|党总支|支部|总支|纪委|纪工委|武装部|人大)?(?:第一)?(?:常务)?副?(?:总支)?(?:主任|书记|镇长|乡长|区长|县长|市长|局长|处长|科长|股长|站长|所长|院长|校长|大队长|支队长|中队长|队长|主席|部长|会长|总经理|经理|董事长|厂长|社长|园长|村长|组长|秘书长|理事长|指挥长|调研员|主任科员|党组成员|党委委员|负责人|负责同志|主持工作)(?:科员)?(?:[(][^()]{1,8}[)])?)';
const posts = new RegExp(
  `^${postWord}(?:[、兼和/](?:街道|办事处|镇|乡|区|县|局|委|人民政府|政府)?${postWord})*$`,
);
const unitEnd =
  /(?:街道办事处|街道办|办事处|街道|镇|乡|局|委|委员会|办公室|创建办|指挥部|中心|公司|集团|政府|大队|支队|中队|队|站|所|社区|村|居|学校|小学|中学|大学|医院|管理处|市场|处|办|厂|银行|协会|部|党委|党工委|区|县|市)$/;
const areaStart =
  /^(?:[\p{Script=Han}]{2,6}?市)?((?:[\p{Script=Han}]{1,10}?(?:示范区|新区|开发区|高新区)|示范区|开发区|高新区|[\p{Script=Han}]{2,4}?(?:(?<![社小校厂园片景城])区|县|市)))(?=.{2,})/u;
const ownNameUnit =
  /(?:街道办事处|街道办|办事处|街道|镇|乡|社区|村)(?:党工?委|人民政府|政府|村委会|居委会|村民委员会|居民委员会)?$/;

const nameForm = '[\\p{Script=Han}·•×X*○〇]{2,12}';
const bracketed = new RegExp(`^(${nameForm})[(]([^()]{2,60}(?:[(][^()]{1,8}[)])?)[)]:?$`, 'u');
const bracketedName = new RegExp(`^([^(),。;:]{4,50})[(](${nameForm})[)]:?$`, 'u');
const nameFirst = new RegExp(`^(${nameForm})[,:/-]([^,。;:()]{4,50})$`, 'u');
const shortName =
  /^(?:\p{Script=Han}{2,4}|[\p{Script=Han}·•×X*○〇]{2,12}[×X*○〇·•][\p{Script=Han}×X*○〇]*)$/u;
const prefix =
  /^(?:(?:表态|检讨|发言|承诺|汇报|责任)(?:发言)?人:|(?:[(]?[一二三四五六七八九十]{1,3}[)]?[、.]|[(]?\d{1,2}[)]?[、.]))/;
const speechWord =
  /(?:的)?(?:表态发言|检讨发言|整改表态|整改承诺|公开检讨|检讨书|承诺书|表态书|表态|检讨|承诺|发言|讲话|汇报|述职)(?:稿|材料)?$/;
const notAnOffice = /[我。;!?“”]|关于|加强/;
const notATitle = /[我在对与把按,。;!?“”]|代表|向(?!阳)|将(?!军)|关于|加强/;
const placeEnd = /[路街道线区县市镇乡村园场院桥]$/;

/** Lines of a text, ends excluded; every convention of line ends counts. */
export function linesOf(text: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (!isLineBreak(text, index)) continue;
    lines.push({ from, to: index });
    from = index + 1;
  }
  lines.push({ from, to: text.length });
  return lines;
}

/**
 * Cuts a text into its speeches: each heading line opens one. A text without a heading is one speech
 * of an unnamed speaker; words before the first heading are a part of their own without heading.
 */
export function speechParts(text: string): readonly SpeechPart[] {
  const parts: SpeechPart[] = [];
  let heading: SpeechHeading | null = null;
  let from = 0;
  for (const line of linesOf(text)) {
    const found = readHeading(text.slice(line.from, Math.min(line.to, line.from + 2 * longestHeading)));
    if (!found) continue;
    parts.push({ heading, from, to: line.from });
    heading = found.heading;
    from = found.bodyOnSameLine === null ? line.to : line.from + found.bodyOnSameLine;
  }
  parts.push({ heading, from, to: text.length });
  return parts;
}

/**
 * Reads a heading line: 姓名(单位职务), 单位职务(姓名), 姓名,单位职务, 单位 职务 姓名, or a title such as
 * 阳庙镇表态发言. `bodyOnSameLine` is where the speech goes on behind `姓名(单位职务):`. Null when
 * the line is no heading.
 */
export function readHeading(
  line: string,
): { readonly heading: SpeechHeading; readonly bodyOnSameLine: number | null } | null {
  const simple = simplify(line);
  const cut = /[)]\s*:/.exec(simple);
  const headLength = cut ? cut.index + cut[0].length : line.length;
  const original = line.slice(0, headLength);
  if (original.trim() === '' || original.trim().length > longestHeading) return null;
  const heading = headingOf(original);
  if (!heading) return null;
  return { heading, bodyOnSameLine: line.slice(headLength).trim() === '' ? null : headLength };
}

function headingOf(original: string): SpeechHeading | null {
  const written = withoutBlanks(original);
  const simple = simplify(written);
  const start = prefix.exec(simple)?.[0].length ?? 0;
  const compact = simple.slice(start);
  const named = (nameFrom: number, name: string, office: string): SpeechHeading | null => {
    const described = describeOffice(office);
    if (!described || notAnOffice.test(office)) return null;
    if (described.post === '' && (!isUnitName(described.unit) || placeEnd.test(name))) return null;
    return { speaker: written.slice(start + nameFrom, start + nameFrom + name.length), ...described };
  };
  const bracket = bracketed.exec(compact) ?? nameFirst.exec(compact);
  const described = bracket ? named(0, bracket[1] ?? '', bracket[2] ?? '') : null;
  if (described) return described;
  const reversed = bracketedName.exec(compact);
  if (reversed) return named((reversed[1] ?? '').length + 1, reversed[2] ?? '', reversed[1] ?? '');
  return spacedHeading(original) ?? titleHeading(compact);
}

/** 单位 职务 姓名, 姓名 单位职务 and, with no blank at all, 单位职务姓名. */
function spacedHeading(original: string): SpeechHeading | null {
  const words = original.trim().split(/\s+/);
  const written = words.join('');
  if (notATitle.test(simplify(written)) || words.length > 6 || written.length > 50) return null;
  const lengths =
    words.length === 1
      ? [3, 2]
      : [words.at(-1)?.length ?? 0, (words.at(-1)?.length ?? 0) + (words.at(-2)?.length ?? 0)];
  for (const length of lengths) {
    const heading = nameAndOffice(written.slice(-length), written.slice(0, -length));
    if (heading) return heading;
  }
  if (words.length === 1) return null;
  const firstLength = words[0]?.length ?? 0;
  for (const length of [firstLength, firstLength + (words[1]?.length ?? 0)]) {
    const heading = nameAndOffice(written.slice(0, length), written.slice(length));
    if (heading) return heading;
  }
  return null;
}

function nameAndOffice(name: string, office: string): SpeechHeading | null {
  if (!shortName.test(name) || speechWord.test(simplify(name)) || isUnitName(simplify(name))) return null;
  const described = describeOffice(simplify(office));
  return described && described.post !== '' && described.unit !== '' ? { speaker: name, ...described } : null;
}

function titleHeading(compact: string): SpeechHeading | null {
  const title = speechWord.exec(compact);
  if (!title || compact.length > 40) return null;
  const office = compact.slice(0, title.index);
  if (notATitle.test(office)) return null;
  const described = describeOffice(office);
  return described && isUnitName(described.unit) ? { speaker: '', ...described } : null;
}

/**
 * Takes an office (simplified, without blanks) apart: area, unit, post. A street office, town or
 * village stands under its own name; a bureau carries its area with it (中站区住建局), because every
 * area has one of that name.
 */
export function describeOffice(
  office: string,
): { readonly post: string; readonly unit: string; readonly district: string } | null {
  if (office.length < 2 || office.length > longestHeading) return null;
  const area = areaStart.exec(office);
  const district = area?.[1]?.replace(/^市/, '') ?? '';
  const rest = office.slice(area?.[0].length ?? 0);
  let cut = 0;
  while (cut < rest.length && !posts.test(rest.slice(cut))) cut += 1;
  const name = rest.slice(0, cut);
  const post = rest.slice(cut);
  if (name === '' && district === '') return null;
  if (name === '') return { post, unit: district, district };
  return { post, unit: ownNameUnit.test(name) ? name : district + name, district };
}

/** True when the words end as the name of a unit does. */
export function isUnitName(text: string): boolean {
  return text.length >= 3 && unitEnd.test(text);
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/[\s\u200b-\u200d\u2060\ufeff]+/g, '');
}

import { numberPattern, readChineseNumber } from './chinese-numbers.ts';

/** A quantity in compact text: `[from, to)` covers the number, its measure word and what is counted. */
export interface FoundQuantity {
  readonly value: number;
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

const measureWord =
  '(?:平方米|平方公里|立方米|公里|千米|米|亩|公顷|吨|公斤|人次|元|项|个(?!(?:半?月|半?年|星期|礼拜|小时|工作日|季度|到位|百分点|一[^一二三四五六七八九十]))|处|条|座|户|家|名(?!列)|次|场|台(?!账)|辆|块|株|棵|份|件|栋|幢|所|支(?!持)|套|眼|盏|期|批|类|人(?!次)|%)';

const quantityForm = new RegExp(
  `百分之(?<percent>(?:百|${numberPattern}))|(?<!连续)(?<![第\\d.〇零一二两三四五六七八九十百千万亿])(?<number>${numberPattern})(?:余|多)?(?<unit>${measureWord})`,
  'g',
);

// 进万家, 千家万户, 一个重要任务, 一项一项: figures of speech and articles, no amounts.
const figureOfSpeech = /^[百千万亿]|^一$/;

const counted = /^(?:[“《]?\p{Script=Han}){1,16}/u;
const endOfCounted =
  /进行|开展|实施|完成|全面|全部|逐[一项个]|统一|集中|彻底|整治到|整改到|以上|左右|等|的|要|将|已|在|并|和|与|及|到|达|用于|按|由/;

/** Finds the amounts of a compact stretch, in order. Ordinals, dates and spans of time are no amounts. */
export function statedQuantities(text: string): readonly FoundQuantity[] {
  const found: FoundQuantity[] = [];
  for (const match of text.matchAll(quantityForm)) {
    const percent = match.groups?.percent;
    const written = percent ?? match.groups?.number ?? '';
    const unit = percent === undefined ? (match.groups?.unit ?? '') : '%';
    const idiom = percent === undefined && figureOfSpeech.test(written);
    const value = idiom ? null : readChineseNumber(written);
    if (value === null || value === 0) continue;
    const to = match.index + match[0].length;
    found.push({ value, unit, from: match.index, to: to + countedLength(text.slice(to, to + 20)) });
  }
  return found;
}

function countedLength(after: string): number {
  const noun = counted.exec(after)?.[0] ?? '';
  const end = endOfCounted.exec(noun)?.index ?? noun.length;
  return end <= 12 ? end : 0;
}

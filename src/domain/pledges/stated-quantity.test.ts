import { describe, expect, it } from 'vitest';
import { statedQuantities } from './stated-quantity.ts';

function quantities(text: string): readonly (readonly [number, string, string])[] {
  return statedQuantities(text).map(({ value, unit, from, to }) => [value, unit, text.slice(from, to)]);
}

describe('statedQuantities', () => {
  it.each([
    ['对照十七项重点整治任务', [[17, '项', '十七项重点整治任务']]],
    [
      '完成23个小区、41条背街小巷的排查',
      [
        [23, '个', '23个小区'],
        [41, '条', '41条背街小巷'],
      ],
    ],
    ['投入资金50万元', [[500_000, '元', '50万元']]],
    ['投入五十万元用于绿化', [[500_000, '元', '五十万元']]],
    ['拆除违建3000余平方米', [[3000, '平方米', '3000余平方米']]],
    ['投诉下降百分之二十', [[20, '%', '百分之二十']]],
    ['达到95%以上', [[95, '%', '95%']]],
    ['新建公厕5座', [[5, '座', '5座']]],
    ['每周检查两次', [[2, '次', '两次']]],
    ['配备1名网格员', [[1, '名', '1名网格员']]],
  ])('reads %s', (text, expected) => {
    expect(quantities(text)).toEqual(expected);
  });

  it.each([
    '一个重要政治任务',
    '一项一项对照',
    '文明行为进万家',
    '千家万户',
    '四城联创',
    '一线四点',
    '一个半月内',
    '三个月',
    '7月11日',
    '第三项工作',
    '做到三个到位',
    '项项有人抓',
    '十分惭愧',
    '两台账',
  ])('finds no amount in %s', (text) => {
    expect(quantities(text)).toEqual([]);
  });
});

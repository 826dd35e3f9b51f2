import { describe, expect, it } from 'vitest';
import { type BulletinGroup, decideByFlags, formatDocumentNumber } from './bulletin.ts';

const unit = (name: string, flag: string | null) => ({ name, score: '80.00', rank: 1, flag, note: null });

describe('the decision of a bulletin', () => {
  it('praises before it criticises, group by group, in the order of the ranks', () => {
    const flags = { top: { count: 2, flag: 'red' }, bottom: { count: 1, flag: 'blue' } };
    const groups: BulletinGroup[] = [
      { name: '城区', flags, units: [unit('山阳区', 'red'), unit('示范区', 'red'), unit('中站区', 'blue')] },
      { name: '街道', flags, units: [unit('民主街道', 'red'), unit('焦北街道', null)] },
    ];
    expect(decideByFlags(groups)).toEqual([
      { tone: 'praise', flag: 'red', group: '城区', units: ['山阳区', '示范区'] },
      { tone: 'praise', flag: 'red', group: '街道', units: ['民主街道'] },
      { tone: 'criticism', flag: 'blue', group: '城区', units: ['中站区'] },
    ]);
  });

  it('takes the tone from the rule, whatever a city calls its flags', () => {
    const thresholds = [
      { flag: '流动红旗', min: '90' },
      { flag: '黑榜', below: '85' },
    ];
    const groups = [
      { name: '街道', flags: { thresholds }, units: [unit('甲', '流动红旗'), unit('乙', '黑榜')] },
    ];
    expect(decideByFlags(groups).map((d) => [d.tone, d.flag])).toEqual([
      ['praise', '流动红旗'],
      ['criticism', '黑榜'],
    ]);
  });

  it('says nothing where nobody is flagged', () => {
    expect(decideByFlags([{ name: '城区', units: [unit('甲', null)] }])).toEqual([]);
  });
});

describe('a document number', () => {
  it('has hexagonal brackets and no leading zero', () => {
    expect(formatDocumentNumber('焦城创指', 2019, 48)).toBe('焦城创指〔2019〕48号');
  });

  it.each([
    [19, 48],
    [2019, 0],
    [2019, 1.5],
  ])('is refused for year %d, number %d', (year, number) => {
    expect(() => formatDocumentNumber('焦城创指', year, number)).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { sayFlag, sayNote, sayWarning } from './ranking-words.ts';

const unit = { name: '甲', score: null, rank: null, flag: null };

describe('the words of a ranking', () => {
  it('say what a remark means, after the reason given', () => {
    const remarks = [{ code: 'too-few-sites', facts: { sites: 1, minimum: 3 } }] as const;
    expect(sayNote('zh-CN', { ...unit, reason: null, remarks })).toBe(
      '实地检查 1 个点位，不足规定的 3 个，不参与排名',
    );
    expect(sayNote('zh-CN', { ...unit, reason: '新设', remarks: [{ code: 'no-score', facts: {} }] })).toBe(
      '新设；缺少得分，未排名',
    );
    const shared = [{ code: 'component-without-value', facts: { component: 'rectification' } }] as const;
    expect(sayNote('zh-CN', { ...unit, reason: null, remarks: shared })).toContain(
      '“按期整改率”没有可计算的数据',
    );
    expect(sayNote('en', { ...unit, reason: null, remarks: [] })).toBeNull();
  });

  it('keep the flag of a city that has its own', () => {
    expect([sayFlag('zh-CN', 'red'), sayFlag('zh-CN', '流动红旗'), sayFlag('en', null)]).toEqual([
      '红旗',
      '流动红旗',
      '',
    ]);
  });

  it('print names as they are, even one that looks like a gap to fill', () => {
    const facts = { flag: 'red', count: 1, score: '9.00' };
    expect(sayWarning('zh-CN', { code: 'tie-on-flag-line', units: ['{{score}}', '乙'], facts })).toMatch(
      /^\{\{score\}\}、乙得分同为 9\.00/,
    );
  });
});

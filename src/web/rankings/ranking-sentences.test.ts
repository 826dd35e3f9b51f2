import { describe, expect, it } from 'vitest';
import { marginOf, periodWords, placesGained, pointsGained } from './ranking-sentences.ts';

const say = (key: string, facts = {}) => `${key} ${JSON.stringify(facts)}`;

describe('sentences of a ranking', () => {
  it('count places and points gained exactly', () => {
    const unit = { rank: 2, score: '82.75', previous: { rank: 5, score: '82.45' } };
    expect(placesGained(unit)).toBe(3);
    expect(pointsGained(unit)).toBe('+0.30');
    expect(pointsGained({ score: '73.75', previous: { rank: 1, score: '80' } })).toBe('−6.25');
  });

  it('say nothing where one side has no rank or score', () => {
    expect(placesGained({ rank: 1, previous: null })).toBeNull();
    expect(placesGained({ rank: null, previous: { rank: 1, score: null } })).toBeNull();
    expect(pointsGained({ score: '82.0', previous: { rank: 1, score: '82' } })).toBeNull();
    expect(pointsGained({ score: '1', previous: { rank: null, score: null } })).toBeNull();
  });

  it('tell a decided tie from a lead', () => {
    const margin = { other: '甲', points: '0.00' };
    expect(marginOf(say, { tone: 'praise', margin })).toContain('rankings.margin.equal');
    expect(marginOf(say, { tone: 'criticism', margin: { ...margin, points: '0.01' } })).toContain(
      'criticism',
    );
    expect(marginOf(say, { tone: null, margin: null })).toBeNull();
  });

  it('leave the period of a published table in its own words', () => {
    expect(periodWords(say, '2019年8月', (day) => day)).toBe('2019年8月');
    expect(periodWords(say, '2026-11-01/2026-11-20', (day) => day)).toContain('"to":"2026-11-20"');
  });
});

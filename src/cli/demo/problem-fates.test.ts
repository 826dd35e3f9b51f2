import { describe, expect, it } from 'vitest';
import { dealFates, dice } from './problem-fates.ts';
import { readRoundPlan } from './sample-files.ts';

const plan = readRoundPlan();

describe('the fates of sample problems', () => {
  it('come out as the plan wants them, to a problem', () => {
    const fates = [...dealFates(plan['round-1'], plan.progress).values()];
    expect(fates.length).toBe(329);
    const share = (end: string) => fates.filter((fate) => fate.end === end).length / fates.length;
    expect(share('struckOff')).toBeCloseTo(0.55, 2);
    expect(share('fixClaimed')).toBeCloseTo(0.1, 2);
    expect(share('inProgress')).toBeCloseTo(0.15, 2);
    expect(share('assigned')).toBeCloseTo(0.1, 2);
    expect(share('dispatched') + share('returned')).toBeCloseTo(0.1, 2);
    expect(share('returned')).toBeGreaterThan(0);
  });

  it('are the same every time and whatever the order of the visits', () => {
    const visits = plan['round-1'];
    const again = dealFates([...visits].reverse(), plan.progress);
    for (const [key, fate] of dealFates(visits, plan.progress)) expect(again.get(key)).toEqual(fate);
  });

  it('throws dice that are even, repeatable and below one', () => {
    const thrown = Array.from({ length: 2000 }, (_, index) => dice('seed', String(index)));
    expect(Math.max(...thrown)).toBeLessThan(1);
    expect(Math.min(...thrown)).toBeGreaterThanOrEqual(0);
    expect(thrown.reduce((sum, number) => sum + number, 0) / thrown.length).toBeCloseTo(0.5, 1);
    expect(dice('seed', '7')).toBe(thrown[7]);
  });
});

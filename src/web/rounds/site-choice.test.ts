import { describe, expect, it } from 'vitest';
import { countMatches, unitTree } from './site-choice.ts';

const units = [
  { id: 'city', name: '市', path: 'c' },
  { id: 'district', name: '区', path: 'c.d' },
  { id: 'street', name: '街道', path: 'c.d.s' },
  { id: 'other', name: '二区', path: 'c.d2' },
];
const groups = [
  { unitPath: 'c.d', siteType: 'ROAD', sites: 1, inRound: 1 },
  { unitPath: 'c.d.s', siteType: 'YARD', sites: 5, inRound: 2 },
  { unitPath: 'c.d2', siteType: 'YARD', sites: 3, inRound: 0 },
];

describe('choosing sites', () => {
  it('hangs units under their parents with the sites of the subtree', () => {
    const [city] = unitTree(units, groups);
    expect(city).toMatchObject({
      sites: 9,
      children: [
        { id: 'district', sites: 6 },
        { id: 'other', sites: 3 },
      ],
    });
    expect(city?.children[0]?.children).toMatchObject([{ id: 'street', sites: 5, children: [] }]);
  });

  it('counts a site once where a unit and its parent are both chosen', () => {
    expect(countMatches(groups, ['c.d', 'c.d.s'], [])).toEqual({ sites: 6, inRound: 3 });
    expect(countMatches(groups, [], ['YARD'])).toEqual({ sites: 8, inRound: 2 });
    expect(countMatches(groups, [], [])).toEqual({ sites: 9, inRound: 3 });
    // 'c.d2' begins like 'c.d' and is another unit
    expect(countMatches(groups, ['c.d'], ['YARD'])).toEqual({ sites: 5, inRound: 2 });
  });
});

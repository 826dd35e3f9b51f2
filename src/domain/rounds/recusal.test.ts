import { describe, expect, it } from 'vitest';
import { isRecused, mayInspect } from './recusal.ts';

const cityInspector = { role: 'inspector', unitId: 'city', unitPath: '4108' } as const;

function person(
  homePath: string | null,
  ...more: { role: 'unitHead' | 'inspector' | 'gridWorker'; unitPath: string }[]
) {
  return {
    homePath,
    grants: [cityInspector, ...more.map((grant) => ({ ...grant, unitId: grant.unitPath }))],
  };
}

describe('recusal', () => {
  const street = '4108.02.001';

  it.each([
    ['works for the territory itself', person(street)],
    ['works for the district above it', person('4108.02')],
    ['works for a community in it', person('4108.02.001.005')],
    ['heads the territory', person(null, { role: 'unitHead', unitPath: street })],
    ['heads the district', person(null, { role: 'unitHead', unitPath: '4108.02' })],
    ['keeps a grid cell in it', person(null, { role: 'gridWorker', unitPath: '4108.02.001.005' })],
    ['inspects for the territory itself', person(null, { role: 'inspector', unitPath: street })],
  ])('keeps away who %s', (_why, who) => {
    expect(isRecused(who, street)).toBe(true);
    expect(mayInspect(who, street)).toBe(false);
  });

  it.each([
    ['of the city', person('4108')],
    ['of the city’s own office', person('4108.office')],
    ['of another district', person('4108.03', { role: 'unitHead', unitPath: '4108.03' })],
    ['of a neighbour whose code begins alike', person('4108.02.0011')],
    ['over the district', person(null, { role: 'inspector', unitPath: '4108.02' })],
  ])('lets an inspector %s judge', (_whom, who) => {
    expect(mayInspect(who, street)).toBe(true);
  });

  it('sends nobody without the office of inspector', () => {
    expect(mayInspect({ homePath: null, grants: [] }, street)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { type CandidateUnit, type ResponsibilityFacts, responsibleUnit } from './responsible-unit.ts';

function unit(path: string, kind: string, unitType: string | null = null): CandidateUnit {
  return { unitId: path, path, kind, unitType, contactPersonId: `contact-${path}` };
}

const units = [
  unit('c', 'city'),
  unit('c.d1', 'district'),
  unit('c.d2', 'district'),
  unit('c.d1.s1', 'street', 'street_office'),
  unit('c.d1.s1.k1', 'community'),
  unit('c.d1.h', 'bureau', 'housing'),
  unit('c.h', 'bureau', 'housing'),
  unit('c.g', 'bureau', 'gardens'),
  unit('c.u', 'company', 'utility_owner'),
  unit('c.op', 'company', 'site_operator'),
  unit('c.line', 'bureau', 'commerce'),
];

const site = { territoryPath: 'c.d1.s1.k1', operatorUnitId: null, lineBureauId: null };
const facts: ResponsibilityFacts = {
  responsibleUnitType: 'street_office',
  categoryKind: 'event',
  site,
  units,
};

function answering(change: Partial<ResponsibilityFacts>): string | null {
  return responsibleUnit({ ...facts, ...change })?.unitId ?? null;
}

describe('the responsible unit', () => {
  it('of a street office type is the nearest street above the place', () => {
    expect(answering({})).toBe('c.d1.s1');
    expect(answering({ site: { ...site, territoryPath: 'c.d1.s1' } })).toBe('c.d1.s1');
    expect(answering({ site: { ...site, territoryPath: 'c.d1' } })).toBeNull();
  });

  it('of an owner type is the operator of the site, else the street or the utility of the city', () => {
    const run = { ...site, operatorUnitId: 'c.op' };
    expect(answering({ responsibleUnitType: 'site_operator', site: run })).toBe('c.op');
    expect(answering({ responsibleUnitType: 'property_co' })).toBe('c.d1.s1');
    expect(answering({ responsibleUnitType: 'utility_owner', site: run })).toBe('c.op');
    expect(answering({ responsibleUnitType: 'utility_owner' })).toBe('c.u');
  });

  it('of a bureau type is the district bureau before that of the city', () => {
    expect(answering({ responsibleUnitType: 'housing' })).toBe('c.d1.h');
    expect(answering({ responsibleUnitType: 'gardens' })).toBe('c.g');
    const elsewhere = { ...site, territoryPath: 'c.d2' };
    expect(answering({ responsibleUnitType: 'housing', site: elsewhere })).toBe('c.h');
  });

  it('never is the bureau of another district, even where paths begin alike', () => {
    const alike = [unit('c.d1', 'district'), unit('c.d11', 'district'), unit('c.d1.h', 'bureau', 'housing')];
    const other = { ...site, territoryPath: 'c.d11' };
    expect(answering({ responsibleUnitType: 'housing', site: other, units: alike })).toBeNull();
  });

  it('of a type that nobody has is the line bureau, else by kind: parts to the operator, events to the street', () => {
    const run = { ...site, operatorUnitId: 'c.op' };
    const lined = { ...run, lineBureauId: 'c.line' };
    expect(answering({ responsibleUnitType: 'water', site: lined })).toBe('c.line');
    expect(answering({ responsibleUnitType: 'water', site: run, categoryKind: 'part' })).toBe('c.op');
    expect(answering({ responsibleUnitType: 'water', site: run, categoryKind: 'event' })).toBe('c.d1.s1');
  });

  it('without a site is only a unit of the city itself', () => {
    expect(answering({ site: null })).toBeNull();
    expect(answering({ site: null, responsibleUnitType: 'housing' })).toBe('c.h');
  });
});

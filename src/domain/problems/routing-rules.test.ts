import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CandidateUnit, responsibleUnit } from './responsible-unit.ts';
import {
  checkRoutingRules,
  type RoutingCondition,
  type RoutingFacts,
  type RoutingRule,
  type RoutingTarget,
  routeProblem,
} from './routing-rules.ts';

function unit(path: string, kind: string, unitType: string | null = null): CandidateUnit {
  return { unitId: path, path, kind, unitType, contactPersonId: `contact-${path}` };
}

const units = [
  unit('c', 'city'),
  unit('c.d1', 'district'),
  unit('c.d1.s1', 'street', 'street_office'),
  unit('c.d1.s1.k1', 'community'),
  unit('c.d1.h', 'bureau', 'housing'),
  unit('c.h', 'bureau', 'housing'),
  unit('c.op', 'company', 'site_operator'),
  unit('c.keep', 'company'),
  unit('c.line', 'bureau', 'commerce'),
];

const facts: RoutingFacts = {
  responsibleUnitType: 'street_office',
  categoryKind: 'event',
  categoryKey: 'litter',
  severity: 'normal',
  source: 'inspection',
  siteType: 'YARD',
  isOwnerless: false,
  site: { territoryPath: 'c.d1.s1.k1', operatorUnitId: 'c.op', lineBureauId: 'c.line', keeperUnitId: null },
  areaPaths: new Map([
    ['d1', 'c.d1'],
    ['d2', 'c.d2'],
  ]),
  units,
};

const anything: RoutingCondition = {
  categoryKeys: [],
  categoryKinds: [],
  siteTypes: [],
  sources: [],
  areaUnitIds: [],
  severity: 'any',
  ownerless: 'any',
};

function rule(key: string, when: Partial<RoutingCondition>, lead: readonly RoutingTarget[]): RoutingRule {
  return { key, name: key, when: { ...anything, ...when }, lead, assisting: [] };
}

function routed(rules: readonly RoutingRule[], change: Partial<RoutingFacts> = {}): string | undefined {
  return routeProblem({ ...facts, ...change }, rules)?.unit.unitId;
}

describe('routing', () => {
  it('without rules is as item and category say, with the ground', () => {
    expect(routeProblem(facts, [])).toMatchObject({
      unit: { unitId: 'c.d1.s1' },
      assisting: [],
      reason: { ruleKey: null, target: 'standard', ground: 'street' },
    });
  });

  it('takes the first rule that fits and finds somebody', () => {
    const rules = [
      rule('citizens', { sources: ['citizen'] }, [{ to: 'unit', unitId: 'c.keep' }]),
      rule('gone', {}, [{ to: 'unit', unitId: 'closed' }]),
      rule('housing', { siteTypes: ['YARD'] }, [{ to: 'unitType', unitType: 'housing' }]),
      rule('rest', {}, [{ to: 'lineBureau' }]),
    ];
    expect(routed(rules)).toBe('c.d1.h');
    expect(routed(rules, { source: 'citizen' })).toBe('c.keep');
    expect(routed(rules, { siteType: null })).toBe('c.line');
    expect(routeProblem(facts, rules)?.reason).toEqual({
      ruleKey: 'housing',
      ruleName: 'housing',
      target: 'unitType',
      ground: null,
    });
  });

  it.each<[Partial<RoutingCondition>, Partial<RoutingFacts>, boolean]>([
    [{ categoryKeys: ['litter'] }, {}, true],
    [{ categoryKeys: ['stall'] }, {}, false],
    [{ categoryKinds: ['part'] }, {}, false],
    [{ areaUnitIds: ['d1'] }, {}, true],
    [{ areaUnitIds: ['d2', 'unheard-of'] }, {}, false],
    [{ areaUnitIds: ['d1'] }, { site: null }, false],
    [{ severity: 'high' }, {}, false],
    [{ severity: 'high' }, { severity: 'high' }, true],
    [{ ownerless: 'only' }, {}, false],
    [{ ownerless: 'only' }, { isOwnerless: true }, true],
    [{ ownerless: 'never' }, { isOwnerless: true }, false],
  ])('condition %j on %j: %s', (when, change, fits) => {
    const rules = [rule('one', when, [{ to: 'unit', unitId: 'c.keep' }])];
    const { ruleKey } = routeProblem({ ...facts, ...change }, rules)?.reason ?? {};
    expect(ruleKey === 'one').toBe(fits);
  });

  it('sends an ownerless site to its interim keeper where the operator would answer', () => {
    const site = {
      territoryPath: 'c.d1.s1.k1',
      operatorUnitId: null,
      lineBureauId: null,
      keeperUnitId: 'c.keep',
    };
    const owned = { responsibleUnitType: 'site_operator', isOwnerless: true, site };
    expect(routeProblem({ ...facts, ...owned }, [])).toMatchObject({
      unit: { unitId: 'c.keep' },
      reason: { ground: 'keeper' },
    });
    expect(routed([], { ...owned, site: { ...site, keeperUnitId: null } })).toBe('c.d1.s1');
  });

  it('names helpers, never the lead itself nor anybody twice', () => {
    const one = {
      ...rule('helped', {}, [{ to: 'street' }]),
      assisting: [{ to: 'street' }, { to: 'operator' }, { to: 'unit', unitId: 'c.op' }, { to: 'lineBureau' }],
    } as const satisfies RoutingRule;
    const assisting = routeProblem(facts, [one])?.assisting.map((helper) => helper.unitId);
    expect(assisting).toEqual(['c.op', 'c.line']);
  });

  it('never sends anywhere but to a unit that there is, and rules that fit nothing change nothing', () => {
    const targets = fc.constantFrom<RoutingTarget>(
      { to: 'standard' },
      { to: 'operator' },
      { to: 'keeper' },
      { to: 'street' },
      { to: 'lineBureau' },
      { to: 'unitType', unitType: 'housing' },
      { to: 'unit', unitId: 'nobody' },
    );
    const rules = fc.array(fc.record({ fits: fc.boolean(), lead: fc.array(targets, { maxLength: 4 }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(rules, fc.constantFrom('street_office', 'housing', 'water'), (given, type) => {
        const here = { ...facts, responsibleUnitType: type };
        const made = given.map(({ fits, lead }, index) =>
          rule(`r${index}`, fits ? {} : { categoryKeys: ['other'] }, lead),
        );
        const result = routeProblem(here, made);
        if (result) expect(units).toContain(result.unit);
        const silent = made.filter((one) => one.when.categoryKeys.length > 0);
        expect(routeProblem(here, silent)?.unit).toEqual(responsibleUnit(here) ?? undefined);
      }),
    );
  });
});

describe('rules', () => {
  it('are refused with their number', () => {
    const good = rule('a', {}, [{ to: 'street' }]);
    const bad: readonly RoutingRule[] = [
      good,
      { ...good, name: ' ' },
      { ...good, key: 'b', lead: [] },
      { ...good, key: 'c', lead: [{ to: 'standard' }, { to: 'street' }] },
      { ...good, key: 'd', lead: Array.from({ length: 11 }, () => ({ to: 'street' as const })) },
    ];
    expect(checkRoutingRules(bad).map((fault) => [fault.code, fault.facts.rule])).toEqual([
      ['routing.keyTwice', 2],
      ['routing.noName', 2],
      ['routing.noLead', 3],
      ['routing.standardNotLast', 4],
      ['routing.tooManyTargets', 5],
    ]);
    expect(checkRoutingRules([good])).toEqual([]);
  });
});

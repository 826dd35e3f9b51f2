import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applySite,
  changeSite,
  contentOf,
  createSite,
  restoreSite,
  retireSite,
  type Site,
  type SiteContent,
  type SiteEvent,
} from './site.ts';

const yard: SiteContent = {
  code: 'YARD-1',
  name: '市工商局家属院',
  siteType: 'YARD',
  territoryUnitId: 'street',
  lineBureauId: null,
  operatorUnitId: null,
  keeperPersonId: null,
  isOwnerless: true,
  address: null,
  lon: null,
  lat: null,
  positionSource: null,
  note: null,
};

function eventsOf(decision: ReturnType<typeof createSite>): readonly SiteEvent[] {
  if (!decision.accepted) throw new Error(decision.refusal.code);
  return decision.value;
}

function fold(events: readonly SiteEvent[]): Site {
  const site = events.reduce<Site | null>(applySite, null);
  if (!site) throw new Error('no events');
  return site;
}

describe('a site', () => {
  it('is refused as ownerless while somebody runs it', () => {
    const decision = createSite({ ...yard, operatorUnitId: 'company' });
    expect(decision).toMatchObject({ accepted: false, refusal: { code: 'site-ownerless-has-operator' } });
  });

  it('is refused with half a position', () => {
    expect(createSite({ ...yard, lon: 113 })).toMatchObject({ refusal: { code: 'site-half-position' } });
  });

  it('is adopted by naming who runs it', () => {
    const site = fold(eventsOf(createSite(yard)));
    const events = eventsOf(changeSite(site, { ...yard, isOwnerless: false, operatorUnitId: 'company' }));
    expect(events).toEqual([
      {
        kind: 'site.changed',
        data: {
          before: { isOwnerless: true, operatorUnitId: null },
          after: { isOwnerless: false, operatorUnitId: 'company' },
        },
      },
    ]);
  });

  it('has no history of changes that change nothing', () => {
    const site = fold(eventsOf(createSite(yard)));
    expect(changeSite(site, { ...yard })).toEqual({ accepted: true, value: [] });
  });

  it('is not changed while it is retired, and can be restored', () => {
    const site = fold([...eventsOf(createSite(yard)), { kind: 'site.retired', data: { reason: '已拆除' } }]);
    expect(changeSite(site, { ...yard, name: '新名' })).toMatchObject({ refusal: { code: 'site-retired' } });
    expect(retireSite(site, '再次')).toMatchObject({ refusal: { code: 'site-retired' } });
    const back = fold([...eventsOf(createSite(yard)), ...eventsOf(restoreSite(site, '登记错误'))]);
    expect(back.state).toBe('active');
    expect(restoreSite(back, '再次')).toMatchObject({ refusal: { code: 'site-active' } });
  });

  it('refuses a history that does not begin with its creation', () => {
    expect(() => applySite(null, { kind: 'site.retired', data: { reason: '无' } })).toThrow(TypeError);
  });

  it('folds to the last accepted content, whatever the changes', () => {
    const text = fc.option(fc.string(), { nil: null });
    const degrees = fc.option(fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true })), {
      nil: null,
    });
    const content = fc
      .record({ name: fc.string(), operatorUnitId: text, isOwnerless: fc.boolean(), note: text, at: degrees })
      .map(
        ({ at, ...rest }): SiteContent => ({ ...yard, ...rest, lon: at?.[0] ?? null, lat: at?.[1] ?? null }),
      );
    fc.assert(
      fc.property(fc.array(content, { maxLength: 8 }), (contents) => {
        let events = [...eventsOf(createSite(yard))];
        let last: SiteContent = yard;
        for (const next of contents) {
          const decision = changeSite(fold(events), next);
          if (!decision.accepted) continue;
          events = [...events, ...decision.value];
          last = next;
        }
        expect(contentOf(fold(events))).toEqual(last);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { applyCheck, applySweep, uncheckedSite } from './apply-sweep.ts';
import {
  coversProblem,
  decideSweep,
  type StartSweep,
  type SweepCommand,
  type SweepFacts,
} from './decide-sweep.ts';
import { mostSweptSites, type Sweep, type SweepCheck } from './sweep.ts';
import type { SweepActor } from './sweep-moves.ts';

const site = { checkId: 'c1', siteId: 'x1', unitId: 'street' };

function person(personId: string, verbs: readonly string[], unitIds: readonly string[] = []): SweepActor {
  return { personId, unitIds, may: (verb) => verbs.includes(verb) };
}

const office = person('office', ['problem.dispatch']);
const head = person('head', ['problem.assign', 'problem.approve', 'problem.work'], ['street']);
const inspector = person('inspector', ['inspection.submit']);

const facts: SweepFacts = {
  now: '2026-11-23T02:00:00.000Z',
  actor: office,
  number: 1,
  sites: [site],
  coversProblem: true,
  problemIds: [],
};

const start: StartSweep = {
  type: 'start',
  sweepId: 's1',
  title: '消火栓被埋压',
  categoryKey: 'hydrant',
  itemCode: null,
  versionId: null,
  severity: 'high',
  siteTypes: ['YARD'],
  scopeUnitId: 'street',
  ownerUnitId: 'street',
  problemId: null,
  dueAt: '2026-11-30T10:30:00.000Z',
  waiveReason: null,
};

function codeOf(
  sweep: Sweep | null,
  check: SweepCheck | null,
  command: SweepCommand,
  actor: SweepActor,
  more: Partial<SweepFacts> = {},
): string | null {
  const decision = decideSweep(sweep, check, command, { ...facts, actor, ...more });
  return decision.accepted ? null : decision.refusal.code;
}

function begun(change: Partial<StartSweep> = {}, sites = [site]): { sweep: Sweep; check: SweepCheck } {
  const decision = decideSweep(null, null, { ...start, ...change }, { ...facts, sites });
  if (!decision.accepted) throw new Error(decision.refusal.code);
  const sweep = decision.value.reduce<Sweep | null>((known, one) => applySweep(known, null, one), null);
  if (!sweep) throw new Error('nothing began');
  return { sweep, check: uncheckedSite(site) };
}

function moved(
  sweep: Sweep,
  check: SweepCheck,
  command: SweepCommand,
  actor: SweepActor,
): { sweep: Sweep; check: SweepCheck } {
  const decision = decideSweep(sweep, check, command, { ...facts, actor });
  if (!decision.accepted) throw new Error(decision.refusal.code);
  const [event] = decision.value;
  if (!event) throw new Error('no event');
  return { sweep: applySweep(sweep, check, event), check: applyCheck(check, event) };
}

const clear = {
  type: 'check',
  result: 'clear',
  photoIds: ['p'],
  reason: null,
  problemId: null,
  severity: 'normal',
} as const;
const found = { ...clear, result: 'found', problemId: 'q' } as const;
const close = { type: 'close', cause: 'habit', causeNote: '平时没有人去看', restReason: null } as const;

describe('starting a sweep', () => {
  it('needs sites, a site type, a title and a day to come', () => {
    expect(codeOf(null, null, start, office, { sites: [] })).toBe('sweep.noSites');
    expect(codeOf(null, null, { ...start, siteTypes: [] }, office)).toBe('sweep.noSiteType');
    expect(codeOf(null, null, { ...start, title: ' ' }, office)).toBe('sweep.noTitle');
    expect(codeOf(null, null, { ...start, dueAt: facts.now }, office)).toBe('sweep.duePast');
    expect(codeOf(null, null, { ...start, dueAt: 'soon' }, office)).toBe('sweep.duePast');
    const many = Array.from({ length: mostSweptSites + 1 }, (_, index) => ({
      ...site,
      checkId: `c${index}`,
    }));
    expect(codeOf(null, null, start, office, { sites: many })).toBe('sweep.tooManySites');
    expect(codeOf(null, null, start, office, { sites: many.slice(1) })).toBeNull();
  });

  it('is refused to people who neither dispatch nor answer for a unit', () => {
    expect(codeOf(null, null, start, person('grid', ['problem.work'], ['street']))).toBe('sweep.missingVerb');
    expect(codeOf(null, null, start, head)).toBeNull();
  });

  it('cannot serve a problem that it does not cover', () => {
    expect(codeOf(null, null, { ...start, problemId: 'p' }, office, { coversProblem: false })).toBe(
      'sweep.notCovering',
    );
  });

  it('may be excused at once by the office or from above, never by the unit itself', () => {
    const waived = { ...start, waiveReason: '只此一处，别处没有' };
    expect(codeOf(null, null, waived, office, { sites: [] })).toBeNull();
    expect(codeOf(null, null, waived, head, { sites: [] })).toBe('sweep.approverNeeded');
    expect(codeOf(null, null, { ...waived, waiveReason: '无' }, office)).toBe('sweep.reasonNeeded');
    const { sweep } = begun(waived, []);
    expect(sweep).toMatchObject({ state: 'waived', total: 0, waiveReason: '只此一处，别处没有' });
  });
});

describe('a check', () => {
  it('of a grave sweep is clear with a photo only; of another it is counted without', () => {
    const grave = begun();
    expect(codeOf(grave.sweep, grave.check, { ...clear, photoIds: [] }, head)).toBe('sweep.photoNeeded');
    const light = begun({ severity: 'normal' });
    const done = moved(light.sweep, light.check, { ...clear, photoIds: [] }, head);
    expect(done.sweep).toMatchObject({ clear: 1, withPhoto: 0, total: 1 });
  });

  it('finds with a photo or a reason, and with the problem it raises', () => {
    const { sweep, check } = begun();
    expect(codeOf(sweep, check, { ...found, photoIds: [] }, head)).toBe('sweep.photoOrReason');
    expect(codeOf(sweep, check, { ...found, problemId: null }, head)).toBe('sweep.problemNeeded');
    expect(moved(sweep, check, found, head).sweep).toMatchObject({ found: 1, withPhoto: 1 });
  });

  it('that finds something grave makes it wait for this very sweep', () => {
    const { sweep, check } = begun();
    const decision = decideSweep(sweep, check, { ...found, severity: 'high' }, { ...facts, actor: head });
    expect(decision.accepted && decision.value.map((event) => event.kind)).toEqual([
      'sweep.checked',
      'sweep.attached',
    ]);
  });

  it('says why a site was not checked, and that counts as not checked', () => {
    const { sweep, check } = begun();
    const not = { ...clear, result: 'notChecked', photoIds: [] } as const;
    expect(codeOf(sweep, check, not, head)).toBe('sweep.reasonNeeded');
    const said = moved(sweep, check, { ...not, reason: '院门锁着进不去' }, head);
    expect(said.sweep).toMatchObject({ clear: 0, found: 0, notChecked: 1 });
    expect(moved(said.sweep, said.check, clear, head).sweep).toMatchObject({ clear: 1, notChecked: 0 });
  });

  it('turns from clear to found, never back', () => {
    const first = begun();
    const once = moved(first.sweep, first.check, clear, head);
    expect(codeOf(once.sweep, once.check, clear, head)).toBe('sweep.alreadyClear');
    const not = { ...clear, result: 'notChecked', reason: '其实没有去看' } as const;
    expect(codeOf(once.sweep, once.check, not, head)).toBe('sweep.alreadyClear');
    const twice = moved(once.sweep, once.check, found, head);
    expect(twice.sweep).toMatchObject({ clear: 0, found: 1 });
    expect(codeOf(twice.sweep, twice.check, clear, head)).toBe('sweep.alreadyFound');
  });

  it('is the unit’s own: neither the office nor an inspector fills it in', () => {
    const { sweep, check } = begun();
    for (const other of [office, inspector]) {
      expect(codeOf(sweep, check, clear, other)).toBe('sweep.missingVerb');
    }
    expect(codeOf(sweep, null, clear, head)).toBe('sweep.siteNotIn');
  });
});

describe('a spot check', () => {
  const again = { ...found, type: 'spotCheck', problemId: 'q2' } as const;

  it('that finds the fault contradicts a clear site and counts it as found', () => {
    const first = begun();
    expect(codeOf(first.sweep, first.check, again, inspector)).toBe('sweep.nothingToSpotCheck');
    const once = moved(first.sweep, first.check, clear, head);
    const caught = moved(once.sweep, once.check, again, inspector);
    expect(caught.sweep).toMatchObject({ clear: 0, found: 1, spotChecked: 1, contradicted: 1 });
    expect(codeOf(caught.sweep, caught.check, again, inspector)).toBe('sweep.alreadySpotChecked');
    expect(codeOf(caught.sweep, caught.check, found, head)).toBe('sweep.alreadySpotChecked');
  });

  it('is made by somebody else, from another unit, with a photo or a reason', () => {
    const first = begun();
    const once = moved(first.sweep, first.check, clear, head);
    const ofUnit = person('double', ['inspection.submit'], ['street']);
    expect(codeOf(once.sweep, once.check, again, ofUnit)).toBe('sweep.ownUnit');
    const himself = person('head', ['inspection.submit']);
    expect(codeOf(once.sweep, once.check, again, himself)).toBe('sweep.ownCheck');
    const bare = { ...again, result: 'clear', photoIds: [], problemId: null } as const;
    expect(codeOf(once.sweep, once.check, bare, inspector)).toBe('sweep.photoOrReason');
  });

  it('comes also after the end', () => {
    const first = begun();
    const once = moved(first.sweep, first.check, clear, head);
    const done = moved(once.sweep, once.check, close, head);
    expect(moved(done.sweep, once.check, again, inspector).sweep).toMatchObject({
      state: 'done',
      contradicted: 1,
    });
  });
});

describe('the end of a sweep', () => {
  it('comes with every site checked and the cause in words', () => {
    const first = begun();
    expect(codeOf(first.sweep, null, close, head)).toBe('sweep.unchecked');
    const once = moved(first.sweep, first.check, clear, head);
    expect(codeOf(once.sweep, null, { ...close, causeNote: '无' }, head)).toBe('sweep.causeWordsNeeded');
    expect(codeOf(once.sweep, null, close, head)).toBeNull();
  });

  it('excuses the rest only from above and with a reason', () => {
    const { sweep } = begun();
    const rest = { ...close, restReason: '其余楼院正在拆迁' };
    expect(codeOf(sweep, null, rest, head)).toBe('sweep.approverNeeded');
    expect(codeOf(sweep, null, { ...rest, restReason: '略' }, office)).toBe('sweep.reasonNeeded');
    expect(codeOf(sweep, null, rest, office)).toBeNull();
    const district = person('district', ['problem.assign', 'problem.approve'], ['district']);
    expect(codeOf(sweep, null, rest, district)).toBeNull();
  });

  it('by waiver is refused to the unit itself', () => {
    const { sweep } = begun();
    const waive = { type: 'waive', reason: '全市同类设施已拆除' } as const;
    expect(codeOf(sweep, null, waive, head)).toBe('sweep.ownUnit');
    expect(codeOf(sweep, null, waive, office)).toBeNull();
  });

  it('by cancelling is possible before anybody has looked', () => {
    const first = begun();
    const cancel = { type: 'cancel', reason: '范围选错了要重来' } as const;
    expect(codeOf(first.sweep, null, cancel, office)).toBeNull();
    const once = moved(first.sweep, first.check, clear, head);
    expect(codeOf(once.sweep, null, cancel, office)).toBe('sweep.alreadyBegun');
  });

  it('can be undone by the office, which takes the cause away', () => {
    const first = begun();
    const once = moved(first.sweep, first.check, clear, head);
    const done = moved(once.sweep, once.check, close, head);
    const reopen = { type: 'reopen', reason: '抽查推翻了三处' } as const;
    expect(codeOf(done.sweep, null, reopen, head)).toBe('sweep.missingVerb');
    expect(moved(done.sweep, once.check, reopen, office).sweep).toMatchObject({
      state: 'open',
      cause: null,
      closedAt: null,
      reopenCount: 1,
    });
  });
});

describe('a sweep covers a problem', () => {
  const subject = { categoryKey: 'hydrant', itemCode: null, siteTypes: ['YARD'] };
  const problem = { categoryKey: 'hydrant', itemCode: 'FIRE-01', siteType: 'YARD', isInScope: true };

  it('of the same kind, at such a site, within its scope', () => {
    expect(coversProblem(subject, problem)).toBe(true);
    expect(coversProblem({ ...subject, itemCode: 'FIRE-01' }, problem)).toBe(true);
    expect(coversProblem(subject, { ...problem, siteType: null })).toBe(true);
  });

  it('and no other', () => {
    expect(coversProblem({ ...subject, itemCode: 'FIRE-02' }, problem)).toBe(false);
    expect(coversProblem(subject, { ...problem, categoryKey: 'litter' })).toBe(false);
    expect(coversProblem(subject, { ...problem, siteType: 'MARKET' })).toBe(false);
    expect(coversProblem(subject, { ...problem, isInScope: false })).toBe(false);
  });
});

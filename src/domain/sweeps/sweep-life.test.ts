import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceSweep, applyCheck, applySweep, foldSweep, uncheckedSite } from './apply-sweep.ts';
import { decideSweep, type SweepCommand, type SweepFacts } from './decide-sweep.ts';
import { countsOf, rootCauses, type Sweep, type SweepCheck, uncheckedOf } from './sweep.ts';
import { type SweepEvent, sweepEventKinds } from './sweep-events.ts';
import { type SweepActor, sweepCommandTypes, sweepMoves } from './sweep-moves.ts';

const sites = ['a', 'b', 'c'].map((name) => ({
  checkId: `check-${name}`,
  siteId: `site-${name}`,
  unitId: 'street',
}));
/** Who is who: the grid worker and the head belong to the street that answers. */
const people: Readonly<Record<string, SweepActor>> = {
  office: actor('office', ['problem.dispatch'], ['office']),
  district: actor('district', ['problem.approve', 'problem.assign'], ['district']),
  head: actor('head', ['problem.approve', 'problem.assign', 'problem.work'], ['street']),
  grid: actor('grid', ['problem.work'], ['street']),
  inspector: actor('inspector', ['inspection.submit'], []),
  // works in the street and was made an inspector besides
  double: actor('double', ['inspection.submit', 'problem.work'], ['street']),
  nobody: actor('nobody', [], []),
};

function actor(personId: string, verbs: readonly string[], unitIds: readonly string[]): SweepActor {
  return { personId, unitIds, may: (verb) => verbs.includes(verb) };
}

const reason = fc.constantFrom('逐处看过，情况属实', '逐处看过，情况属实', '短', null);
const words = fc.constantFrom('责任没有落到人', '责任没有落到人', '责任没有落到人', '短');
const photoIds = fc.subarray(['p1', 'p2']);
const severity = fc.constantFrom('normal' as const, 'normal' as const, 'high' as const);
const look = { photoIds, reason, problemId: fc.constant('found'), severity };
const command: fc.Arbitrary<SweepCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('check' as const),
      result: fc.constantFrom('clear' as const, 'found' as const, 'notChecked' as const),
      ...look,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('spotCheck' as const),
      result: fc.constantFrom('clear' as const, 'found' as const),
      ...look,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('close' as const),
      cause: fc.constantFrom(...rootCauses),
      causeNote: words,
      restReason: reason,
    }),
  },
  fc.record({ type: fc.constant('attach' as const), problemId: fc.constantFrom('q1', 'q2') }),
  fc.record({ type: fc.constant('waive' as const), reason: words }),
  fc.record({ type: fc.constant('reopen' as const), reason: words }),
  fc.record({ type: fc.constant('cancel' as const), reason: words }),
);
const attempt = fc.record({
  who: fc.constantFrom(...Object.keys(people)),
  checkId: fc.constantFrom('check-a', 'check-b', 'check-c', 'check-elsewhere'),
  command,
  coversProblem: fc.constantFrom(true, true, true, false),
});

const start = {
  type: 'start',
  sweepId: 's1',
  title: '消火栓被埋压',
  categoryKey: 'hydrant',
  itemCode: null,
  versionId: null,
  severity: 'normal',
  siteTypes: ['YARD'],
  scopeUnitId: 'street',
  ownerUnitId: 'street',
  problemId: 'p0',
  dueAt: '2026-12-01T10:00:00.000Z',
  waiveReason: null,
} as const satisfies SweepCommand;

function factsOf(who: string, step: number, more: Partial<SweepFacts> = {}): SweepFacts {
  return {
    now: new Date(Date.UTC(2026, 10, 23) + step * 3_600_000).toISOString(),
    actor: people[who] ?? actor(who, [], []),
    number: 7,
    sites,
    coversProblem: true,
    problemIds: [],
    ...more,
  };
}

interface Life {
  readonly sweep: Sweep;
  readonly checks: ReadonlyMap<string, SweepCheck>;
  readonly events: readonly SweepEvent[];
  readonly tried: readonly { readonly who: string; readonly type: string; readonly accepted: boolean }[];
}

/** Plays tries one after the other, as the server does: a refused one changes nothing. */
function live(tries: readonly (typeof attempt extends fc.Arbitrary<infer T> ? T : never)[]): Life {
  const begun = decideSweep(null, null, start, factsOf('head', 0));
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const events = [...begun.value];
  let sweep = events.reduce<Sweep | null>((known, event) => applySweep(known, null, event), null) as Sweep;
  const checks = new Map(sites.map((site) => [site.checkId, uncheckedSite(site)]));
  const problemIds = new Set(['p0']);
  const tried = tries.map(({ who, checkId, command: wanted, coversProblem }, index) => {
    const isAboutSite = wanted.type === 'check' || wanted.type === 'spotCheck';
    const check = isAboutSite ? (checks.get(checkId) ?? null) : null;
    const facts = factsOf(who, index + 1, { coversProblem, problemIds: [...problemIds] });
    const decision = decideSweep(sweep, check, wanted, facts);
    if (decision.accepted) {
      const reached = advanceSweep(sweep, check, decision.value);
      sweep = reached.sweep;
      if (reached.check) checks.set(reached.check.checkId, reached.check);
      for (const event of decision.value) {
        if (event.kind === 'sweep.attached') problemIds.add(event.data.problemId);
        events.push(event);
      }
    }
    return { who, type: wanted.type, accepted: decision.accepted };
  });
  return { sweep, checks, events, tried };
}

const lives = fc.array(attempt, { maxLength: 40 });

describe('any life of a sweep', () => {
  it('folds from its history to what was reached step by step', () => {
    fc.assert(
      fc.property(lives, (tries) => {
        const { sweep, checks, events } = live(tries);
        const folded = foldSweep(events);
        expect(folded?.sweep).toEqual(sweep);
        expect([...(folded?.checks ?? [])]).toEqual([...checks]);
        expect(sweep.version).toBe(events.length);
      }),
    );
  });

  it('counts what its checks say, no more and no less', () => {
    fc.assert(
      fc.property(lives, (tries) => {
        const { sweep, checks } = live(tries);
        const all = [...checks.values()].map(countsOf);
        for (const key of [
          'total',
          'clear',
          'found',
          'notChecked',
          'withPhoto',
          'spotChecked',
          'contradicted',
        ] as const) {
          expect(sweep[key], key).toBe(all.reduce((sum, one) => sum + one[key], 0));
        }
        expect(uncheckedOf(sweep)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is done only with a cause, and with every site checked or the rest excused', () => {
    fc.assert(
      fc.property(lives, (tries) => {
        const { sweep, events } = live(tries);
        if (sweep.state !== 'done') return;
        expect(sweep.cause).not.toBeNull();
        expect(sweep.causeNote?.length ?? 0).toBeGreaterThanOrEqual(5);
        const end = events.findLast((event) => event.kind === 'sweep.done');
        if (end?.kind === 'sweep.done' && end.data.unchecked > 0) expect(sweep.waiveReason).not.toBeNull();
        else expect(uncheckedOf(sweep)).toBe(0);
      }),
    );
  });

  it('is never excused by the unit that answers, nor checked by strangers to the site', () => {
    fc.assert(
      fc.property(lives, (tries) => {
        for (const event of live(tries).events) {
          const excuses =
            event.kind === 'sweep.waived' || (event.kind === 'sweep.done' && event.data.unchecked > 0);
          if (excuses) expect(['office', 'district']).toContain(event.by);
          if (event.kind === 'sweep.checked') expect(['head', 'grid', 'double']).toContain(event.by);
          if (event.kind === 'sweep.spot_checked') expect(event.by).toBe('inspector');
        }
      }),
    );
  });

  it('raises a problem for every finding, and a finding stays', () => {
    fc.assert(
      fc.property(lives, (tries) => {
        const found = new Set<string>();
        for (const event of live(tries).events) {
          if (event.kind !== 'sweep.checked') continue;
          expect(found.has(event.data.checkId)).toBe(false);
          expect(event.data.problemId !== null).toBe(event.data.result === 'found');
          if (event.data.result === 'found') found.add(event.data.checkId);
        }
      }),
    );
  });

  it('moves along the table only', () => {
    fc.assert(
      fc.property(lives, (tries) => {
        const { events } = live(tries);
        let sweep: Sweep | null = null;
        const checks = new Map<string, SweepCheck>();
        for (const event of events) {
          const before: Sweep | null = sweep;
          const about = 'checkId' in event.data ? (checks.get(event.data.checkId) ?? null) : null;
          sweep = applySweep(sweep, about, event);
          if (event.kind === 'sweep.started') {
            for (const site of event.data.sites) checks.set(site.checkId, uncheckedSite(site));
          }
          if (about) checks.set(about.checkId, applyCheck(about, event));
          const { state } = sweep;
          const isInTable = sweepCommandTypes.some((type) => {
            const move = sweepMoves[type];
            const to = move.to === 'same' ? before?.state : move.to;
            return move.from.includes(before?.state ?? null) && to === state;
          });
          expect(isInTable, `${before?.state} → ${state}`).toBe(true);
        }
      }),
    );
  });

  it('reaches every kind of event and both ends within these lives', () => {
    const kinds = new Set<string>();
    for (const tries of fc.sample(fc.array(attempt, { minLength: 40, maxLength: 40 }), {
      numRuns: 300,
      seed: 3,
    })) {
      for (const event of live(tries).events) kinds.add(event.kind);
    }
    expect([...kinds].sort()).toEqual([...sweepEventKinds].sort());
  });
});

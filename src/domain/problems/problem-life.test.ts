import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyProblem, foldProblem } from './apply-problem.ts';
import { decideProblem } from './decide-problem.ts';
import { possibleMoves } from './possible-moves.ts';
import type { Problem } from './problem.ts';
import type { ProblemCommand } from './problem-commands.ts';
import { movedEventKinds, type ProblemEvent } from './problem-events.ts';
import type { ProblemFacts } from './problem-facts.ts';
import { moveOf, type ProblemMove, problemCommandTypes, problemVerbs } from './problem-moves.ts';
import { isAnsweredFor, isOpen, type ProblemState, problemStates } from './problem-states.ts';

const people = ['ann', 'bob', 'cai', 'dan', 'eve'] as const;
const units = ['street', 'bureau', 'gardens'] as const;
const unitOf: Record<(typeof people)[number], string[]> = {
  ann: ['street'],
  bob: ['bureau'],
  cai: ['gardens'],
  dan: [],
  eve: ['street', 'bureau', 'gardens'],
};
// Mostly well-meant, so that lives go deep enough to reach their ends.
const mostly = (often: boolean) => fc.constantFrom(often, often, often, often, !often);
const reason = fc.constantFrom('现场情况属实', '现场情况属实', '现场情况属实', '短', '');
const unit = fc.constantFrom(...units);
const person = fc.constantFrom(...people);
const allPhotos = people.map((uploader) => `photo-${uploader}`);
const photoIds = fc.oneof(
  { weight: 4, arbitrary: fc.constant(allPhotos) },
  { weight: 1, arbitrary: fc.subarray([...allPhotos, 'never-sent']) },
);

const ending = fc.oneof(
  fc.record({ type: fc.constant('reject' as const), reason }),
  fc.record({ type: fc.constant('requestVoid' as const), reason }),
  fc.record({ type: fc.constant('approveVoid' as const) }),
  fc.record({ type: fc.constant('declineVoid' as const), reason }),
);
const working = fc.oneof(
  fc.record({
    type: fc.constant('dispatch' as const),
    unitId: unit,
    assistingUnitIds: fc.subarray([...units], { maxLength: 1 }),
  }),
  fc.record({ type: fc.constant('returnNotOurs' as const), reason, proposedUnitId: unit }),
  fc.record({ type: fc.constant('assign' as const), personId: person }),
  fc.record({ type: fc.constant('start' as const) }),
  fc.record({ type: fc.constant('handOver' as const), personId: person, reason }),
  fc.record({ type: fc.constant('claimFixed' as const), photoIds, reason }),
  fc.record({ type: fc.constant('confirmFixed' as const), photoIds, offSiteReason: reason }),
  fc.record({ type: fc.constant('sendBack' as const), photoIds, reason }),
  fc.record({
    type: fc.constant('reopen' as const),
    reason,
    unitId: unit,
    assistingUnitIds: fc.constant([]),
  }),
);
const until = fc.nat({ max: 400 }).map((hours) => timeAt(hours));
const asking = fc.oneof(
  fc.record({ type: fc.constant('askExtension' as const), until, reason }),
  fc.record({ type: fc.constant('grantExtension' as const) }),
  fc.record({ type: fc.constant('refuseExtension' as const), reason }),
  fc.record({ type: fc.constant('askDeferral' as const), until, reason }),
  fc.record({ type: fc.constant('grantDeferral' as const), reason }),
  fc.record({ type: fc.constant('refuseDeferral' as const), reason }),
  fc.record({ type: fc.constant('resume' as const) }),
  fc.record({
    type: fc.constant('stopClock' as const),
    reasonKey: fc.constantFrom('weather', 'because'),
    reason,
    until,
  }),
  fc.record({ type: fc.constant('startClock' as const) }),
  fc.record({
    type: fc.constant('reportProgress' as const),
    measures: fc.constantFrom(null, '', '加派两人'),
    progress: fc.constantFrom(null, '已清运一半'),
  }),
);
const linking = fc.oneof(
  fc.record({
    type: fc.constant('changeCategory' as const),
    categoryKey: fc.constantFrom('dirty_road', 'waste_pile'),
    severity: fc.constantFrom('normal' as const, 'high' as const),
    reason,
  }),
  fc.record({
    type: fc.constant('linkDuplicate' as const),
    mainProblemId: fc.constantFrom('p1', 'p2'),
    reason,
  }),
  fc.record({ type: fc.constant('unlinkDuplicate' as const), reason }),
  fc.record({ type: fc.constant('setParent' as const), parentId: fc.constantFrom('p1', 'p2') }),
  fc.record({ type: fc.constant('clearParent' as const), reason }),
  fc.record({
    type: fc.constant('answerRecurrence' as const),
    previousId: fc.constantFrom('p1', 'p2'),
    same: fc.boolean(),
  }),
);
const command: fc.Arbitrary<ProblemCommand> = fc.oneof(
  { weight: 1, arbitrary: ending },
  { weight: 30, arbitrary: working },
  { weight: 30, arbitrary: asking },
  { weight: 6, arbitrary: linking },
);

/** One try of somebody to do something, somewhere between well-meant and hostile. */
const attempt = fc.record({
  command,
  actorId: fc.option(person, { nil: null }),
  mayAll: mostly(true),
  hasContact: mostly(true),
  hasDeadline: mostly(true),
  nearSite: mostly(true),
  /** Moved to another office since, so that only his name still ties him to the fix. */
  hasLeft: mostly(false),
  arbiterPersonId: fc.constantFrom(null, 'dan'),
  sweep: fc.constantFrom('not-needed' as const, 'missing' as const, 'open' as const, 'done' as const),
  openChildren: fc.constantFrom(0, 0, 0, 1),
  duplicateCount: fc.constantFrom(0, 0, 0, 1),
  otherIsOpen: mostly(true),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

function timeAt(step: number): string {
  return new Date(Date.UTC(2026, 2, 1) + step * 3_600_000).toISOString();
}

function factsOf(tried: Attempt, step: number, problem: Problem | null): ProblemFacts {
  const { command: wanted, actorId } = tried;
  const assigneeId = 'personId' in wanted ? wanted.personId : null;
  const unitId = 'unitId' in wanted ? wanted.unitId : null;
  return {
    now: timeAt(step),
    actor: {
      personId: actorId,
      unitIds: actorId && !tried.hasLeft ? unitOf[actorId as keyof typeof unitOf] : [],
      may: (verb) => tried.mayAll || verb === 'problem.work' || verb === 'problem.verify',
    },
    sweep: tried.sweep,
    arbiterPersonId: tried.arbiterPersonId,
    rules: { maxExtensions: 2, reopenDays: 2, clockStopReasons: [{ key: 'weather', maxDays: 10 }] },
    openChildren: tried.openChildren,
    childCount: tried.openChildren,
    duplicateCount: tried.duplicateCount,
    category:
      wanted.type === 'changeCategory'
        ? {
            categoryKey: wanted.categoryKey,
            deadlineHours: 8,
            deadlineClock: 'work',
            unit: tried.hasContact ? { unitId: 'gardens', contactPersonId: 'contact-gardens' } : null,
          }
        : null,
    related: {
      problemId: 'p2',
      state: tried.otherIsOpen ? 'assigned' : 'struck_off',
      parentId: null,
      struckOffAt: tried.otherIsOpen ? null : timeAt(-1),
    },
    number: 1,
    deadlineAt: tried.hasDeadline
      ? wanted.type === 'grantExtension'
        ? (problem?.extensionAskedUntil ?? null)
        : timeAt(step + 48)
      : null,
    unit: unitId ? { unitId, contactPersonId: tried.hasContact ? `contact-${unitId}` : null } : null,
    assignee: assigneeId
      ? {
          personId: assigneeId,
          belongsToUnit: unitOf[assigneeId as keyof typeof unitOf].includes(problem?.unitId ?? ''),
        }
      : null,
    proposedUnitExists: true,
    arbiterDueAt: timeAt(step + 24),
    photos: people.map((uploaderId) => ({
      photoId: `photo-${uploaderId}`,
      uploaderId,
      takenAt: timeAt(step),
      receivedAt: timeAt(step),
      distanceMetres: tried.nearSite ? 5 : null,
    })),
    siteRadiusMetres: 100,
  };
}

const raise: ProblemCommand = {
  type: 'raise',
  problemId: 'p1',
  siteId: 'site',
  placeText: '',
  lon: null,
  lat: null,
  itemCode: null,
  versionId: null,
  categoryKey: 'dirty_road',
  severity: 'normal',
  title: '路面有垃圾',
  description: '',
  defects: null,
  deadlineHours: 4,
  deadlineClock: 'work',
  sourceKind: 'meeting',
  sourceRef: null,
  inspectionId: null,
  roundId: null,
  photoIds: ['before'],
  reason: null,
};

interface Step {
  readonly before: Problem | null;
  readonly after: Problem;
  readonly event: ProblemEvent;
  readonly tried: ProblemCommand;
  readonly hasLeft: boolean;
}

/** Plays the attempts and keeps every accepted step. */
function play(attempts: readonly Attempt[]): readonly Step[] {
  let problem: Problem | null = null;
  const steps: Step[] = [];
  const first: Attempt = {
    command: raise,
    actorId: null,
    mayAll: true,
    hasContact: true,
    hasDeadline: true,
    nearSite: true,
    hasLeft: false,
    arbiterPersonId: null,
    sweep: 'not-needed',
    openChildren: 0,
    duplicateCount: 0,
    otherIsOpen: true,
  };
  for (const [index, tried] of [first, ...attempts].entries()) {
    const decision = decideProblem(problem, tried.command, factsOf(tried, index, problem));
    if (!decision.accepted) continue;
    for (const event of decision.value) {
      const after: Problem = applyProblem(problem, event);
      steps.push({ before: problem, after, event, tried: tried.command, hasLeft: tried.hasLeft });
      problem = after;
    }
  }
  return steps;
}

function statesAfter(move: ProblemMove, before: Problem | null): (ProblemState | null | undefined)[] {
  switch (move.to) {
    case 'same':
      return [before?.state];
    case 'before':
      return [before?.linkedFromState];
    case 'sameOrDispatched':
      return [before?.state, 'dispatched'];
    default:
      return [move.to];
  }
}

const lives = fc.array(attempt, { maxLength: 150, size: 'max' });
const runs = { numRuns: 400 };

describe('any life of a problem, whoever tries whatever', () => {
  it('follows the table of moves', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, after, tried } of play(attempts)) {
          const move = moveOf(tried.type);
          expect(move.from).toContain(before?.state ?? null);
          expect(statesAfter(move, before)).toContain(after.state);
        }
      }),
      runs,
    );
  });

  it('always has one unit, one named person and one deadline once dispatched', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { after } of play(attempts)) {
          if (!isAnsweredFor(after.state)) continue;
          expect([after.unitId, after.personId, after.deadlineAt, after.originalDeadlineAt]).not.toContain(
            null,
          );
          expect(after.assistingUnitIds).not.toContain(after.unitId);
        }
      }),
      runs,
    );
  });

  it('is never closed by its fixer, his unit, or without a claim and an own photo', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, after, event, hasLeft } of play(attempts)) {
          if (event.kind !== 'problem.struck_off') continue;
          const verifier = after.struckOffBy as keyof typeof unitOf;
          expect(verifier).not.toBe(null);
          expect([before?.fixClaimedBy, before?.personId]).not.toContain(verifier);
          const his = hasLeft ? [] : unitOf[verifier];
          for (const fixing of [before?.unitId, ...(before?.assistingUnitIds ?? [])]) {
            expect(his).not.toContain(fixing);
          }
          expect(event.data.photoIds).toContain(`photo-${verifier}`);
          expect(Date.parse(event.at)).toBeGreaterThan(Date.parse(before?.fixClaimedAt ?? ''));
        }
      }),
      runs,
    );
  });

  it('folds back from its events to its row, and counts them', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        const steps = play(attempts);
        const stored = JSON.parse(JSON.stringify(steps.map((step) => step.event))) as ProblemEvent[];
        expect(foldProblem(stored)).toEqual(steps.at(-1)?.after);
        expect(steps.at(-1)?.after.version).toBe(steps.length);
      }),
      runs,
    );
  });

  it('is voided by two different persons only', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { event } of play(attempts)) {
          if (event.kind === 'problem.voided') expect(event.by).not.toBe(event.data.requestedBy);
        }
      }),
      runs,
    );
  });

  it('strikes a severe problem off only after its sweep, and a whole only after its parts', () => {
    fc.assert(
      fc.property(lives, attempt, (attempts, last) => {
        const problem = play(attempts).at(-1)?.after ?? null;
        if (problem?.state !== 'fix_claimed') return;
        const tried: Attempt = {
          ...last,
          command: { type: 'confirmFixed', photoIds: allPhotos, offSiteReason: null },
        };
        const decision = decideProblem(problem, tried.command, factsOf(tried, 200, problem));
        if (!decision.accepted) return;
        expect(tried.openChildren).toBe(0);
        if (problem.severity === 'high') expect(['missing', 'open']).not.toContain(tried.sweep);
      }),
      runs,
    );
  });

  it('gives more time only when somebody else than the asker and his unit grants it, and counts it', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, after, event, hasLeft } of play(attempts)) {
          if (event.kind !== 'problem.extended' && event.kind !== 'problem.deferred') continue;
          expect(event.by).not.toBe(event.data.askedBy);
          expect(event.data.askedBy).not.toBe(null);
          const his = hasLeft ? [] : unitOf[event.by as keyof typeof unitOf];
          expect(his).not.toContain(before?.unitId);
          const granted = (problem: Problem | null) =>
            (problem?.extensionCount ?? 0) + (problem?.deferralCount ?? 0);
          expect(granted(after)).toBe(granted(before) + 1);
          expect(after.extensionCount).toBeLessThanOrEqual(2);
          expect(after.originalDeadlineAt).toBe(before?.originalDeadlineAt);
        }
      }),
      runs,
    );
  });

  it('brings back by timer only what is due', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, event } of play(attempts)) {
          if (event.by !== null) continue;
          if (event.kind === 'problem.resumed') expect(event.at >= (before?.deferredUntil ?? '~')).toBe(true);
          if (event.kind === 'problem.clock_started') {
            expect(event.at >= (before?.clockStoppedUntil ?? '~')).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('never accepts a move that possibleMoves greys', () => {
    fc.assert(
      fc.property(lives, attempt, (attempts, last) => {
        const problem = play(attempts).at(-1)?.after ?? null;
        if (!problem) return;
        const facts = factsOf(last, 100, problem);
        const shown = possibleMoves(problem, facts).find((move) => move.command === last.command.type);
        const decision = decideProblem(problem, last.command, facts);
        if (decision.accepted) expect(shown?.allowed).toBe(true);
        if (shown?.refusal && !decision.accepted) expect(decision.refusal.code).toBe(shown.refusal.code);
      }),
      runs,
    );
  });

  it('reaches every kind of event and every state that commands lead to', () => {
    const kinds = new Set<string>();
    const states = new Set<string>();
    for (const life of fc.sample(lives, { numRuns: 1200, seed: 1 })) {
      for (const { event, after } of play(life)) {
        kinds.add(event.kind);
        states.add(after.state);
      }
    }
    expect([...kinds].sort()).toEqual([...movedEventKinds].sort());
    const led = new Set(
      problemCommandTypes
        .map((type) => moveOf(type).to)
        .filter((state) => (problemStates as readonly string[]).includes(state)),
    );
    expect([...states].sort()).toEqual([...led].sort());
  });
});

describe('the table of moves', () => {
  const leavesClosed: Partial<Record<ProblemCommand['type'], ProblemState>> = {
    reopen: 'struck_off',
    answerRecurrence: 'struck_off',
    unlinkDuplicate: 'duplicate',
  };

  it('uses known verbs, and a closed state is left only by reopening or undoing a link', () => {
    for (const type of problemCommandTypes) {
      const move = moveOf(type);
      expect(problemVerbs).toContain(move.verb);
      for (const state of move.from) {
        if (state === null) expect(type).toBe('raise');
        else expect(isOpen(state) || leavesClosed[type] === state).toBe(true);
      }
    }
  });
});

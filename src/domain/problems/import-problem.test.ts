import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldProblem } from './apply-problem.ts';
import { type ImportedProblem, importedHistory } from './import-problem.ts';
import type { CarriedState } from './problem-events.ts';
import { isAnsweredFor, problemStates } from './problem-states.ts';

const now = '2026-11-23T02:00:00.000Z';
const imported: ImportedProblem = {
  raise: {
    problemId: 'p',
    siteId: null,
    placeText: '县东街',
    lon: null,
    lat: null,
    itemCode: null,
    versionId: null,
    categoryKey: 'debris',
    severity: 'normal',
    title: '垃圾带',
    description: '',
    defects: null,
    deadlineHours: 8,
    deadlineClock: 'work',
    sourceKind: 'import',
    sourceRef: 'L063',
    inspectionId: null,
    roundId: null,
    photoIds: [],
    reason: null,
  },
  number: 7,
  foundAt: '2014-08-28T00:00:00.000Z',
  end: { kind: 'open' },
  assignment: { unitId: 'u', personId: 'p', deadlineAt: '2019-05-10T15:59:59.000Z' },
};

function codeOf(change: Partial<ImportedProblem>): string | null {
  const decision = importedHistory({ ...imported, ...change }, now);
  return decision.accepted ? null : decision.refusal.code;
}

describe('an imported history', () => {
  it('of an open entry is dispatched at the import and keeps its published deadline', () => {
    const decision = importedHistory(imported, now);
    const problem = decision.accepted ? foldProblem(decision.value) : null;
    expect(problem).toMatchObject({
      state: 'dispatched',
      raisedAt: imported.foundAt,
      raisedBy: null,
      dispatchedAt: now,
      deadlineAt: '2019-05-10T15:59:59.000Z',
    });
  });

  it('of a closed entry ends struck off on its day by nobody of ours', () => {
    const closedAt = '2014-08-31T15:59:59.000Z';
    const decision = importedHistory(
      { ...imported, end: { kind: 'struckOff', closedAt, reason: 'CLOSED at re-visit' } },
      now,
    );
    const problem = decision.accepted ? foldProblem(decision.value) : null;
    expect(problem).toMatchObject({ state: 'struck_off', struckOffAt: closedAt, struckOffBy: null });
    expect(decision.accepted && decision.value.every((event) => event.by === null)).toBe(true);
  });

  it('is refused where it contradicts itself or says too little', () => {
    expect(codeOf({ foundAt: '2027-01-01T00:00:00.000Z' })).toBe('problem.foundInFuture');
    expect(codeOf({ raise: { ...imported.raise, title: ' ' } })).toBe('problem.noTitle');
    expect(codeOf({ raise: { ...imported.raise, placeText: '' } })).toBe('problem.noPlace');
    expect(codeOf({ end: { kind: 'voided', reason: '短' } })).toBe('problem.reasonNeeded');
    const closed = {
      kind: 'struckOff',
      closedAt: '2014-08-01T00:00:00.000Z',
      reason: 'CLOSED (renewed)',
    } as const;
    expect(codeOf({ end: closed })).toBe('problem.closedBeforeFound');
    expect(codeOf({ end: { ...closed, closedAt: now, reason: 'ok' } })).toBe('problem.reasonNeeded');
    expect(codeOf({ end: closed, assignment: null })).toBe('problem.unknownUnit');
    expect(codeOf({ assignment: null })).toBeNull();
  });
});

const carried: CarriedState = {
  state: 'in_progress',
  deadlineAt: '2019-06-10T15:59:59.000Z',
  startedAt: '2019-05-01T00:00:00.000Z',
  fixClaimedAt: null,
  reworkCount: 2,
  returnCount: 1,
  transferCount: 1,
  proposedUnitId: null,
  mainProblemId: null,
  linkedFromState: null,
  extensionCount: 1,
  deferredAt: null,
  deferredUntil: null,
  deferralCount: 0,
  clockStoppedAt: null,
  clockStoppedUntil: null,
  clockStopReason: null,
  clockStopCount: 0,
  measures: '加派两人',
  progress: '已清运一半',
};

describe('what a source says of work under way', () => {
  it('is taken over in one step that claims no move of ours', () => {
    const decision = importedHistory({ ...imported, carried }, now);
    const events = decision.accepted ? decision.value : [];
    expect(events.map(({ kind }) => kind)).toEqual([
      'problem.raised',
      'problem.dispatched',
      'problem.import_carried',
    ]);
    expect(foldProblem(events)).toMatchObject({ ...carried, originalDeadlineAt: '2019-05-10T15:59:59.000Z' });
  });

  it('adds no step where the dispatch says it all', () => {
    const plain = { ...carried, state: 'dispatched' as const, startedAt: null, measures: '', progress: '' };
    const none = { reworkCount: 0, returnCount: 0, transferCount: 0, extensionCount: 0 };
    const deadlineAt = imported.assignment?.deadlineAt ?? null;
    const decision = importedHistory({ ...imported, carried: { ...plain, ...none, deadlineAt } }, now);
    expect(decision.accepted && decision.value.length).toBe(2);
  });

  it('is refused where it contradicts itself', () => {
    const with_ = (change: Partial<CarriedState>) => codeOf({ carried: { ...carried, ...change } });
    expect(with_({ state: 'deferred' })).toBe('problem.importReview');
    expect(with_({ deferredUntil: now })).toBe('problem.importReview');
    expect(with_({ state: 'duplicate' })).toBe('problem.importMain');
    expect(with_({ state: 'duplicate', mainProblemId: 'p' })).toBe('problem.importMain');
    expect(with_({ state: 'struck_off' })).toBe('problem.importState');
    expect(with_({ state: 'reported' })).toBe('problem.importState');
    expect(with_({ clockStopReason: 'weather' })).toBe('problem.importClockStop');
    expect(with_({ startedAt: '2027-01-01T00:00:00.000Z' })).toBe('problem.importInFuture');
    expect(with_({ startedAt: '2014-01-01T00:00:00.000Z' })).toBe('problem.importBeforeFound');
    expect(codeOf({ assignment: null, carried })).toBe('problem.importState');
  });

  it('never makes an open entry without unit, person and deadline, and always folds', () => {
    const maybe = <T>(value: T) => fc.constantFrom(null, value);
    const at = fc.constantFrom(
      '2014-09-01T00:00:00.000Z',
      '2020-01-01T00:00:00.000Z',
      '2030-01-01T00:00:00.000Z',
    );
    const arbitrary = fc.record({
      end: fc.oneof(
        fc.constant({ kind: 'open' as const }),
        fc.record({
          kind: fc.constant('struckOff' as const),
          closedAt: at,
          reason: fc.constant('按来源销号'),
        }),
        fc.record({ kind: fc.constant('voided' as const), reason: fc.constant('按来源作废') }),
      ),
      assignment: maybe({ unitId: 'u', personId: 'w', deadlineAt: now, at: '2015-01-01T00:00:00.000Z' }),
      carried: fc.record({
        ...Object.fromEntries(Object.entries(carried).map(([key, value]) => [key, fc.constant(value)])),
        state: fc.constantFrom(...problemStates),
        deadlineAt: fc.constant('2026-12-01T00:00:00.000Z'),
        fixClaimedAt: fc.oneof(fc.constant(null), at),
        deferredUntil: maybe('2027-01-01T00:00:00.000Z'),
        mainProblemId: maybe('q'),
        reworkCount: fc.nat(3),
      }) as unknown as fc.Arbitrary<CarriedState>,
    });
    const reached = new Set<string>();
    fc.assert(
      fc.property(arbitrary, (change) => {
        const decision = importedHistory({ ...imported, ...change }, now);
        if (!decision.accepted) return;
        const problem = foldProblem(decision.value);
        if (!problem) throw new Error('nothing');
        reached.add(problem.state);
        const isAssigned = problem.unitId !== null && problem.personId !== null;
        if (isAnsweredFor(problem.state)) expect(isAssigned && problem.deadlineAt !== null).toBe(true);
        expect((problem.state === 'deferred') === (problem.deferredUntil !== null)).toBe(true);
        expect((problem.state === 'duplicate') === (problem.mainProblemId !== null)).toBe(true);
        expect((problem.state === 'struck_off') === (problem.struckOffAt !== null)).toBe(true);
        expect(problem.version).toBe(decision.value.length);
        expect(decision.value.every((event) => event.by === null)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
    expect([...reached].sort()).toEqual([...problemStates].sort());
  });
});

import { describe, expect, it } from 'vitest';
import { foldProblem } from './apply-problem.ts';
import { type ImportedProblem, importedHistory } from './import-problem.ts';

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

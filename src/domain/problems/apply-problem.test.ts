import { describe, expect, it } from 'vitest';
import { foldProblem } from './apply-problem.ts';
import type { ProblemEvent } from './problem-events.ts';

const at = '2026-03-03T02:00:00.000Z';
const raised: ProblemEvent = {
  kind: 'problem.raised',
  at,
  by: null,
  data: {
    problemId: 'p1',
    number: 1,
    siteId: null,
    placeText: '解放路东口',
    lon: 113.24,
    lat: 35.22,
    itemCode: null,
    versionId: null,
    categoryKey: 'dirty_road',
    severity: 'normal',
    title: '路面有垃圾',
    description: '',
    defects: null,
    deadlineHours: 2,
    deadlineClock: 'work',
    sourceKind: 'citizen',
    sourceRef: null,
    inspectionId: null,
    roundId: null,
    photoIds: ['before'],
    reason: null,
  },
};
const started: ProblemEvent = { kind: 'problem.started', at, by: 'worker', data: {} };
const requested: ProblemEvent = {
  kind: 'problem.void_requested',
  at,
  by: 'officer',
  data: { reason: '误录的问题' },
};
const voided: ProblemEvent = {
  kind: 'problem.voided',
  at,
  by: 'chief',
  data: { requestedBy: 'officer' },
};

describe('foldProblem', () => {
  it('makes nothing of nothing', () => {
    expect(foldProblem([])).toBe(null);
  });

  it('keeps who asked for the voiding, and counts events', () => {
    const problem = foldProblem([raised, requested, voided]);
    expect(problem).toMatchObject({ state: 'voided', voidRequestedBy: 'officer', version: 3, lon: 113.24 });
  });

  it('refuses a broken history', () => {
    expect(() => foldProblem([started])).toThrow(/begins with problem.started/);
    expect(() => foldProblem([raised, raised])).toThrow(/raised twice/);
  });
});

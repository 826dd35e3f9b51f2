import fc from 'fast-check';
import { applyProblem } from '../../src/domain/problems/apply-problem.ts';
import { decideProblem } from '../../src/domain/problems/decide-problem.ts';
import type { Problem } from '../../src/domain/problems/problem.ts';
import type { ProblemCommand } from '../../src/domain/problems/problem-commands.ts';
import type { ProblemEvent } from '../../src/domain/problems/problem-events.ts';
import type { ProblemFacts } from '../../src/domain/problems/problem-facts.ts';

/** Random lives of a problem: random people try random commands, most of them well-meant. */

const people = ['ann', 'bob', 'cai', 'dan', 'eve'] as const;
const units = ['street', 'bureau', 'gardens'] as const;
export const unitOf: Record<(typeof people)[number], string[]> = {
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
export const allPhotos = people.map((uploader) => `photo-${uploader}`);
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
export const attempt = fc.record({
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
export type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

function timeAt(step: number): string {
  return new Date(Date.UTC(2026, 2, 1) + step * 3_600_000).toISOString();
}

export function factsOf(tried: Attempt, step: number, problem: Problem | null): ProblemFacts {
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

export interface Step {
  readonly before: Problem | null;
  readonly after: Problem;
  readonly event: ProblemEvent;
  readonly tried: ProblemCommand;
  readonly hasLeft: boolean;
}

/** Plays the attempts and keeps every accepted step. */
export function play(attempts: readonly Attempt[]): readonly Step[] {
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

export const lives = fc.array(attempt, { maxLength: 150, size: 'max' });

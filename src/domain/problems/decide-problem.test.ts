import { describe, expect, it } from 'vitest';
import type { Verb } from '../access/verbs.ts';
import { applyProblem } from './apply-problem.ts';
import { decideProblem } from './decide-problem.ts';
import { possibleMoves } from './possible-moves.ts';
import { awaitsArbiter, type Problem } from './problem.ts';
import type { ProblemCommand, RaiseProblem } from './problem-commands.ts';
import type { EvidencePhoto, ProblemActor, ProblemFacts } from './problem-facts.ts';
import { problemVerbs } from './problem-moves.ts';

const now = '2026-03-03T02:00:00.000Z';
const later = '2026-03-10T02:00:00.000Z';

function actor(
  personId: string | null,
  unitIds: string[] = [],
  verbs: readonly Verb[] = problemVerbs,
): ProblemActor {
  return { personId, unitIds, may: (verb) => verbs.includes(verb) };
}

const office = actor('officer', ['office']);
const worker = actor('worker', ['street']);
const checker = actor('checker', ['checkers']);

const facts: ProblemFacts = {
  now,
  actor: office,
  sweep: 'not-needed',
  arbiterPersonId: null,
  number: 7,
  deadlineAt: later,
  unit: { unitId: 'street', contactPersonId: 'contact' },
  assignee: { personId: 'worker', belongsToUnit: true },
  proposedUnitExists: true,
  arbiterDueAt: null,
  photos: [],
  siteRadiusMetres: 100,
  rules: { maxExtensions: 2, reopenDays: 7, clockStopReasons: [{ key: 'weather', maxDays: 10 }] },
  openChildren: 0,
  childCount: 0,
  duplicateCount: 0,
  category: null,
  related: null,
};

const raise: RaiseProblem = {
  type: 'raise',
  problemId: 'p1',
  siteId: 'site',
  placeText: '',
  lon: null,
  lat: null,
  itemCode: 'ROAD-01',
  versionId: 'v1',
  categoryKey: 'dirty_road',
  severity: 'normal',
  title: '路面有垃圾',
  description: '',
  defects: 2,
  deadlineHours: 2,
  deadlineClock: 'work',
  sourceKind: 'inspection',
  sourceRef: null,
  inspectionId: 'i1',
  roundId: 'r1',
  photoIds: ['before'],
  reason: null,
};

function codeOf(
  problem: Problem | null,
  command: ProblemCommand,
  change: Partial<ProblemFacts> = {},
): string {
  const decision = decideProblem(problem, command, { ...facts, ...change });
  return decision.accepted ? 'accepted' : decision.refusal.code;
}

/** Applies an accepted command; fails the test where it is refused. */
function moved(
  problem: Problem | null,
  command: ProblemCommand,
  change: Partial<ProblemFacts> = {},
): Problem {
  const decision = decideProblem(problem, command, { ...facts, ...change });
  if (!decision.accepted) throw new Error(`refused: ${decision.refusal.code}`);
  const folded = decision.value.reduce<Problem | null>(applyProblem, problem);
  if (!folded) throw new Error('no event');
  return folded;
}

const dispatch: ProblemCommand = { type: 'dispatch', unitId: 'street', assistingUnitIds: ['bureau'] };
const notOurs: ProblemCommand = {
  type: 'returnNotOurs',
  reason: '属于园林部门管理',
  proposedUnitId: 'gardens',
};
const assign: ProblemCommand = { type: 'assign', personId: 'worker' };
const claim: ProblemCommand = { type: 'claimFixed', photoIds: ['after'], reason: null };
const confirm: ProblemCommand = { type: 'confirmFixed', photoIds: ['own'], offSiteReason: null };
const sendBack: ProblemCommand = { type: 'sendBack', photoIds: ['own'], reason: '仍有垃圾未清' };
const reopen: ProblemCommand = {
  type: 'reopen',
  reason: '群众反映反弹',
  unitId: 'street',
  assistingUnitIds: [],
};

const own: EvidencePhoto = {
  photoId: 'own',
  uploaderId: 'checker',
  takenAt: '2026-03-03T03:00:00.000Z',
  receivedAt: '2026-03-03T03:05:00.000Z',
  distanceMetres: 12,
};
const afterPhoto: EvidencePhoto = { ...own, photoId: 'after', uploaderId: 'worker' };

const reported = moved(null, raise);
const dispatched = moved(reported, dispatch);
const assigned = moved(dispatched, assign);
const claimed = moved(assigned, claim, { actor: worker, photos: [afterPhoto] });
const verifying = { actor: checker, photos: [own] };
const struckOff = moved(claimed, confirm, verifying);

describe('raise', () => {
  it.each<[string, Partial<RaiseProblem>]>([
    ['problem.noPlace', { siteId: null, placeText: '  ' }],
    ['problem.noCategory', { categoryKey: '' }],
    ['problem.noTitle', { title: ' ' }],
    ['problem.noTimeLimit', { deadlineHours: 0 }],
    ['problem.noTimeLimit', { deadlineHours: Number.NaN }],
    ['problem.photoOrReason', { photoIds: [], reason: '无。' }],
  ])('is refused with %s', (code, change) => {
    expect(codeOf(null, { ...raise, ...change })).toBe(code);
  });

  it('takes a reason for a photo and a place for a site', () => {
    const told = {
      ...raise,
      siteId: null,
      placeText: '解放路东口',
      photoIds: [],
      reason: '会议交办，无照片',
    };
    expect(moved(null, told)).toMatchObject({
      state: 'reported',
      placeText: '解放路东口',
      version: 1,
      number: 7,
    });
  });

  it('is refused a second time', () => {
    expect(codeOf(reported, raise)).toBe('problem.alreadyRaised');
  });
});

describe('dispatch', () => {
  it('sets one unit, its contact as the named person, and one deadline', () => {
    expect(dispatched).toMatchObject({
      state: 'dispatched',
      unitId: 'street',
      personId: 'contact',
      deadlineAt: later,
      originalDeadlineAt: later,
      assistingUnitIds: ['bureau'],
    });
  });

  it.each<[string, Partial<ProblemFacts>]>([
    ['problem.noNamedPerson', { unit: { unitId: 'street', contactPersonId: null } }],
    ['problem.unknownUnit', { unit: null }],
    ['problem.unknownUnit', { unit: { unitId: 'other', contactPersonId: 'x' } }],
    ['problem.noDeadline', { deadlineAt: null }],
    ['problem.noDeadline', { deadlineAt: 'soon' }],
    ['problem.deadlinePast', { deadlineAt: now }],
    ['problem.missingVerb', { actor: actor('x', [], ['problem.raise']) }],
  ])('is refused with %s', (code, change) => {
    expect(codeOf(reported, dispatch, change)).toBe(code);
  });

  it('is refused where the unit would assist itself', () => {
    expect(codeOf(reported, { ...dispatch, assistingUnitIds: ['street'] })).toBe(
      'problem.assistingIsResponsible',
    );
  });

  it('may be done by rule, but a rejection needs a person', () => {
    expect(codeOf(reported, dispatch, { actor: actor(null) })).toBe('accepted');
    expect(codeOf(reported, { type: 'reject', reason: '不属创建范围' }, { actor: actor(null) })).toBe(
      'problem.personNeeded',
    );
  });
});

describe('return as not ours', () => {
  it('needs a reason and another owner that exists', () => {
    expect(codeOf(dispatched, { ...notOurs, reason: '不管' } as ProblemCommand)).toBe('problem.reasonNeeded');
    expect(codeOf(dispatched, notOurs, { proposedUnitExists: false })).toBe('problem.proposedOwnerMissing');
    expect(codeOf(dispatched, { ...notOurs, proposedUnitId: 'street' } as ProblemCommand)).toBe(
      'problem.proposedOwnerSame',
    );
  });

  it('goes to the named arbiter after two returns, whose word then stands', () => {
    const arbiter = { arbiterPersonId: 'arbiter', arbiterDueAt: later };
    const once = moved(dispatched, notOurs, arbiter);
    expect([once.state, once.returnCount, awaitsArbiter(once), once.deadlineAt]).toEqual([
      'returned',
      1,
      false,
      later,
    ]);
    const gardens = { unit: { unitId: 'gardens', contactPersonId: 'gardener' } };
    const rerouted = moved(once, { ...dispatch, unitId: 'gardens' } as ProblemCommand, gardens);
    expect([rerouted.transferCount, rerouted.proposedUnitId, rerouted.originalDeadlineAt]).toEqual([
      1,
      null,
      later,
    ]);
    const twice = moved(rerouted, { ...notOurs, proposedUnitId: 'street' } as ProblemCommand, arbiter);
    expect(awaitsArbiter(twice)).toBe(true);
    expect(codeOf(twice, dispatch, arbiter)).toBe('problem.arbiterNeeded');
    const ruled = moved(twice, dispatch, { ...arbiter, actor: actor('arbiter', [], []) });
    expect(ruled).toMatchObject({ state: 'dispatched', unitId: 'street', transferCount: 2 });
    expect(codeOf(ruled, notOurs, arbiter)).toBe('problem.arbiterDecided');
  });

  it('leaves the decision to the dispatching office where the city named no arbiter', () => {
    const twice: Problem = { ...dispatched, state: 'returned', returnCount: 2 };
    expect(codeOf(twice, dispatch)).toBe('accepted');
    expect(codeOf(twice, dispatch, { actor: actor('x', [], []) })).toBe('problem.missingVerb');
  });
});

describe('work', () => {
  it('goes to a named person of that unit', () => {
    expect(assigned).toMatchObject({ state: 'assigned', personId: 'worker' });
    expect(codeOf(dispatched, assign, { assignee: { personId: 'worker', belongsToUnit: false } })).toBe(
      'problem.personNotOfUnit',
    );
    expect(codeOf(dispatched, assign, { assignee: null })).toBe('problem.unknownPerson');
  });

  it('is started and handed over by the named person or the liaison only', () => {
    const mate = actor('mate', ['street'], ['problem.work']);
    expect(codeOf(assigned, { type: 'start' }, { actor: mate })).toBe('problem.notAssigned');
    const started = moved(assigned, { type: 'start' }, { actor: actor('worker', [], ['problem.work']) });
    const handOver: ProblemCommand = { type: 'handOver', personId: 'mate', reason: '休假' };
    const handed = moved(started, handOver, { assignee: { personId: 'mate', belongsToUnit: true } });
    expect([handed.state, handed.personId]).toEqual(['in_progress', 'mate']);
    expect(codeOf(started, { ...handOver, personId: 'worker' })).toBe('problem.samePerson');
  });

  it('is claimed fixed with a photo that has arrived or a reason, by one of the fixing units', () => {
    expect(codeOf(assigned, claim, { actor: worker })).toBe('problem.unknownPhoto');
    const bare: ProblemCommand = { type: 'claimFixed', photoIds: [], reason: '已清' };
    expect(codeOf(assigned, bare, { actor: worker })).toBe('problem.photoOrReason');
    expect(codeOf(assigned, { ...bare, reason: '井盖已由产权单位更换' }, { actor: worker })).toBe('accepted');
    expect(codeOf(assigned, claim, { actor: checker, photos: [afterPhoto] })).toBe('problem.notOfUnit');
    const assisting = actor('helper', ['bureau']);
    expect(codeOf(assigned, claim, { actor: assisting, photos: [afterPhoto] })).toBe('accepted');
  });
});

describe('confirm', () => {
  it('strikes off on an own photo taken on site after the claim', () => {
    expect(struckOff).toMatchObject({ state: 'struck_off', struckOffBy: 'checker', fixClaimedBy: 'worker' });
  });

  it('is refused to the fixer and to the fixing units, whatever verbs they hold', () => {
    const elsewhere = { photos: [{ ...own, uploaderId: 'worker' }] };
    expect(codeOf(claimed, confirm, { actor: actor('worker', []), ...elsewhere })).toBe('problem.ownFix');
    expect(codeOf(claimed, confirm, { actor: actor('boss', ['street']), photos: [own] })).toBe(
      'problem.ownUnitFix',
    );
    expect(codeOf(claimed, confirm, { actor: actor('helper', ['bureau']) })).toBe('problem.ownUnitFix');
    const byMate: Problem = { ...claimed, personId: 'mate' };
    expect(codeOf(byMate, confirm, { actor: actor('worker', []) })).toBe('problem.ownFix');
  });

  it.each<[string, Partial<EvidencePhoto>]>([
    ['problem.ownPhotoNeeded', { uploaderId: 'worker' }],
    ['problem.ownPhotoNeeded', { uploaderId: null }],
    ['problem.photoBeforeClaim', { takenAt: now }],
    ['problem.photoBeforeClaim', { takenAt: null, receivedAt: now }],
    // A device clock set ahead does not make an old picture new.
    ['problem.photoBeforeClaim', { takenAt: later, receivedAt: '2026-03-03T01:00:00.000Z' }],
    ['problem.photoOffSite', { distanceMetres: 100.5 }],
    ['problem.photoWithoutPosition', { distanceMetres: null }],
    ['accepted', { distanceMetres: 100, takenAt: null }],
  ])('answers %s for a photo with %o', (code, change) => {
    expect(codeOf(claimed, confirm, { actor: checker, photos: [{ ...own, ...change }] })).toBe(code);
  });

  it('needs a photo at all, and takes a reason only for the place', () => {
    const reason = { ...confirm, offSiteReason: '院内无卫星信号' } as ProblemCommand;
    expect(codeOf(claimed, { ...confirm, photoIds: [] } as ProblemCommand, verifying)).toBe(
      'problem.ownPhotoNeeded',
    );
    expect(codeOf(claimed, { ...reason, photoIds: [] } as ProblemCommand, verifying)).toBe(
      'problem.ownPhotoNeeded',
    );
    const inYard = [{ ...own, distanceMetres: null }];
    expect(codeOf(claimed, reason, { actor: checker, photos: inYard })).toBe('accepted');
  });

  it('waits for the sweep where the severity is high', () => {
    const severe: Problem = { ...claimed, severity: 'high' };
    expect(codeOf(severe, confirm, { ...verifying, sweep: 'open' })).toBe('problem.sweepOpen');
    for (const sweep of ['done', 'waived', 'not-needed'] as const) {
      expect(codeOf(severe, confirm, { ...verifying, sweep })).toBe('accepted');
    }
    expect(codeOf(claimed, confirm, { ...verifying, sweep: 'open' })).toBe('accepted');
  });
});

describe('send back and reopen', () => {
  it('sends back with an own photo, a reason and a new deadline, and counts the rework', () => {
    const next = '2026-03-12T02:00:00.000Z';
    const back = moved(claimed, sendBack, { ...verifying, deadlineAt: next });
    expect(back).toMatchObject({
      state: 'in_progress',
      reworkCount: 1,
      deadlineAt: next,
      originalDeadlineAt: later,
      fixClaimedAt: null,
      personId: 'worker',
    });
    expect(codeOf(claimed, sendBack, { actor: checker })).toBe('problem.unknownPhoto');
    expect(codeOf(claimed, { ...sendBack, reason: '没' } as ProblemCommand, verifying)).toBe(
      'problem.reasonNeeded',
    );
    expect(codeOf(claimed, sendBack, { ...verifying, deadlineAt: null })).toBe('problem.noDeadline');
    expect(codeOf(claimed, sendBack, { actor: worker })).toBe('problem.ownFix');
  });

  it('reopens as a full assignment', () => {
    const again = moved(struckOff, reopen);
    expect(again).toMatchObject({
      state: 'dispatched',
      personId: 'contact',
      reworkCount: 1,
      transferCount: 0,
      struckOffAt: null,
      struckOffBy: null,
      fixClaimedBy: null,
    });
    expect(codeOf(struckOff, reopen, { unit: { unitId: 'street', contactPersonId: null } })).toBe(
      'problem.noNamedPerson',
    );
  });
});

describe('void', () => {
  const request: ProblemCommand = { type: 'requestVoid', reason: '误录的测试问题' };

  it('takes two persons', () => {
    expect(codeOf(assigned, { type: 'approveVoid' })).toBe('problem.voidNotRequested');
    const asked = moved(assigned, request);
    expect([asked.state, asked.voidRequestedBy]).toEqual(['assigned', 'officer']);
    expect(codeOf(asked, request)).toBe('problem.voidAlreadyRequested');
    expect(codeOf(asked, { type: 'approveVoid' })).toBe('problem.voidSamePerson');
    expect(moved(asked, { type: 'approveVoid' }, { actor: actor('chief') }).state).toBe('voided');
  });

  it('can be declined, and is over for closed problems', () => {
    const asked = moved(assigned, request);
    const declined = moved(asked, { type: 'declineVoid', reason: '问题确实存在' });
    expect(declined.voidRequestedBy).toBe(null);
    expect(codeOf(struckOff, request)).toBe('problem.wrongState');
  });
});

describe('moves', () => {
  it('refuses an illegal move with the moves that are open to this person', () => {
    const decision = decideProblem(struckOff, assign, facts);
    expect(decision).toMatchObject({
      accepted: false,
      refusal: {
        code: 'problem.wrongState',
        facts: { command: 'assign', state: 'struck_off', possible: 'reopen,answerRecurrence' },
      },
    });
  });

  it('shows every move with the reason where it is greyed', () => {
    const moves = possibleMoves(claimed, { ...facts, actor: actor('boss', ['street']) });
    const byCommand = new Map(moves.map((move) => [move.command, move.refusal?.code ?? 'allowed']));
    expect(byCommand.get('confirmFixed')).toBe('problem.ownUnitFix');
    expect(byCommand.get('reopen')).toBe('problem.wrongState');
    expect(byCommand.get('requestVoid')).toBe('allowed');
    expect(byCommand.has('raise')).toBe(false);
  });

  it('refuses a command for a problem that does not exist', () => {
    expect(codeOf(null, dispatch)).toBe('problem.notFound');
  });
});

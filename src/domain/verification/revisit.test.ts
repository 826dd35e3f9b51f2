import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../decision.ts';
import {
  answerRevisit,
  applyRevisit,
  assignRevisit,
  type Revisit,
  type RevisitAnswer,
  type RevisitEvent,
  type RevisitFacts,
} from './revisit.ts';
import {
  type AnnouncedRound,
  announceRound,
  applyRevisitRound,
  checkPeriod,
  closeRound,
  drawRound,
  type RevisitRound,
  type RevisitRoundEvent,
  voidRound,
} from './revisit-round.ts';

const announced: AnnouncedRound = {
  name: '10月回头看',
  periodFrom: '2026-10-01',
  periodTo: '2026-10-31',
  size: 20,
  minimumPerUnit: 2,
  seedSource: '福彩3D第2026300期',
  registerHash: 'ab',
  registerCount: 90,
  secretHash: 'cd',
};
const units = [
  { unit: 's1', fixes: 60 },
  { unit: 's2', fixes: 30 },
];

function roundAfter(...events: RevisitRoundEvent[]): RevisitRound {
  let round: RevisitRound | null = null;
  for (const event of events) round = applyRevisitRound(round, event);
  if (!round) throw new Error('no events');
  return round;
}

function codeOf(decision: Decision<unknown>): string | null {
  return decision.accepted ? null : decision.refusal.code;
}

function soleOf<T>(decision: Decision<readonly T[]>): T {
  if (!decision.accepted) throw new Error(decision.refusal.code);
  const [event] = decision.value;
  if (!event) throw new Error('no event');
  return event;
}

const first = soleOf(announceRound(announced, units));

describe('a round of revisits', () => {
  it('takes only a period that is over', () => {
    const check = (from: string, to: string, today = '2026-11-23') => codeOf(checkPeriod(from, to, today));
    expect(check('2026-10-01', '2026-10-31')).toBeNull();
    expect(check('2026-10-01', '2026-09-30')).toBe('revisit.periodReversed');
    expect(check('2020-01-01', '2026-10-31')).toBe('revisit.periodTooLong');
    expect(check('2026-10-01', '2026-10-31', '2026-10-31')).toBe('revisit.periodNotOver');
  });

  it('is announced only over fixes, with a sample for every unit', () => {
    const announce = (change: Partial<AnnouncedRound>) =>
      codeOf(announceRound({ ...announced, ...change }, units));
    expect(announce({})).toBeNull();
    expect(announce({ registerCount: 0 })).toBe('revisit.nothingStruckOff');
    expect(announce({ size: 3 })).toBe('revisit.sampleTooSmall');
  });

  it('is drawn once, and never voided after its draw', () => {
    const round = roundAfter(first);
    const drawn = roundAfter(first, soleOf(drawRound(round, '735', { drawn: 20, withoutInspector: 0 })));
    expect(codeOf(drawRound(drawn, '736', { drawn: 20, withoutInspector: 0 }))).toBe('revisit.notAnnounced');
    expect(codeOf(voidRound(drawn, '换一批'))).toBe('revisit.notAnnounced');
    expect(codeOf(voidRound(round, '期间填错了'))).toBeNull();
  });

  it('reveals its secret only when closed, and leaves revisits open only where the closer says so', () => {
    const round = roundAfter(
      first,
      soleOf(drawRound(roundAfter(first), '735', { drawn: 20, withoutInspector: 0 })),
    );
    expect(round.revealedSecret).toBeNull();
    expect(codeOf(closeRound(roundAfter(first), 's', 0, false))).toBe('revisit.notDrawn');
    expect(codeOf(closeRound(round, 's', 3, false))).toBe('revisit.stillOpen');
    const closed = applyRevisitRound(round, soleOf(closeRound(round, 's', 3, true)));
    expect(closed).toMatchObject({ state: 'closed', revealedSecret: 's' });
  });

  it('never leaves its table of moves, whatever is tried in whatever order', () => {
    const moves = ['draw', 'close', 'void'] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...moves), fc.boolean()), { maxLength: 12 }), (tries) => {
        const events: RevisitRoundEvent[] = [first];
        for (const [move, flag] of tries) {
          const round = roundAfter(...events);
          const decision =
            move === 'draw'
              ? drawRound(round, '1', { drawn: 1, withoutInspector: 0 })
              : move === 'close'
                ? closeRound(round, 's', flag ? 1 : 0, flag)
                : voidRound(round, '原因说明');
          if (decision.accepted) events.push(...decision.value);
        }
        const kinds = events.map(({ kind }) => kind.slice('revisit.round_'.length)).join(' ');
        expect(['announced', 'announced voided', 'announced drawn', 'announced drawn closed']).toContain(
          kinds,
        );
        expect(roundAfter(...events).version).toBe(events.length);
      }),
    );
  });

  it('is broken history where it begins in the middle or twice', () => {
    expect(() => applyRevisitRound(null, { kind: 'revisit.round_voided', data: { reason: 'x' } })).toThrow();
    expect(() => applyRevisitRound(roundAfter(first), first)).toThrow();
  });
});

const drawnEvent: RevisitEvent = {
  kind: 'revisit.drawn',
  data: { roundId: 'r', problemId: 'p', unitId: 'u', place: 1, replacesId: null, inspectorId: 'i1' },
};
const fresh = applyRevisit(null, drawnEvent);
const facts: RevisitFacts = {
  personId: 'i1',
  roundState: 'drawn',
  drawnAt: '2026-11-20T00:00:00.000Z',
  photos: [
    {
      photoId: 'own',
      uploaderId: 'i1',
      takenAt: null,
      receivedAt: '2026-11-21T00:00:00.000Z',
      distanceMetres: 20,
    },
    {
      photoId: 'far',
      uploaderId: 'i1',
      takenAt: '2026-11-21T00:00:00.000Z',
      receivedAt: '2026-11-21T00:00:00.000Z',
      distanceMetres: 900,
    },
    {
      photoId: 'old',
      uploaderId: 'i1',
      takenAt: '2026-11-01T00:00:00.000Z',
      receivedAt: '2026-11-21T00:00:00.000Z',
      distanceMetres: 5,
    },
    {
      photoId: 'other',
      uploaderId: 'somebody',
      takenAt: null,
      receivedAt: '2026-11-21T00:00:00.000Z',
      distanceMetres: 5,
    },
  ],
  siteRadiusMetres: 100,
};
const nothing = { consequence: 'reopened', raisedProblemId: null } as const;

function held(change: Partial<Extract<RevisitAnswer, { result: 'held' }>> = {}): RevisitAnswer {
  return { result: 'held', photoIds: ['own'], offSiteReason: null, remark: null, ...change };
}

function answer(given: RevisitAnswer, change: Partial<RevisitFacts> = {}, of: Revisit = fresh) {
  return answerRevisit(of, given, { ...facts, ...change }, nothing);
}

describe('a revisit', () => {
  it('is answered once, by its inspector, while the round takes answers', () => {
    expect(codeOf(answer(held()))).toBeNull();
    expect(codeOf(answer(held(), { personId: 'i2' }))).toBe('revisit.notYours');
    expect(codeOf(answer(held(), { roundState: 'closed' }))).toBe('revisit.roundClosed');
    const done = applyRevisit(fresh, soleOf(answer(held())));
    expect(codeOf(answer(held(), {}, done))).toBe('revisit.alreadyAnswered');
  });

  it('holds or fails only by an own picture taken on the spot after the draw', () => {
    expect(codeOf(answer(held({ photoIds: [] })))).toBe('revisit.ownPhotoNeeded');
    expect(codeOf(answer(held({ photoIds: ['other'] })))).toBe('revisit.ownPhotoNeeded');
    expect(codeOf(answer(held({ photoIds: ['missing'] })))).toBe('revisit.unknownPhoto');
    expect(codeOf(answer(held({ photoIds: ['old'] })))).toBe('revisit.photoBeforeDraw');
    expect(codeOf(answer(held({ photoIds: ['far'] })))).toBe('revisit.photoOffSite');
    expect(codeOf(answer(held({ photoIds: ['far'], offSiteReason: '院门已锁，门外拍摄' })))).toBeNull();
  });

  it('fails or is not possible only with a reason', () => {
    const failed = {
      result: 'failed',
      finding: 'neverFixed',
      photoIds: ['own'],
      offSiteReason: null,
    } as const;
    expect(codeOf(answer({ ...failed, reason: '没有' }))).toBe('revisit.reasonNeeded');
    expect(codeOf(answer({ ...failed, reason: '垃圾原样堆放' }))).toBeNull();
    expect(codeOf(answer({ result: 'notPossible', reason: '  ' }))).toBe('revisit.reasonNeeded');
    expect(codeOf(answer({ result: 'notPossible', reason: '施工围挡，无法进入' }))).toBeNull();
  });

  it('goes to another inspector only while open, and only to an independent one', () => {
    const to = (isIndependent: boolean, of = fresh) =>
      assignRevisit(of, 'i2', { roundState: 'drawn', isIndependent });
    expect(codeOf(to(false))).toBe('revisit.notIndependent');
    expect(applyRevisit(fresh, soleOf(to(true))).inspectorId).toBe('i2');
    expect(assignRevisit(fresh, 'i1', { roundState: 'drawn', isIndependent: true })).toEqual({
      accepted: true,
      value: [],
    });
    const done = applyRevisit(fresh, soleOf(answer(held())));
    expect(codeOf(to(true, done))).toBe('revisit.alreadyAnswered');
  });

  it('keeps its answer, whatever is tried afterwards', () => {
    const answers: readonly RevisitAnswer[] = [
      held(),
      {
        result: 'failed',
        finding: 'cameBack',
        photoIds: ['own'],
        offSiteReason: null,
        reason: '又堆满了垃圾',
      },
      { result: 'notPossible', reason: '道路封闭无法到达' },
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 10 }), (tries) => {
        let revisit = fresh;
        let answered: string | null = null;
        for (const one of tries) {
          const given = answers[one];
          const decision = given
            ? answer(
                given,
                {
                  personId: revisit.inspectorId ?? '',
                  photos: facts.photos.map((photo) => ({ ...photo, uploaderId: revisit.inspectorId })),
                },
                revisit,
              )
            : assignRevisit(revisit, `i${one}`, { roundState: 'drawn', isIndependent: true });
          if (decision.accepted) for (const event of decision.value) revisit = applyRevisit(revisit, event);
          if (answered !== null) expect(revisit.state).toBe(answered);
          if (revisit.state !== 'open') answered = revisit.state;
          expect((revisit.state === 'failed') === (revisit.consequence !== null)).toBe(true);
        }
      }),
    );
  });
});

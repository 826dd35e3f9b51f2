import { accept, type Decision, refuse } from '../decision.ts';
import type { EvidencePhoto } from '../problems/problem-facts.ts';
import { checkRevisitEvidence, shortestRevisitReason, statedRevisitReason } from './revisit-evidence.ts';
import type { RevisitRoundState } from './revisit-round.ts';

export const revisitStates = ['open', 'held', 'failed', 'notPossible'] as const;
export type RevisitState = (typeof revisitStates)[number];

/** What a failed fix looks like: it was never made, or it was made and did not last. */
export const revisitFindings = ['neverFixed', 'cameBack'] as const;
export type RevisitFinding = (typeof revisitFindings)[number];

/** What follows in the ledger: reopened, raised anew as its recurrence, or nothing since it is open already. */
export const revisitConsequences = ['reopened', 'raised', 'alreadyOpen'] as const;
export type RevisitConsequence = (typeof revisitConsequences)[number];

/** One struck-off problem that is looked at again: the fold of its events. */
export interface Revisit {
  readonly roundId: string;
  readonly problemId: string;
  /** The unit whose fix it is. */
  readonly unitId: string;
  /** Place among the keys of its unit, from 1. */
  readonly place: number;
  /** The revisit that was not possible and that this reserve stands for. */
  readonly replacesId: string | null;
  /** Null while everybody who inspects must stay away. */
  readonly inspectorId: string | null;
  readonly state: RevisitState;
  readonly finding: RevisitFinding | null;
  readonly reason: string | null;
  readonly consequence: RevisitConsequence | null;
  readonly raisedProblemId: string | null;
  readonly distanceMetres: number | null;
  readonly version: number;
}

interface Evidence {
  readonly photoIds: readonly string[];
  readonly distanceMetres: number | null;
  readonly offSiteReason: string | null;
}

export type RevisitEvent =
  | {
      readonly kind: 'revisit.drawn';
      readonly data: Pick<
        Revisit,
        'roundId' | 'problemId' | 'unitId' | 'place' | 'replacesId' | 'inspectorId'
      >;
    }
  | {
      readonly kind: 'revisit.assigned';
      readonly data: { readonly inspectorId: string; readonly fromInspectorId: string | null };
    }
  | { readonly kind: 'revisit.held'; readonly data: Evidence & { readonly reason: string | null } }
  | {
      readonly kind: 'revisit.failed';
      readonly data: Evidence & {
        readonly finding: RevisitFinding;
        readonly reason: string;
        readonly consequence: RevisitConsequence;
        readonly raisedProblemId: string | null;
      };
    }
  | { readonly kind: 'revisit.not_possible'; readonly data: { readonly reason: string } };

type Events = Decision<readonly RevisitEvent[]>;

/** Facts of an answer. */
export interface RevisitFacts {
  readonly personId: string;
  readonly roundState: RevisitRoundState;
  /** Instant of the draw: pictures must be later. */
  readonly drawnAt: string;
  readonly photos: readonly EvidencePhoto[];
  readonly siteRadiusMetres: number;
}

export type RevisitAnswer =
  | {
      readonly result: 'held';
      readonly photoIds: readonly string[];
      readonly offSiteReason: string | null;
      readonly remark: string | null;
    }
  | {
      readonly result: 'failed';
      readonly finding: RevisitFinding;
      readonly photoIds: readonly string[];
      readonly offSiteReason: string | null;
      readonly reason: string;
    }
  | { readonly result: 'notPossible'; readonly reason: string };

/**
 * Whether an answer stands, before anything follows from it: whose revisit it is, whether the round still
 * takes answers, and evidence. Both "held" and "failed" need an own picture taken on the spot after the
 * draw; an answer from the desk would prove as little as the fix it checks.
 */
export function checkAnswer(
  revisit: Revisit,
  answer: RevisitAnswer,
  facts: RevisitFacts,
): Decision<Evidence | null> {
  if (facts.roundState !== 'drawn') return refuse('revisit.roundClosed');
  if (revisit.state !== 'open') return refuse('revisit.alreadyAnswered', { state: revisit.state });
  if (revisit.inspectorId !== facts.personId) return refuse('revisit.notYours');
  if (answer.result !== 'held' && statedRevisitReason(answer.reason) === null) {
    return refuse('revisit.reasonNeeded', { shortest: shortestRevisitReason });
  }
  return answer.result === 'notPossible' ? accept(null) : checkRevisitEvidence(answer, facts);
}

/** Answers a revisit. @param followed what became of a failed one in the ledger. */
export function answerRevisit(
  revisit: Revisit,
  answer: RevisitAnswer,
  facts: RevisitFacts,
  followed: { readonly consequence: RevisitConsequence; readonly raisedProblemId: string | null },
): Events {
  const checked = checkAnswer(revisit, answer, facts);
  if (!checked.accepted) return checked;
  const evidence = checked.value;
  if (answer.result === 'notPossible' || evidence === null) {
    const reason = answer.result === 'held' ? '' : answer.reason.trim();
    return accept([{ kind: 'revisit.not_possible', data: { reason } }]);
  }
  if (answer.result === 'held') {
    const remark = answer.remark?.trim() ?? '';
    return accept([{ kind: 'revisit.held', data: { ...evidence, reason: remark === '' ? null : remark } }]);
  }
  const { finding, reason } = answer;
  return accept([
    { kind: 'revisit.failed', data: { ...evidence, finding, reason: reason.trim(), ...followed } },
  ]);
}

/**
 * Gives an open revisit to another inspector.
 *
 * @param isIndependent whether he is neither a party nor the one who verified or made the fix.
 */
export function assignRevisit(
  revisit: Revisit,
  inspectorId: string,
  facts: { readonly roundState: RevisitRoundState; readonly isIndependent: boolean },
): Events {
  if (facts.roundState !== 'drawn') return refuse('revisit.roundClosed');
  if (revisit.state !== 'open') return refuse('revisit.alreadyAnswered', { state: revisit.state });
  if (!facts.isIndependent) return refuse('revisit.notIndependent');
  if (revisit.inspectorId === inspectorId) return accept([]);
  return accept([{ kind: 'revisit.assigned', data: { inspectorId, fromInspectorId: revisit.inspectorId } }]);
}

/** The revisit after an event; `null` before its first. @throws TypeError where the history is broken. */
export function applyRevisit(revisit: Revisit | null, event: RevisitEvent): Revisit {
  if (event.kind === 'revisit.drawn') {
    if (revisit) throw new TypeError('a revisit is drawn twice');
    const { roundId, problemId, unitId, place, replacesId, inspectorId } = event.data;
    return {
      roundId,
      problemId,
      unitId,
      place,
      replacesId,
      inspectorId,
      state: 'open',
      finding: null,
      reason: null,
      consequence: null,
      raisedProblemId: null,
      distanceMetres: null,
      version: 1,
    };
  }
  if (!revisit) throw new TypeError('a revisit begins with its draw');
  const version = revisit.version + 1;
  switch (event.kind) {
    case 'revisit.assigned':
      return { ...revisit, inspectorId: event.data.inspectorId, version };
    case 'revisit.held': {
      const { reason, offSiteReason, distanceMetres } = event.data;
      return { ...revisit, state: 'held', reason: reason ?? offSiteReason, distanceMetres, version };
    }
    case 'revisit.failed': {
      const { finding, reason, consequence, raisedProblemId, distanceMetres } = event.data;
      return {
        ...revisit,
        state: 'failed',
        finding,
        reason,
        consequence,
        raisedProblemId,
        distanceMetres,
        version,
      };
    }
    case 'revisit.not_possible':
      return { ...revisit, state: 'notPossible', reason: event.data.reason, version };
    default:
      return event satisfies never;
  }
}

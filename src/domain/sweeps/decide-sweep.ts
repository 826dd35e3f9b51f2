import { accept, type Decision, type Refusal, refuse } from '../decision.ts';
import type { Severity } from '../problems/problem.ts';
import { shortestReason, statedReason } from '../problems/problem-evidence.ts';
import {
  type CheckResult,
  mostSweptSites,
  type RootCause,
  type SpotResult,
  type Sweep,
  type SweepCheck,
  type SweepSubject,
  type SweptSite,
  uncheckedOf,
} from './sweep.ts';
import type { SweepEvent } from './sweep-events.ts';
import { mayWaive, refusalOfSweepMove, type SweepActor } from './sweep-moves.ts';

/** Begins a sweep. With `waiveReason` it is excused at once: the fault can be nowhere else. */
export interface StartSweep extends SweepSubject {
  readonly type: 'start';
  readonly sweepId: string;
  readonly waiveReason: string | null;
}

/** A look at one site. `photoIds`: known to the server, once each. */
interface Looked<Result> {
  readonly result: Result;
  readonly photoIds: readonly string[];
  readonly reason: string | null;
  /** Id of the problem that a finding raises. */
  readonly problemId: string | null;
  /** Of the finding: a grave one waits for this very sweep, like the problem it came from. */
  readonly severity: Severity;
}

export type SweepCommand =
  | StartSweep
  | ({ readonly type: 'check' } & Looked<CheckResult>)
  | ({ readonly type: 'spotCheck' } & Looked<SpotResult>)
  | { readonly type: 'attach'; readonly problemId: string }
  | {
      readonly type: 'close';
      readonly cause: RootCause;
      readonly causeNote: string;
      /** Why the sites left over are excused. */
      readonly restReason: string | null;
    }
  | { readonly type: 'waive'; readonly reason: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'cancel'; readonly reason: string };

/** Everything a rule needs from outside. */
export interface SweepFacts {
  readonly now: string;
  readonly actor: SweepActor;
  /** For start: human number, and the sites in scope without the problem's own. */
  readonly number: number;
  readonly sites: readonly SweptSite[];
  /** For start and attach: whether the sweep covers the problem it names ({@link coversProblem}). */
  readonly coversProblem: boolean;
  /** For attach: problems the sweep answers for already. */
  readonly problemIds: readonly string[];
}

/** Where and what a problem is, for the question whether a sweep answers for it. */
export interface SweepableProblem {
  readonly categoryKey: string;
  readonly itemCode: string | null;
  /** Type of its site; `null` where only a place in words is known. */
  readonly siteType: string | null;
  /** Whether it lies in the sweep's scope. */
  readonly isInScope: boolean;
}

/**
 * Whether a sweep looks for what the problem is, where it is: same item, or same category where the sweep
 * names no item; a site type among those swept; and inside the scope. Without this a grave problem could
 * be closed by a sweep of something else.
 */
export function coversProblem(
  subject: Pick<SweepSubject, 'categoryKey' | 'itemCode' | 'siteTypes'>,
  problem: SweepableProblem,
): boolean {
  const isSameFault =
    subject.itemCode === null
      ? subject.categoryKey === problem.categoryKey
      : subject.itemCode === problem.itemCode;
  const isSameKind = problem.siteType === null || subject.siteTypes.includes(problem.siteType);
  return isSameFault && isSameKind && problem.isInScope;
}

/**
 * The one place where a sweep changes.
 *
 * @param check for `check` and `spotCheck`: the site it is about; `null` where the sweep has none such.
 * @returns the events that now are facts, or a refusal.
 */
export function decideSweep(
  sweep: Sweep | null,
  check: SweepCheck | null,
  command: SweepCommand,
  facts: SweepFacts,
): Decision<readonly SweepEvent[]> {
  const gate = refusalOfSweepMove(sweep, command.type, facts.actor, check);
  if (gate) return { accepted: false, refusal: gate };
  switch (command.type) {
    case 'start':
      return decideStart(command, facts);
    case 'check':
    case 'spotCheck':
      return decideLook(sweep, check, command, facts);
    case 'attach':
      if (facts.problemIds.includes(command.problemId)) return refuse('sweep.alreadyAttached');
      if (!facts.coversProblem) return refuse('sweep.notCovering');
      return happened(facts, attachedTo(command.problemId));
    case 'close':
      return decideClose(sweep, command, facts);
    case 'waive':
      return withReason(command.reason, (reason) =>
        happened(facts, { kind: 'sweep.waived', data: { reason, unchecked: leftOf(sweep) } }),
      );
    case 'reopen':
      return withReason(command.reason, (reason) =>
        happened(facts, { kind: 'sweep.reopened', data: { reason } }),
      );
    case 'cancel':
      return withReason(command.reason, (reason) =>
        happened(facts, { kind: 'sweep.cancelled', data: { reason } }),
      );
    default:
      return command satisfies never;
  }
}

type EventBody = SweepEvent extends infer E ? (E extends SweepEvent ? Omit<E, 'at' | 'by'> : never) : never;

function happened(facts: SweepFacts, ...bodies: readonly EventBody[]): Decision<readonly SweepEvent[]> {
  return accept(bodies.map((body) => ({ ...body, at: facts.now, by: facts.actor.personId }) as SweepEvent));
}

function withReason(
  given: string | null,
  next: (reason: string) => Decision<readonly SweepEvent[]>,
): Decision<readonly SweepEvent[]> {
  const reason = statedReason(given);
  return reason === null ? refuse('sweep.reasonNeeded', { shortest: shortestReason }) : next(reason);
}

function leftOf(sweep: Sweep | null): number {
  return sweep ? uncheckedOf(sweep) : 0;
}

function decideStart(command: StartSweep, facts: SweepFacts): Decision<readonly SweepEvent[]> {
  const { type: _type, waiveReason, ...data } = command;
  const title = command.title.trim();
  if (title === '') return refuse('sweep.noTitle');
  if (command.siteTypes.length === 0) return refuse('sweep.noSiteType');
  if (command.problemId !== null && !facts.coversProblem) return refuse('sweep.notCovering');
  const begin = (sites: readonly SweptSite[]): EventBody => ({
    kind: 'sweep.started',
    data: { ...data, title, siteTypes: [...new Set(command.siteTypes)], sites, number: facts.number },
  });
  if (waiveReason !== null) {
    const refusal = refusalOfWaiver(command.ownerUnitId, facts.actor);
    if (refusal) return { accepted: false, refusal };
    return withReason(waiveReason, (reason) =>
      happened(facts, begin([]), { kind: 'sweep.waived', data: { reason, unchecked: 0 } }),
    );
  }
  if (facts.sites.length === 0) return refuse('sweep.noSites');
  if (facts.sites.length > mostSweptSites) return refuse('sweep.tooManySites', { most: mostSweptSites });
  if (!(Date.parse(command.dueAt) > Date.parse(facts.now))) return refuse('sweep.duePast');
  return happened(facts, begin(facts.sites));
}

function refusalOfWaiver(ownerUnitId: string, actor: SweepActor): Refusal | null {
  return mayWaive(ownerUnitId, actor) ? null : { code: 'sweep.approverNeeded', facts: {} };
}

function decideLook(
  sweep: Sweep | null,
  check: SweepCheck | null,
  command: Extract<SweepCommand, { type: 'check' | 'spotCheck' }>,
  facts: SweepFacts,
): Decision<readonly SweepEvent[]> {
  // The gate has refused both already.
  if (!sweep || !check) return refuse('sweep.siteNotIn');
  const photoIds = [...new Set(command.photoIds)];
  const reason = statedReason(command.reason);
  const { result } = command;
  if (result === 'notChecked' && reason === null) {
    return refuse('sweep.reasonNeeded', { shortest: shortestReason });
  }
  if (result === 'clear' && check.result === 'clear' && command.type === 'check') {
    return refuse('sweep.alreadyClear');
  }
  // whoever has looked has looked: "not checked" afterwards would hide it
  if (result === 'notChecked' && check.result === 'clear') return refuse('sweep.alreadyClear');
  const needsProof = result === 'found' || command.type === 'spotCheck';
  if (needsProof && photoIds.length === 0 && reason === null) {
    return refuse('sweep.photoOrReason', { shortest: shortestReason });
  }
  if (result === 'clear' && command.type === 'check' && sweep.severity === 'high' && photoIds.length === 0) {
    return refuse('sweep.photoNeeded');
  }
  const problemId = result === 'found' ? command.problemId : null;
  if (result === 'found' && problemId === null) return refuse('sweep.problemNeeded');
  const said = { checkId: check.checkId, photoIds, reason, problemId };
  const looked: EventBody =
    command.type === 'check'
      ? { kind: 'sweep.checked', data: { ...said, result: command.result } }
      : { kind: 'sweep.spot_checked', data: { ...said, result: command.result } };
  const isGrave = problemId !== null && command.severity === 'high';
  return happened(facts, looked, ...(isGrave ? [attachedTo(problemId)] : []));
}

function attachedTo(problemId: string): EventBody {
  return { kind: 'sweep.attached', data: { problemId } };
}

/** Done: every site looked at, or the rest excused by somebody who may; and the cause named in words. */
function decideClose(
  sweep: Sweep | null,
  command: Extract<SweepCommand, { type: 'close' }>,
  facts: SweepFacts,
): Decision<readonly SweepEvent[]> {
  const unchecked = leftOf(sweep);
  const causeNote = statedReason(command.causeNote);
  if (causeNote === null) return refuse('sweep.causeWordsNeeded', { shortest: shortestReason });
  const { cause } = command;
  if (unchecked === 0) {
    return happened(facts, { kind: 'sweep.done', data: { cause, causeNote, restReason: null, unchecked } });
  }
  if (command.restReason === null) return refuse('sweep.unchecked', { unchecked });
  if (!mayWaive(sweep?.ownerUnitId ?? '', facts.actor)) return refuse('sweep.approverNeeded');
  return withReason(command.restReason, (restReason) =>
    happened(facts, { kind: 'sweep.done', data: { cause, causeNote, restReason, unchecked } }),
  );
}

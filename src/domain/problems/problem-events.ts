import type { DeadlineClock } from '../standards/checklist.ts';
import type { Problem, Severity } from './problem.ts';
import type { RaiseProblem } from './problem-commands.ts';
import type { ProblemState } from './problem-states.ts';

/** What every event carries. `by` is `null` where the system acted. */
interface Happened {
  /** ISO 8601 instant of the server's decision. */
  readonly at: string;
  readonly by: string | null;
}

/** Responsible unit, named person and deadline always come together. */
export interface Assignment {
  readonly unitId: string;
  readonly assistingUnitIds: readonly string[];
  readonly personId: string;
  readonly deadlineAt: string;
}

/** What a ledger kept elsewhere says of an entry beyond its assignment; taken over as it stands there. */
export type CarriedState = Pick<
  Problem,
  | 'state'
  | 'deadlineAt'
  | 'startedAt'
  | 'fixClaimedAt'
  | 'reworkCount'
  | 'returnCount'
  | 'transferCount'
  | 'proposedUnitId'
  | 'mainProblemId'
  | 'linkedFromState'
  | 'extensionCount'
  | 'deferredAt'
  | 'deferredUntil'
  | 'deferralCount'
  | 'clockStoppedAt'
  | 'clockStoppedUntil'
  | 'clockStopReason'
  | 'clockStopCount'
  | 'measures'
  | 'progress'
>;

export type ProblemEvent = Happened &
  (
    | {
        readonly kind: 'problem.raised';
        readonly data: Omit<RaiseProblem, 'type'> & { readonly number: number | null };
      }
    | { readonly kind: 'problem.rejected'; readonly data: { readonly reason: string } }
    | {
        readonly kind: 'problem.dispatched';
        readonly data: Assignment;
      }
    | {
        readonly kind: 'problem.returned';
        readonly data: {
          readonly reason: string;
          readonly proposedUnitId: string;
          readonly fromUnitId: string;
          /** Whether it now lies with the arbiter, and with whom until when. */
          readonly awaitsArbiter: boolean;
          readonly arbiterPersonId: string | null;
          readonly arbiterDueAt: string | null;
        };
      }
    | {
        readonly kind: 'problem.assigned';
        readonly data: { readonly personId: string; readonly fromPersonId: string | null };
      }
    | { readonly kind: 'problem.started'; readonly data: Record<string, never> }
    | {
        readonly kind: 'problem.handed_over';
        readonly data: {
          readonly personId: string;
          readonly fromPersonId: string | null;
          readonly reason: string;
        };
      }
    | {
        readonly kind: 'problem.fix_claimed';
        readonly data: { readonly photoIds: readonly string[]; readonly reason: string | null };
      }
    | {
        readonly kind: 'problem.struck_off';
        readonly data: {
          readonly photoIds: readonly string[];
          readonly offSiteReason: string | null;
          /** Nearest of the accepted photos, in metres; `null` where none has a position. */
          readonly distanceMetres: number | null;
        };
      }
    | {
        readonly kind: 'problem.sent_back';
        readonly data: {
          readonly photoIds: readonly string[];
          readonly reason: string;
          readonly deadlineAt: string;
        };
      }
    | { readonly kind: 'problem.reopened'; readonly data: Assignment & { readonly reason: string } }
    | { readonly kind: 'problem.void_requested'; readonly data: { readonly reason: string } }
    | { readonly kind: 'problem.void_declined'; readonly data: { readonly reason: string } }
    | { readonly kind: 'problem.voided'; readonly data: { readonly requestedBy: string } }
    | {
        readonly kind: 'problem.progress_reported';
        readonly data: { readonly measures: string | null; readonly progress: string | null };
      }
    | {
        readonly kind: 'problem.extension_asked' | 'problem.deferral_asked';
        readonly data: { readonly until: string; readonly reason: string };
      }
    | {
        readonly kind: 'problem.extended';
        readonly data: {
          readonly deadlineAt: string;
          readonly fromDeadlineAt: string | null;
          readonly askedBy: string | null;
        };
      }
    | {
        readonly kind: 'problem.extension_refused' | 'problem.deferral_refused';
        readonly data: { readonly reason: string; readonly askedBy: string | null };
      }
    | {
        readonly kind: 'problem.deferred';
        /** The reason is public. */
        readonly data: { readonly until: string; readonly reason: string; readonly askedBy: string | null };
      }
    | { readonly kind: 'problem.resumed'; readonly data: { readonly deadlineAt: string } }
    | {
        readonly kind: 'problem.clock_stopped';
        readonly data: { readonly reasonKey: string; readonly reason: string; readonly until: string };
      }
    | {
        readonly kind: 'problem.clock_started';
        readonly data: { readonly deadlineAt: string; readonly fromDeadlineAt: string | null };
      }
    | {
        readonly kind: 'problem.recategorised';
        readonly data: {
          readonly reason: string;
          readonly categoryKey: string;
          readonly fromCategoryKey: string;
          readonly severity: Severity;
          readonly fromSeverity: Severity;
          readonly deadlineHours: number;
          readonly fromDeadlineHours: number;
          readonly deadlineClock: DeadlineClock;
          readonly fromDeadlineClock: DeadlineClock;
          readonly fromUnitId: string | null;
          /** `null` where it was not dispatched before and no rule finds a unit. */
          readonly assignment: Assignment | null;
        };
      }
    | {
        readonly kind: 'problem.linked_duplicate';
        readonly data: {
          readonly mainProblemId: string;
          readonly fromState: ProblemState;
          readonly reason: string;
        };
      }
    | {
        readonly kind: 'problem.unlinked_duplicate';
        readonly data: { readonly mainProblemId: string; readonly reason: string };
      }
    | { readonly kind: 'problem.parent_set'; readonly data: { readonly parentId: string } }
    | {
        readonly kind: 'problem.parent_cleared';
        readonly data: { readonly parentId: string; readonly reason: string };
      }
    | {
        readonly kind: 'problem.recurrence_answered';
        readonly data: { readonly previousId: string; readonly same: boolean };
      }
    | { readonly kind: 'problem.import_carried'; readonly data: CarriedState }
    | {
        readonly kind: 'problem.import_struck_off';
        /** Why the entry counts as closed, in the words of its source. */
        readonly data: { readonly reason: string };
      }
    | { readonly kind: 'problem.import_voided'; readonly data: { readonly reason: string } }
  );

export type ProblemEventKind = ProblemEvent['kind'];

/** Kinds of event that moves make. */
export const movedEventKinds = [
  'problem.raised',
  'problem.rejected',
  'problem.dispatched',
  'problem.returned',
  'problem.assigned',
  'problem.started',
  'problem.handed_over',
  'problem.fix_claimed',
  'problem.struck_off',
  'problem.sent_back',
  'problem.reopened',
  'problem.void_requested',
  'problem.void_declined',
  'problem.voided',
  'problem.progress_reported',
  'problem.extension_asked',
  'problem.extended',
  'problem.extension_refused',
  'problem.deferral_asked',
  'problem.deferred',
  'problem.deferral_refused',
  'problem.resumed',
  'problem.clock_stopped',
  'problem.clock_started',
  'problem.recategorised',
  'problem.linked_duplicate',
  'problem.unlinked_duplicate',
  'problem.parent_set',
  'problem.parent_cleared',
  'problem.recurrence_answered',
] as const satisfies readonly ProblemEventKind[];

/** Kinds of event that only the import of a published history makes, always as the system. */
export const importEventKinds = [
  'problem.import_carried',
  'problem.import_struck_off',
  'problem.import_voided',
] as const satisfies readonly ProblemEventKind[];

/** Every kind of event, for tables that must know them all. */
export const problemEventKinds = [
  ...movedEventKinds,
  ...importEventKinds,
] as const satisfies readonly ProblemEventKind[];

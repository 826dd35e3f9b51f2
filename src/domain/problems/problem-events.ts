import type { RaiseProblem } from './problem-commands.ts';

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
] as const satisfies readonly ProblemEventKind[];

/** Kinds of event that only the import of a published history makes, always as the system. */
export const importEventKinds = [
  'problem.import_struck_off',
  'problem.import_voided',
] as const satisfies readonly ProblemEventKind[];

/** Every kind of event, for tables that must know them all. */
export const problemEventKinds = [
  ...movedEventKinds,
  ...importEventKinds,
] as const satisfies readonly ProblemEventKind[];

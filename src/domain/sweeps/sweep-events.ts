import type { CheckResult, RootCause, SpotResult, SweepSubject, SweptSite } from './sweep.ts';

/** What every event carries; a sweep is moved by people only. */
interface Happened {
  /** ISO 8601 instant of the server's decision. */
  readonly at: string;
  readonly by: string;
}

export type SweepEvent = Happened &
  (
    | {
        readonly kind: 'sweep.started';
        readonly data: SweepSubject & {
          readonly sweepId: string;
          readonly number: number;
          readonly sites: readonly SweptSite[];
        };
      }
    | {
        readonly kind: 'sweep.checked';
        readonly data: {
          readonly checkId: string;
          readonly result: CheckResult;
          readonly photoIds: readonly string[];
          readonly reason: string | null;
          /** The problem raised where the fault was found. */
          readonly problemId: string | null;
        };
      }
    | {
        readonly kind: 'sweep.spot_checked';
        readonly data: {
          readonly checkId: string;
          readonly result: SpotResult;
          readonly photoIds: readonly string[];
          readonly reason: string | null;
          readonly problemId: string | null;
        };
      }
    | { readonly kind: 'sweep.attached'; readonly data: { readonly problemId: string } }
    | {
        readonly kind: 'sweep.done';
        readonly data: {
          readonly cause: RootCause;
          readonly causeNote: string;
          /** Why sites were left over; `null` where none was. */
          readonly restReason: string | null;
          readonly unchecked: number;
        };
      }
    | {
        readonly kind: 'sweep.waived';
        readonly data: { readonly reason: string; readonly unchecked: number };
      }
    | { readonly kind: 'sweep.cancelled'; readonly data: { readonly reason: string } }
    | { readonly kind: 'sweep.reopened'; readonly data: { readonly reason: string } }
  );

export type SweepEventKind = SweepEvent['kind'];

/** Every kind of event, in the order of a sweep's life. */
export const sweepEventKinds = [
  'sweep.started',
  'sweep.checked',
  'sweep.spot_checked',
  'sweep.attached',
  'sweep.done',
  'sweep.waived',
  'sweep.cancelled',
  'sweep.reopened',
] as const satisfies readonly SweepEventKind[];

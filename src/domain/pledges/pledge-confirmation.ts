import { accept, type Decision, refuse } from '../decision.ts';

/**
 * `due`: a flag asks for it; `draft`: written, not yet promised; `confirmed`: promised, never changes.
 */
export const pledgeStates = ['due', 'draft', 'confirmed'] as const;
export type PledgeState = (typeof pledgeStates)[number];

/** Days a flagged unit has to pledge. */
export const daysToPledge = 7;

/** A commitment as confirmation sees it, in the order of the pledge. */
export interface ConfirmableCommitment {
  readonly personId: string | null;
  readonly dueOn: string | null;
}

/** What a commitment still lacks; `index` counts from 0. */
export interface Lack {
  readonly index: number;
  readonly field: 'personId' | 'dueOn';
}

/** Everything the commitments lack before they can be promised: each needs one person and one day. */
export function lacksOf(commitments: readonly ConfirmableCommitment[]): readonly Lack[] {
  return commitments.flatMap((commitment, index) => [
    ...(commitment.personId === null ? [{ index, field: 'personId' as const }] : []),
    ...(commitment.dueOn === null ? [{ index, field: 'dueOn' as const }] : []),
  ]);
}

/** May the pledge be confirmed? The refusal names the commitments that lack something, counted from 1. */
export function decideConfirmation(pledge: {
  readonly state: PledgeState;
  readonly commitments: readonly ConfirmableCommitment[];
}): Decision<null> {
  if (pledge.state === 'confirmed') return refuse('pledge.confirmedStays');
  if (pledge.commitments.length === 0) return refuse('pledge.noCommitments');
  const numbers = [...new Set(lacksOf(pledge.commitments).map(({ index }) => index + 1))];
  return numbers.length === 0 ? accept(null) : refuse('pledge.incomplete', { numbers: numbers.join('、') });
}

/** What is known of a commitment without data about its keeping. */
export const commitmentStates = ['open', 'overdue', 'undated'] as const;
export type CommitmentState = (typeof commitmentStates)[number];

/** Past due from the day after its day on. */
export function commitmentState(dueOn: string | null, today: string): CommitmentState {
  if (dueOn === null) return 'undated';
  return dueOn < today ? 'overdue' : 'open';
}

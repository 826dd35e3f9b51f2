import type { Json } from '../../domain/canonical-json.ts';
import { foldProblem } from '../../domain/problems/apply-problem.ts';
import type { Problem } from '../../domain/problems/problem.ts';
import type { ProblemEvent } from '../../domain/problems/problem-events.ts';
import type { Tx } from '../platform/database/database.ts';
import { chainStart, eventHash } from '../platform/event-log.ts';
import { findProblem } from './problem-queries.ts';
import { type ProblemRow, problemOf } from './problem-rows.ts';

/** An event of a problem as it is stored. */
export interface StoredProblemEvent {
  readonly version: number;
  readonly kind: string;
  readonly data: { readonly [key: string]: Json };
  readonly actorId: string | null;
  readonly at: string;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
}

/** The whole history of a problem, oldest first. */
export async function listProblemEvents(
  tx: Tx,
  cityId: string,
  problemId: string,
): Promise<StoredProblemEvent[]> {
  const rows = await tx
    .selectFrom('event')
    .select(['version', 'kind', 'data', 'actor_id as actorId', 'at', 'prev_hash as prevHash', 'hash'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'problem')
    .where('subject_id', '=', problemId)
    .orderBy('version')
    .execute();
  return rows.map((row) => ({ ...row, data: row.data as StoredProblemEvent['data'] }));
}

/**
 * Computes every hash of a history again. An event is verified when its own hash fits and it follows a
 * verified predecessor without a gap.
 *
 * @returns one answer per event, in order.
 */
export function verifiedEvents(
  cityId: string,
  problemId: string,
  events: readonly StoredProblemEvent[],
): boolean[] {
  let end = chainStart;
  let holds = true;
  return events.map((event) => {
    const { version, kind, data, actorId, at, prevHash } = event;
    const link = {
      subjectKind: 'problem',
      subjectId: problemId,
      version,
      kind,
      data,
      actorId,
      at,
      prevHash,
    } as const;
    holds =
      holds &&
      version === end.version + 1 &&
      prevHash.equals(end.hash) &&
      eventHash(cityId, link).equals(event.hash);
    end = { version, hash: event.hash };
    return holds;
  });
}

/** A stored event as the rules know it. */
export function problemEventOf(
  event: Pick<StoredProblemEvent, 'kind' | 'data' | 'at' | 'actorId'>,
): ProblemEvent {
  return { kind: event.kind, data: event.data, at: event.at, by: event.actorId } as unknown as ProblemEvent;
}

/** What is found when a problem's history is checked. */
export interface ProblemChainCheck {
  readonly holds: boolean;
  /** First event whose hash does not fit; null where all do. */
  readonly brokenAt: number | null;
  /** Whether the row ends where the chain ends. */
  readonly endsAtRow: boolean;
  /** Whether the history folds to the row. */
  readonly foldsToRow: boolean;
}

/** Checks a history against its hashes and against the row it must make. */
export function checkProblemHistory(
  cityId: string,
  row: ProblemRow,
  events: readonly StoredProblemEvent[],
): ProblemChainCheck {
  const verified = verifiedEvents(cityId, row.id, events);
  const broken = verified.indexOf(false);
  const last = events.at(-1);
  const endsAtRow = last !== undefined && last.version === row.version && last.hash.equals(row.last_hash);
  const folds = findRowDifference(row, events) === null;
  return {
    holds: broken < 0 && endsAtRow && folds,
    brokenAt: broken < 0 ? null : (events[broken]?.version ?? null),
    endsAtRow,
    foldsToRow: folds,
  };
}

function foldSafely(
  events: readonly Pick<StoredProblemEvent, 'kind' | 'data' | 'at' | 'actorId'>[],
): Problem | null {
  try {
    return foldProblem(events.map(problemEventOf));
  } catch {
    // a history that raises twice or begins in the middle folds to nothing
    return null;
  }
}

/** A member in which a row is not what its history makes; as JSON text. */
export interface RowDifference {
  readonly member: string;
  readonly expected: string;
  readonly found: string;
}

/** The first difference between a row and the fold of its history; null where they agree. */
export function findRowDifference(
  row: ProblemRow,
  events: readonly Pick<StoredProblemEvent, 'kind' | 'data' | 'at' | 'actorId'>[],
): RowDifference | null {
  const folded = foldSafely(events);
  const stored = problemOf(row);
  if (!folded) return { member: 'id', expected: 'null', found: JSON.stringify(stored.id) };
  for (const member of Object.keys(stored) as (keyof Problem)[]) {
    if (folded[member] === stored[member]) continue;
    const [expected, found] = [JSON.stringify(folded[member]), JSON.stringify(stored[member])];
    if (expected !== found) return { member, expected: expected ?? 'null', found: found ?? 'null' };
  }
  return null;
}

/** Recomputes the chain of one problem from the database. Undefined where there is no such problem. */
export async function verifyProblemChain(
  tx: Tx,
  cityId: string,
  problemId: string,
): Promise<ProblemChainCheck | undefined> {
  const row = await findProblem(tx, cityId, problemId);
  if (!row) return undefined;
  return checkProblemHistory(cityId, row, await listProblemEvents(tx, cityId, problemId));
}

/** Whether the stored history of a problem folds to its stored row. */
export async function foldsToRow(tx: Tx, cityId: string, problemId: string): Promise<boolean> {
  return (await verifyProblemChain(tx, cityId, problemId))?.foldsToRow ?? false;
}

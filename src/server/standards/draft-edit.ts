import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, type NewEvent, recordEvents } from '../platform/event-log.ts';
import { Refused } from '../platform/refused.ts';
import { type LockedVersion, lockVersion, requireDraft } from './standard-queries.ts';

/** Where a draft is changed, by whom and when. */
export interface DraftCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly versionId: string;
  /** The counter the client read. */
  readonly version: number;
  readonly actor: EventActor;
  /** ISO instant. */
  readonly now: string;
}

/** A change that was found sound: what it writes and what history says of it. */
export interface DraftChange {
  readonly event: NewEvent;
  write(): Promise<unknown>;
}

/**
 * Changes a draft: lock, plan, write, record. A plan of `null` means that the content is so already, as
 * when a command arrives twice; nothing is written then and no counter asked.
 *
 * @throws Refused 404; 409 `standard.frozen` for a published version, `stale` where somebody else changed
 *   the draft since the client read it; what `plan` throws.
 */
export async function editDraft(
  call: DraftCall,
  plan: (draft: LockedVersion) => Promise<DraftChange | null>,
): Promise<void> {
  const { tx, cityId, versionId } = call;
  const draft = await lockVersion(tx, cityId, versionId);
  requireDraft(draft);
  const change = await plan(draft);
  if (!change) return;
  if (draft.version !== call.version) throw new Refused(409, 'stale');
  await change.write();
  await tx
    .updateTable('standard_version')
    .set({ version: sql`version + 1` })
    .where('city_id', '=', cityId)
    .where('id', '=', versionId)
    .execute();
  await recordEvents(
    tx,
    cityId,
    { kind: 'standardVersion', id: versionId },
    [change.event],
    call.actor,
    call.now,
  );
}

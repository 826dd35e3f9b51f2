import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { answerRevisit as answerEndpoint } from '../../contract/revisits.ts';
import type { Json } from '../../domain/canonical-json.ts';
import { isIndependent } from '../../domain/verification/assign-revisits.ts';
import {
  answerRevisit,
  applyRevisit,
  assignRevisit,
  checkAnswer,
  type Revisit,
  type RevisitAnswer,
  type RevisitEvent,
  type RevisitFacts,
} from '../../domain/verification/revisit.ts';
import type { RevisitRoundState } from '../../domain/verification/revisit-round.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { listInspectors } from '../organisation/inspector-queries.ts';
import { usePhotos as recordPhotoUses } from '../photos/photo-queries.ts';
import { recordEvents } from '../platform/event-log.ts';
import { invalid, notFound, unwrap } from '../platform/refused.ts';
import { commandHash } from '../platform/repeated-command.ts';
import { loadEvidence, positionOf } from '../problems/problem-facts.ts';
import { findProblemPlace, lockProblem } from '../problems/problem-queries.ts';
import { enterRevisits, listRevisitedFixes } from './revisit-entering.ts';
import { type Followed, followFailure } from './revisit-following.ts';
import { lockRevisit, type RevisitRow, revisitOf } from './revisit-queries.ts';
import { frameOf, type RevisitCall } from './revisit-round-commands.ts';
import { lockRevisitRound, type RevisitRoundRow } from './revisit-round-queries.ts';

export type AnswerBody = z.output<typeof answerEndpoint.body>;

const nothingFollowed: Followed = { consequence: 'alreadyOpen', raisedProblemId: null };

/**
 * Answers a revisit. A failed one goes on in the ledger in the same transaction: the problem is reopened,
 * or raised anew as its recurrence. Where a revisit was not possible, the next reserve of the unit is drawn.
 * The same answer again changes nothing.
 */
export async function answer(call: RevisitCall, id: string, body: AnswerBody): Promise<RevisitRow> {
  const { tx, cityId, actor, now } = call;
  const { round, row } = await lockBoth(call, id);
  const requestHash = commandHash(body);
  if (row.state !== 'open' && row.request_hash === requestHash && row.done_by === actor.personId) return row;
  const problem = await lockProblem(tx, cityId, row.problem_id);
  if (!problem) throw new Error('a revisit is of a problem');
  const place = await findProblemPlace(tx, cityId, problem);
  const facts: RevisitFacts = {
    personId: actor.personId,
    roundState: round.state as RevisitRoundState,
    drawnAt: round.drawn_at ?? now,
    photos: await loadEvidence(tx, cityId, body.photos, positionOf(problem, place)),
    siteRadiusMetres: (await loadLedgerSettings(tx, cityId)).siteRadiusMetres,
  };
  const given = answerOf(body);
  const revisit = revisitOf(row);
  unwrap(checkAnswer(revisit, given, facts));
  const followed =
    given.result === 'failed' ? await followFailure(call, id, problem, given, body) : nothingFollowed;
  const events = unwrap(answerRevisit(revisit, given, facts, followed));
  const stored = await store(call, row, events, requestHash);
  if (given.result === 'notPossible') await drawReserve(call, round, row);
  const once = new Map(body.photos.map((photo) => [photo.sha256, photo]));
  const uses = [...once.values()].map((photo) => ({
    id: uuid(),
    ...photo,
    subjectKind: 'problem' as const,
    subjectId: problem.id,
    itemCode: problem.item_code,
    purpose: 'verification' as const,
    usedBy: actor.personId,
    usedAt: now,
  }));
  await recordPhotoUses(tx, cityId, uses);
  return stored;
}

function answerOf(body: AnswerBody): RevisitAnswer {
  const { result, finding, offSiteReason } = body;
  const reason = body.reason ?? '';
  const photoIds = body.photos.map((photo) => photo.sha256);
  if (result === 'held') return { result, photoIds, offSiteReason, remark: body.reason };
  if (result === 'notPossible') return { result, reason };
  if (finding === null) throw invalid('finding', 'required');
  return { result, finding, photoIds, offSiteReason, reason };
}

/** Gives an open revisit to another independent inspector. */
export async function assign(call: RevisitCall, id: string, inspectorId: string): Promise<void> {
  const { tx, cityId, now } = call;
  const { round, row } = await lockBoth(call, id);
  const fixes = await listRevisitedFixes(tx, cityId, [row.problem_id]);
  const [person] = await listInspectors(tx, cityId, now, [inspectorId]);
  const fix = fixes.get(row.problem_id);
  const independent = person !== undefined && fix !== undefined && isIndependent(person, fix);
  const facts = { roundState: round.state as RevisitRoundState, isIndependent: independent };
  await store(call, row, unwrap(assignRevisit(revisitOf(row), inspectorId, facts)), null);
}

/** Round before revisit: everybody locks in this order. */
async function lockBoth(
  { tx, cityId }: RevisitCall,
  id: string,
): Promise<{ round: RevisitRoundRow; row: RevisitRow }> {
  const found = await tx
    .selectFrom('revisit')
    .select('round_id')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  const round = found && (await lockRevisitRound(tx, cityId, found.round_id));
  const row = round && (await lockRevisit(tx, cityId, id));
  if (!round || !row) throw notFound();
  return { round, row };
}

async function store(
  { tx, cityId, actor, now }: RevisitCall,
  row: RevisitRow,
  events: readonly RevisitEvent[],
  requestHash: string | null,
): Promise<RevisitRow> {
  if (events.length === 0) return row;
  let revisit: Revisit = revisitOf(row);
  for (const event of events) revisit = applyRevisit(revisit, event);
  const facts = events.map(({ kind, data }) => ({ kind, data: data as unknown as Json }));
  await recordEvents(tx, cityId, { kind: 'revisit', id: row.id }, facts, actor, now);
  const isDone = revisit.state !== 'open';
  return tx
    .updateTable('revisit')
    .set({
      inspector_id: revisit.inspectorId,
      state: revisit.state,
      finding: revisit.finding,
      reason: revisit.reason,
      consequence: revisit.consequence,
      raised_problem_id: revisit.raisedProblemId,
      distance_metres: revisit.distanceMetres,
      version: revisit.version,
      done_at: isDone ? now : null,
      done_by: isDone ? actor.personId : null,
      request_hash: requestHash,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The next reserve of the unit takes the place of a revisit that was not possible, where one is left. */
async function drawReserve(call: RevisitCall, round: RevisitRoundRow, row: RevisitRow): Promise<void> {
  const { tx, cityId } = call;
  const reserve = await tx
    .selectFrom('revisit_candidate as c')
    .select(['c.problem_id as problemId', 'c.number', 'c.unit_id as unitId', 'c.place'])
    .where('c.city_id', '=', cityId)
    .where('c.round_id', '=', row.round_id)
    .where('c.unit_id', '=', row.unit_id)
    .where('c.place', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('revisit as v')
            .select('v.id')
            .whereRef('v.city_id', '=', 'c.city_id')
            .whereRef('v.round_id', '=', 'c.round_id')
            .whereRef('v.problem_id', '=', 'c.problem_id'),
        ),
      ),
    )
    .orderBy('c.place')
    .limit(1)
    .executeTakeFirst();
  if (!reserve || reserve.place === null) return;
  const { place } = reserve;
  await enterRevisits(call, row.round_id, [{ ...reserve, place, replacesId: row.id }], frameOf(round));
}

/** Whether a reserve was drawn in place of this revisit. */
export async function isReplaced({ tx, cityId }: RevisitCall, row: RevisitRow): Promise<boolean> {
  const reserve = await tx
    .selectFrom('revisit')
    .select('id')
    .where('city_id', '=', cityId)
    .where('round_id', '=', row.round_id)
    .where('replaces_id', '=', row.id)
    .executeTakeFirst();
  return reserve !== undefined;
}

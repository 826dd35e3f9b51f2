import type { PhotoReference } from '../../contract/photos.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import { decideProblem } from '../../domain/problems/decide-problem.ts';
import type { RevisitConsequence, RevisitFinding } from '../../domain/verification/revisit.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { findContact, findUnit } from '../organisation/unit-queries.ts';
import { invalid } from '../platform/refused.ts';
import { storeMove } from '../problems/problem-command.ts';
import { findProblem } from '../problems/problem-queries.ts';
import { raiseAndDispatch, ruleFacts } from '../problems/problem-raising.ts';
import { type ProblemRow, problemOf } from '../problems/problem-rows.ts';
import type { RevisitCall } from './revisit-round-commands.ts';

/** What became of a failed fix in the ledger. */
export interface Followed {
  readonly consequence: RevisitConsequence;
  readonly raisedProblemId: string | null;
}

/** What an answer brings for the problem that may be raised. */
interface RaisingAnswer {
  readonly photos: readonly PhotoReference[];
  readonly raisedId: string;
}

/**
 * What a failed revisit does in the ledger, by the commands that people have: a fix that was never made is
 * reopened with its unit, a fix that did not last is raised anew as a recurrence. Where the unit is closed
 * or has no named person any more, the problem is raised anew, so that somebody else is found for it. The
 * draw gives the inspector the right to do it; he acts under his own name.
 */
export async function followFailure(
  call: RevisitCall,
  revisitId: string,
  problem: ProblemRow,
  failed: { readonly finding: RevisitFinding; readonly reason: string },
  body: RaisingAnswer,
): Promise<Followed> {
  if (problem.state !== 'struck_off') return { consequence: 'alreadyOpen', raisedProblemId: null };
  if (failed.finding === 'neverFixed' && (await reopen(call, revisitId, problem, failed.reason))) {
    return { consequence: 'reopened', raisedProblemId: null };
  }
  return raiseAgain(call, revisitId, problem, failed.reason, body);
}

/** @returns false where the rules find nobody to answer for it any more. */
async function reopen(
  { tx, cityId, actor, now }: RevisitCall,
  revisitId: string,
  problem: ProblemRow,
  reason: string,
): Promise<boolean> {
  if (problem.unit_id === null) return false;
  const unit = await findUnit(tx, cityId, problem.unit_id);
  const isThere = unit !== undefined && (unit.validTo === null || unit.validTo > now.slice(0, 10));
  const contact = await findContact(tx, cityId, problem.unit_id);
  const calendar = await loadCalendar(tx, cityId);
  const before = problemOf(problem);
  const decision = decideProblem(
    before,
    {
      type: 'reopen',
      reason: reason.trim(),
      unitId: problem.unit_id,
      assistingUnitIds: problem.assisting_unit_ids,
    },
    {
      ...ruleFacts(actor.personId, null, now),
      unit: isThere ? { unitId: problem.unit_id, contactPersonId: contact?.personId ?? null } : null,
      deadlineAt: deadlineAt(now, before.deadlineHours, before.deadlineClock, calendar),
    },
  );
  if (!decision.accepted) return false;
  await storeMove(tx, cityId, problem, decision.value, actor.personId, now, { revisitId });
  return true;
}

async function raiseAgain(
  { tx, cityId, actor, now }: RevisitCall,
  revisitId: string,
  problem: ProblemRow,
  reason: string,
  body: RaisingAnswer,
): Promise<Followed> {
  if (await findProblem(tx, cityId, body.raisedId)) throw invalid('raisedId', 'revisit.idTaken');
  const category = await tx
    .selectFrom('category')
    .select('unit_type')
    .where('city_id', '=', cityId)
    .where('key', '=', problem.category_key)
    .executeTakeFirstOrThrow();
  const earlier = problemOf(problem);
  await raiseAndDispatch(
    tx,
    cityId,
    [
      {
        problem: {
          problemId: body.raisedId,
          siteId: earlier.siteId,
          placeText: earlier.placeText,
          lon: earlier.lon,
          lat: earlier.lat,
          itemCode: earlier.itemCode,
          versionId: earlier.versionId,
          categoryKey: earlier.categoryKey,
          severity: earlier.severity,
          title: earlier.title,
          description: reason.trim(),
          defects: null,
          deadlineHours: earlier.deadlineHours,
          deadlineClock: earlier.deadlineClock,
          sourceKind: 'inspection',
          sourceRef: null,
          inspectionId: null,
          roundId: null,
          recurrenceOf: earlier.id,
          sweepId: null,
          parentId: null,
          reason: null,
        },
        responsibleUnitType: category.unit_type,
        photos: body.photos,
        isSample: problem.is_sample,
        remark: { revisitId },
      },
    ],
    { personId: actor.personId },
    now,
  );
  return { consequence: 'raised', raisedProblemId: body.raisedId };
}

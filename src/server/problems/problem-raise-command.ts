import { sql } from 'kysely';
import type { z } from 'zod';
import type { ProblemView, raiseProblem } from '../../contract/problems.ts';
import type { Actor } from '../../domain/access/may.ts';
import { isOpen } from '../../domain/problems/problem-states.ts';
import { limitOfCategory } from '../deadlines/category-limit-row.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { findPhotos } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { invalid, Refused } from '../platform/refused.ts';
import { commandHash } from '../platform/repeated-command.ts';
import { findSite } from '../sites/site-queries.ts';
import { findProblem, findProblemPlace } from './problem-queries.ts';
import { raiseAndDispatch } from './problem-raising.ts';
import { findRelated } from './problem-relations.ts';
import { viewProblem } from './problem-view.ts';

type RaiseBody = z.output<typeof raiseProblem.body>;

interface RaiseCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: Actor;
  readonly ask: Permissions;
  readonly now: string;
}

/**
 * Raises a problem by hand. The category names time limit and responsible unit; the same id with the same
 * content is answered as done.
 *
 * @throws Refused 400 with the place of an unknown site, category or photo; 403 without the verb there;
 *   409 where the id stands for another problem.
 */
export async function raiseByHand(call: RaiseCall, body: RaiseBody): Promise<ProblemView> {
  const { tx, cityId, actor, ask, now } = call;
  ask.requireAnywhere('problem.raise');
  // two sendings of one form at once: the second waits here and finds the first
  await sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 0))`.execute(tx);
  const contentHash = commandHash(body);
  if (!(await isRaised(tx, cityId, body.id, contentHash, actor.personId))) {
    await requireReachOfSite(call, body.siteId);
    const category = await findCategory(tx, cityId, body.categoryKey);
    const limit = limitOfCategory(category, body.severity);
    await requireKnownPhotos(tx, cityId, body);
    await requireFittingLinks(call, body);
    const { id, photos, ...typed } = body;
    await raiseAndDispatch(
      tx,
      cityId,
      [
        {
          problem: {
            ...typed,
            problemId: id,
            itemCode: null,
            versionId: null,
            defects: null,
            deadlineHours: limit.hours,
            deadlineClock: limit.clock,
            sourceRef: null,
            inspectionId: null,
            roundId: null,
          },
          responsibleUnitType: category.unit_type,
          photos,
          remark: { contentHash },
        },
      ],
      { personId: actor.personId },
      now,
    );
  }
  const row = await findProblem(tx, cityId, body.id);
  if (!row) throw new Error('a raised problem is in the ledger');
  const place = await findProblemPlace(tx, cityId, row);
  return viewProblem(tx, cityId, call, row, place, await loadLedgerSettings(tx, cityId));
}

async function isRaised(
  tx: Tx,
  cityId: string,
  id: string,
  contentHash: string,
  personId: string,
): Promise<boolean> {
  const { rows } = await sql<{ hash: string | null; actor: string | null }>`
    select data->>'contentHash' as hash, actor_id as actor from event
    where city_id = ${cityId} and subject_kind = 'problem' and subject_id = ${id} and version = 1`.execute(
    tx,
  );
  const [first] = rows;
  if (!first) return false;
  if (first.hash !== contentHash || first.actor !== personId) {
    throw new Refused(409, 'duplicate', { field: 'id' });
  }
  return true;
}

async function requireReachOfSite({ tx, cityId, ask }: RaiseCall, siteId: string | null): Promise<void> {
  if (siteId === null) return;
  const site = await findSite(tx, cityId, siteId);
  if (!site || !ask.may('site.view', site.territoryPath)) throw invalid('siteId', 'notFound');
  ask.require('problem.raise', site.territoryPath);
}

async function findCategory(tx: Tx, cityId: string, key: string) {
  const category = await tx
    .selectFrom('category')
    .select(['deadline_hours', 'deadline_clock', 'high_deadline_hours', 'unit_type'])
    .where('city_id', '=', cityId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!category) throw invalid('categoryKey', 'invalid_value');
  return category;
}

/** The earlier problem was struck off, the whole is open and no part itself; both are in sight. */
async function requireFittingLinks({ tx, cityId, actor, ask }: RaiseCall, body: RaiseBody): Promise<void> {
  const { arbiterPersonId } = await loadLedgerSettings(tx, cityId);
  const asker = { ask, personId: actor.personId, arbiterPersonId };
  const { recurrenceOf, parentId } = body;
  if (recurrenceOf) {
    const earlier = await findRelated(tx, cityId, asker, recurrenceOf);
    if (!earlier) throw invalid('recurrenceOf', 'notFound');
    if (earlier.struckOffAt === null) throw invalid('recurrenceOf', 'problem.earlierNotStruckOff');
  }
  if (parentId) {
    const parent = await findRelated(tx, cityId, asker, parentId);
    if (!parent) throw invalid('parentId', 'notFound');
    if (!isOpen(parent.state)) throw invalid('parentId', 'problem.parentNotOpen');
    if (parent.parentId !== null) throw invalid('parentId', 'problem.parentIsPart');
  }
}

async function requireKnownPhotos(tx: Tx, cityId: string, body: RaiseBody): Promise<void> {
  const known = await findPhotos(
    tx,
    cityId,
    body.photos.map((photo) => photo.sha256),
  );
  const knownHashes = new Set(known.map((photo) => photo.sha256));
  const missing = body.photos.findIndex((photo) => !knownHashes.has(photo.sha256));
  if (missing >= 0) throw invalid(`photos.${missing}.sha256`, 'problem.unknownPhoto');
}

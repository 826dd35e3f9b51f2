import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { PhotoReference } from '../../contract/photos.ts';
import type { checkSite, SweepCheckLine, spotCheckSite } from '../../contract/sweep-checks.ts';
import { advanceSweep } from '../../domain/sweeps/apply-sweep.ts';
import { decideSweep, type SweepCommand } from '../../domain/sweeps/decide-sweep.ts';
import type { SweepCheck } from '../../domain/sweeps/sweep.ts';
import { findPhotos, usePhotos as recordPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { eventRows } from '../platform/event-log.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { commandHash } from '../platform/repeated-command.ts';
import { raiseAndDispatch } from '../problems/problem-raising.ts';
import { findSite, type SiteFacts } from '../sites/site-queries.ts';
import { actorAt, findWorkplaces, granted, type SweepCall } from './sweep-actor.ts';
import { readCheckLine } from './sweep-check-list.ts';
import { linkSweep } from './sweep-history.ts';
import {
  checkColumns,
  checkOf,
  type SweepCheckRow,
  type SweepRow,
  sweepColumns,
  sweepOf,
} from './sweep-rows.ts';
import { lockSweep } from './sweep-sight.ts';
import { tieProblem } from './sweep-start.ts';

type LookBody = z.output<typeof checkSite.body> | z.output<typeof spotCheckSite.body>;

/**
 * A look at one site: by its own people (`check`), or again by an inspector (`spotCheck`). A finding raises
 * a problem that is dispatched by rule like any other. The last look sent again is answered as done.
 *
 * @throws Refused 404 where the site is out of sight, 403 without the verb there, 400 with the place of an
 *   unknown photo, 409 with the rule's code.
 */
export async function lookAtSite(
  call: SweepCall,
  type: 'check' | 'spotCheck',
  checkId: string,
  body: LookBody,
): Promise<SweepCheckLine> {
  const { tx, cityId, actor, ask, now } = call;
  const { sweepId, site } = await requireCheck(call, checkId);
  // parent before child: everybody locks in this order
  const row = await lockSweep(tx, cityId, sweepId);
  const checkRow = await findCheck(tx, cityId, checkId);
  const contentHash = commandHash({ type, ...body, personId: actor.personId });
  if (checkRow.command_id === body.commandId) {
    if (checkRow.command_hash === contentHash) return readCheckLine(call, checkId);
    throw new Refused(409, 'duplicate', { field: 'commandId' });
  }
  ask.may(type === 'check' ? 'problem.work' : 'inspection.submit', site.territoryPath);
  await requireKnownPhotos(tx, cityId, body.photos);
  const sweep = sweepOf(row);
  const check = checkOf(checkRow);
  const photoIds = body.photos.map((photo) => photo.sha256);
  const { reason, problemId, severity } = body;
  const events = granted(
    decideSweep(
      sweep,
      check,
      { type, result: body.result, photoIds, reason, problemId, severity } as SweepCommand,
      {
        now,
        actor: actorAt(call, await findWorkplaces(call), [site.territoryPath]),
        number: row.number,
        sites: [],
        coversProblem: false,
        problemIds: [],
      },
    ),
  );
  const moved = advanceSweep(sweep, check, events);
  const raisedId = type === 'check' ? moved.check?.problemId : moved.check?.spotProblemId;
  if (body.result === 'found' && raisedId) await raiseFinding(call, { type, row, site, body, raisedId });
  const chain = linkSweep(cityId, sweepId, { version: row.version, hash: row.last_hash }, events);
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  await tx
    .updateTable('sweep')
    .set(sweepColumns(cityId, moved.sweep, chain.at(-1)?.hash ?? row.last_hash))
    .where('city_id', '=', cityId)
    .where('id', '=', sweepId)
    .execute();
  await storeCheck(tx, cityId, moved.check ?? check, body.commandId, contentHash);
  if (body.result === 'found' && raisedId && severity === 'high') {
    await tieProblem(tx, cityId, sweepId, raisedId, now);
  }
  // the photos of a finding belong to the problem it raised
  if (body.result !== 'found') await recordPhotoUses(tx, cityId, usesOf(call, checkId, type, body.photos));
  return readCheckLine(call, checkId);
}

async function findCheck(tx: Tx, cityId: string, checkId: string): Promise<SweepCheckRow> {
  return tx
    .selectFrom('sweep_check')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', checkId)
    .executeTakeFirstOrThrow();
}

/** The sweep and site of a check. @throws Refused 404 where the asker may not see what lies there. */
export async function requireCheck(
  { tx, cityId, ask }: SweepCall,
  checkId: string,
): Promise<{ sweepId: string; site: SiteFacts }> {
  const found = await tx
    .selectFrom('sweep_check')
    .select(['sweep_id', 'site_id'])
    .where('city_id', '=', cityId)
    .where('id', '=', checkId)
    .executeTakeFirst();
  const site = found && (await findSite(tx, cityId, found.site_id));
  ask.requireSight('problem.view', site?.territoryPath ?? '');
  if (!found || !site) throw notFound();
  return { sweepId: found.sweep_id, site };
}

async function requireKnownPhotos(tx: Tx, cityId: string, photos: readonly PhotoReference[]): Promise<void> {
  const known = await findPhotos(
    tx,
    cityId,
    photos.map((photo) => photo.sha256),
  );
  const hashes = new Set(known.map((photo) => photo.sha256));
  const missing = photos.findIndex((photo) => !hashes.has(photo.sha256));
  if (missing >= 0) throw invalid(`photos.${missing}.sha256`, 'problem.unknownPhoto');
}

interface Finding {
  readonly type: 'check' | 'spotCheck';
  readonly row: SweepRow;
  readonly site: SiteFacts;
  readonly body: LookBody;
  readonly raisedId: string;
}

/** The sweep knows already what was found: only the place, the photos and the words are new. */
async function raiseFinding(call: SweepCall, finding: Finding): Promise<void> {
  const { tx, cityId, actor, now } = call;
  const { row, site, body, raisedId } = finding;
  const known = await tx
    .selectFrom('problem')
    .select('id')
    .where('city_id', '=', cityId)
    .where('id', '=', raisedId)
    .executeTakeFirst();
  if (known) throw new Refused(409, 'duplicate', { field: 'problemId' });
  const limit = await findLimit(tx, cityId, row);
  await raiseAndDispatch(
    tx,
    cityId,
    [
      {
        problem: {
          problemId: raisedId,
          siteId: site.id,
          placeText: '',
          lon: null,
          lat: null,
          itemCode: row.item_code,
          versionId: row.version_id,
          categoryKey: row.category_key,
          severity: body.severity,
          title: row.title,
          description: body.reason?.trim() ?? '',
          defects: null,
          deadlineHours: Number(limit.deadline_hours),
          deadlineClock: limit.deadline_clock as 'work' | 'elapsed',
          sourceKind: finding.type === 'check' ? 'selfCheck' : 'inspection',
          sourceRef: null,
          inspectionId: null,
          roundId: null,
          sweepId: row.id,
          reason: body.reason,
        },
        responsibleUnitType: limit.unit_type,
        photos: body.photos,
        isSample: row.is_sample,
      },
    ],
    { personId: actor.personId },
    now,
  );
}

/** Time limit and kind of unit, of the item where the sweep names one, else of its category. */
async function findLimit(tx: Tx, cityId: string, row: SweepRow) {
  if (row.item_code !== null && row.version_id !== null) {
    return tx
      .selectFrom('checklist_item')
      .select(['deadline_hours', 'deadline_clock', 'responsible_unit_type as unit_type'])
      .where('city_id', '=', cityId)
      .where('version_id', '=', row.version_id)
      .where('code', '=', row.item_code)
      .executeTakeFirstOrThrow();
  }
  return tx
    .selectFrom('category')
    .select(['deadline_hours', 'deadline_clock', 'unit_type'])
    .where('city_id', '=', cityId)
    .where('key', '=', row.category_key)
    .executeTakeFirstOrThrow();
}

async function storeCheck(
  tx: Tx,
  cityId: string,
  check: SweepCheck,
  commandId: string,
  commandHashed: string,
): Promise<void> {
  await tx
    .updateTable('sweep_check')
    .set({ ...checkColumns(check), command_id: commandId, command_hash: commandHashed })
    .where('city_id', '=', cityId)
    .where('id', '=', check.checkId)
    .execute();
}

function usesOf(
  { actor, now }: SweepCall,
  checkId: string,
  type: 'check' | 'spotCheck',
  photos: readonly PhotoReference[],
) {
  const once = new Map(photos.map((photo) => [photo.sha256, photo]));
  return [...once.values()].map((photo) => ({
    id: uuid(),
    ...photo,
    subjectKind: 'sweepCheck' as const,
    subjectId: checkId,
    itemCode: null,
    purpose: type === 'check' ? ('finding' as const) : ('verification' as const),
    usedBy: actor.personId,
    usedAt: now,
  }));
}

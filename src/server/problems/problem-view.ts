import type { ProblemView } from '../../contract/problems.ts';
import type { Actor } from '../../domain/access/may.ts';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import { possibleMoves } from '../../domain/problems/possible-moves.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { listPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { loadMoveFacts } from './problem-facts.ts';
import { checkProblemHistory, listProblemEvents, verifiedEvents } from './problem-history.ts';
import { lightOf, overdueHoursOf } from './problem-list.ts';
import { findNames, type ProblemPlace } from './problem-queries.ts';
import { listLinks } from './problem-relations.ts';
import { type ProblemRow, problemOf } from './problem-rows.ts';
import { findTimelineNames, idsInEvent, stopReasonOf, timelineEntry } from './problem-timeline.ts';

/** Who looks, and when. */
export interface ProblemAsker {
  readonly actor: Actor;
  readonly ask: Permissions;
  readonly now: string;
}

/** A problem as its page shows it. The caller has asked whether it may be seen. */
export async function viewProblem(
  tx: Tx,
  cityId: string,
  asker: ProblemAsker,
  row: ProblemRow,
  place: ProblemPlace,
  settings: LedgerSettings,
): Promise<ProblemView> {
  const problem = problemOf(row);
  const events = await listProblemEvents(tx, cityId, row.id);
  const photos = await listPhotoUses(tx, cityId, 'problem', [row.id]);
  const labels = await findLabels(tx, cityId, row);
  const names = await findNames(tx, cityId, [
    ...idsOf(row),
    ...events.flatMap(idsInEvent),
    ...photos.map((photo) => photo.usedBy),
  ]);
  const named = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' });
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  const facts = await loadMoveFacts(tx, cityId, asker, row, place, settings);
  const links = await listLinks(tx, cityId, row);
  const timelineNames = {
    ...(await findTimelineNames(tx, cityId, events)),
    named,
    stopReasons: settings.clockStopReasons,
  };
  const verified = verifiedEvents(cityId, row.id, events);
  return {
    ...problem,
    ...labels,
    number: row.number,
    placeText: row.place_text,
    unitName: nameOf(row.unit_id),
    personName: nameOf(row.person_id),
    light: lightOf(problem, asker.now),
    clockStopped: row.clock_stopped_at !== null,
    timeAsked: row.extension_asked_by !== null || row.deferral_asked_by !== null,
    voidRequested: row.void_requested_by !== null && problem.state !== 'voided',
    isSample: row.is_sample,
    assistingUnits: problem.assistingUnitIds.map((id) => ({ id, name: names.get(id) ?? '' })),
    proposedUnit: named(row.proposed_unit_id),
    raisedBy: named(row.raised_by),
    fixClaimedBy: named(row.fix_claimed_by),
    struckOffBy: named(row.struck_off_by),
    voidRequestedBy: named(row.void_requested_by),
    overdueHours: overdueHoursOf(problem, asker.now, await loadCalendar(tx, cityId)),
    extensionAsked: askedTime(row.extension_asked_until, named(row.extension_asked_by)),
    deferralAsked: askedTime(row.deferral_asked_until, named(row.deferral_asked_by)),
    clockStop: clockStopOf(row, settings),
    clockStopReasons: [...settings.clockStopReasons],
    main: links.main,
    duplicates: [...links.duplicates],
    parent: links.parent,
    parts: [...links.parts],
    earlier: links.earlier,
    timeline: events.map((event, index) => timelineEntry(event, verified[index] ?? false, timelineNames)),
    chainHolds: checkProblemHistory(cityId, row, events).holds,
    photos: photos.map((photo) => ({ ...photo, usedByName: names.get(photo.usedBy) ?? '' })),
    moves: possibleMoves(problem, facts).map(({ command, allowed, refusal }) => ({
      command,
      allowed,
      refusal: refusal ? { code: refusal.code, facts: { ...refusal.facts } } : null,
    })),
  };
}

async function findLabels(tx: Tx, cityId: string, row: ProblemRow) {
  return tx
    .selectFrom('category as c')
    .leftJoin('site as s', (join) => join.onRef('s.city_id', '=', 'c.city_id').on('s.id', '=', row.site_id))
    .leftJoin('round as r', (join) => join.onRef('r.city_id', '=', 'c.city_id').on('r.id', '=', row.round_id))
    .leftJoin('checklist_item as i', (join) =>
      join
        .onRef('i.city_id', '=', 'c.city_id')
        .on('i.version_id', '=', row.version_id)
        .on('i.code', '=', row.item_code),
    )
    .select([
      'c.name as categoryName',
      'c.name_en as categoryNameEn',
      's.name as siteName',
      'r.name as roundName',
      'i.title as itemTitle',
      'i.title_en as itemTitleEn',
    ])
    .where('c.city_id', '=', cityId)
    .where('c.key', '=', row.category_key)
    .executeTakeFirstOrThrow();
}

function idsOf(row: ProblemRow): (string | null)[] {
  return [
    row.unit_id,
    row.person_id,
    row.proposed_unit_id,
    row.raised_by,
    row.fix_claimed_by,
    row.struck_off_by,
    row.void_requested_by,
    row.extension_asked_by,
    row.deferral_asked_by,
    ...row.assisting_unit_ids,
  ];
}

function askedTime(until: string | null, by: { id: string; name: string } | null) {
  return until === null ? null : { until, by };
}

function clockStopOf(row: ProblemRow, settings: LedgerSettings): ProblemView['clockStop'] {
  const { clock_stopped_at: at, clock_stopped_until: until } = row;
  const reason = stopReasonOf(row.clock_stop_reason, settings.clockStopReasons);
  return at === null || until === null || reason === null ? null : { at, until, ...reason };
}

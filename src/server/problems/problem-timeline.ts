import { sql } from 'kysely';
import type { ProblemTimelineEntry } from '../../contract/problems.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { ClockStopReason } from '../../domain/deadlines/ledger-settings.ts';
import type { Tx } from '../platform/database/database.ts';
import type { StoredProblemEvent } from './problem-history.ts';

// Ids in the data of events that stand for units and people.
const unitKeys = ['unitId', 'proposedUnitId', 'fromUnitId'] as const;
const personKeys = ['personId', 'fromPersonId', 'askedBy'] as const;
const problemKeys = ['mainProblemId', 'parentId', 'previousId', 'recurrenceOf'] as const;
const categoryKeys = ['categoryKey', 'fromCategoryKey'] as const;

/** Units and people that an event names. */
export function idsInEvent(event: StoredProblemEvent): (string | null)[] {
  const assigned = assignmentOf(event);
  const keys = [...unitKeys, ...personKeys];
  return [
    event.actorId,
    ...keys.map((key) => textOf(event.data[key])),
    ...keys.map((key) => textOf(assigned[key])),
  ];
}

/** What the entries of a timeline name besides units and people. */
export interface TimelineNames {
  readonly named: (id: string | null) => { id: string; name: string } | null;
  readonly problems: ReadonlyMap<string, { id: string; number: number; title: string }>;
  readonly categories: ReadonlyMap<string, { name: string; nameEn: string }>;
  readonly stopReasons: readonly ClockStopReason[];
}

/** Loads the problems and categories that some events name: one statement. */
export async function findTimelineNames(
  tx: Tx,
  cityId: string,
  events: readonly StoredProblemEvent[],
): Promise<Pick<TimelineNames, 'problems' | 'categories'>> {
  const textsOf = (keys: readonly string[]) => [
    ...new Set(events.flatMap(({ data }) => keys.flatMap((key) => textOf(data[key]) ?? []))),
  ];
  const problemIds = textsOf(problemKeys);
  const changed = events.filter((event) => event.kind === 'problem.recategorised');
  const keys = [
    ...new Set(changed.flatMap(({ data }) => categoryKeys.flatMap((key) => textOf(data[key]) ?? []))),
  ];
  if (problemIds.length === 0 && keys.length === 0) return { problems: new Map(), categories: new Map() };
  const { rows } = await sql<{
    problems: { id: string; number: number; title: string }[] | null;
    categories: { key: string; name: string; nameEn: string }[] | null;
  }>`
    select
      (select jsonb_agg(jsonb_build_object('id', id, 'number', number, 'title', title)) from problem
        where city_id = ${cityId} and id = any (${problemIds}::uuid[])) as problems,
      (select jsonb_agg(jsonb_build_object('key', key, 'name', name, 'nameEn', name_en)) from category
        where city_id = ${cityId} and key = any (${keys}::text[])) as categories`.execute(tx);
  return {
    problems: new Map(rows[0]?.problems?.map((problem) => [problem.id, problem])),
    categories: new Map(rows[0]?.categories?.map(({ key, name, nameEn }) => [key, { name, nameEn }])),
  };
}

/** An event as the timeline shows it. */
export function timelineEntry(
  event: StoredProblemEvent,
  verified: boolean,
  names: TimelineNames,
): ProblemTimelineEntry {
  const { data } = event;
  const assigned = assignmentOf(event);
  const { named } = names;
  const photoIds = Array.isArray(data.photoIds) ? data.photoIds.map(String) : [];
  const isChange = event.kind === 'problem.recategorised';
  const category = (key: (typeof categoryKeys)[number]) =>
    isChange ? (names.categories.get(textOf(data[key]) ?? '') ?? null) : null;
  return {
    version: event.version,
    kind: event.kind,
    at: event.at,
    actor: named(event.actorId),
    hash: event.hash.toString('hex'),
    verified,
    reason: textOf(data.reason) ?? textOf(data.offSiteReason),
    unit: named(textOf(assigned.unitId)),
    proposedUnit: named(textOf(data.proposedUnitId)),
    person: named(textOf(assigned.personId)),
    fromPerson: named(textOf(data.fromPersonId)),
    deadlineAt: textOf(assigned.deadlineAt),
    distanceMetres: typeof data.distanceMetres === 'number' ? data.distanceMetres : null,
    photoIds,
    until: textOf(data.until),
    other: names.problems.get(problemKeys.map((key) => textOf(data[key])).find((id) => id) ?? '') ?? null,
    fromCategory: category('fromCategoryKey'),
    toCategory: category('categoryKey'),
    fromDeadlineAt: textOf(data.fromDeadlineAt),
    measures: textOf(data.measures),
    progress: textOf(data.progress),
    stopReason: stopReasonOf(textOf(data.reasonKey), names.stopReasons),
    same: typeof data.same === 'boolean' ? data.same : null,
    source: textOf(data.source),
  };
}

/** Name of a reason for a stopped clock; its key where the city has taken it off the list since. */
export function stopReasonOf(
  key: string | null,
  reasons: readonly ClockStopReason[],
): { label: string; labelEn: string } | null {
  if (key === null) return null;
  const { label, labelEn } = reasons.find((reason) => reason.key === key) ?? { label: key, labelEn: key };
  return { label, labelEn };
}

/** A change of category carries its new assignment inside, every other event beside its own facts. */
function assignmentOf({ data }: StoredProblemEvent): { readonly [key: string]: Json } {
  const { assignment } = data;
  return typeof assignment === 'object' && assignment !== null && !Array.isArray(assignment)
    ? (assignment as { readonly [key: string]: Json })
    : data;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

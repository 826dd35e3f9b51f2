import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import type { NoticeSubject } from '../../domain/notifications/recipients.ts';
import type { Tx } from '../platform/database/database.ts';
import type { FeedEvent } from '../platform/event-feed.ts';
import { type ContextRows, loadContextRows, type ProblemFactsRow } from './notice-rows.ts';

/** What stands in the sentence about an event: names and numbers as they were, instants as ISO text. */
export type NoticeFacts = Readonly<Record<string, string | number>>;

/** What the rules and the words need to know of one event. */
export interface NoticeContext {
  readonly subject: NoticeSubject;
  readonly facts: NoticeFacts;
}

/** Contexts of the events, in a constant number of statements; an event whose subject is gone has none. */
export async function loadNoticeContexts(
  tx: Tx,
  cityId: string,
  events: readonly FeedEvent[],
): Promise<ReadonlyMap<FeedEvent, NoticeContext>> {
  const rows = await loadContextRows(tx, cityId, events);
  const drafts = new Map<FeedEvent, Draft>();
  for (const event of events) {
    const draft = draftOf(event, rows);
    if (draft) drafts.set(event, draft);
  }
  const known = [...drafts.values()];
  const units = await findUnits(
    tx,
    cityId,
    known.flatMap((draft) => [...draft.unitIds, draft.formerUnitId]),
  );
  const people = await findPeople(
    tx,
    cityId,
    [...drafts].flatMap(([event, draft]) => [event.actorId, draft.namedPersonId]),
  );
  return new Map([...drafts].map(([event, draft]) => [event, contextOf(event, draft, units, people)]));
}

interface Draft {
  readonly unitIds: readonly string[];
  /** Where no unit has it yet: where it lies. */
  readonly placePath: string | null;
  readonly formerUnitId: string | null;
  readonly namedPersonId: string | null;
  readonly reporterIds: readonly string[];
  readonly mentionedIds: readonly string[];
  readonly facts: NoticeFacts;
}

type Data = FeedEvent['data'];

function draftOf(event: FeedEvent, rows: ContextRows): Draft | null {
  switch (event.subjectKind) {
    case 'problem':
      return problemDraft(event.data, rows.problems.get(event.subjectId), rows);
    case 'escalation': {
      const problemId = textIn(event.data, 'problemId');
      const draft = problemDraft(event.data, rows.problems.get(problemId ?? ''), rows);
      return draft && { ...draft, facts: { ...draft.facts, problemId: problemId ?? '' } };
    }
    case 'revisit': {
      const revisit = rows.revisits.get(event.subjectId);
      const draft = problemDraft(event.data, rows.problems.get(revisit?.problemId ?? ''), rows);
      return draft && { ...draft, namedPersonId: textIn(event.data, 'inspectorId') };
    }
    case 'order': {
      const order = rows.orders.get(event.subjectId);
      if (!order) return null;
      const { prefix, year, number } = order;
      const letter: NoticeFacts = number === null ? {} : { prefix: prefix ?? '', year: year ?? 0, number };
      return plainDraft(event.data, [order.unitId], { title: order.title, ...letter });
    }
    case 'vacancy': {
      const unitId = textIn(event.data, 'unitId');
      const site = rows.vacancies.get(event.subjectId);
      if (!site) return null;
      const draft = plainDraft(event.data, unitId === null ? [] : [unitId], { title: site.siteName });
      return { ...draft, namedPersonId: textIn(event.data, 'personId') };
    }
    case 'sweep': {
      const sweep = rows.sweeps.get(event.subjectId);
      if (!sweep) return null;
      const { number, title, unitIds, sites } = sweep;
      return plainDraft(event.data, unitIds, { number, title, count: sites });
    }
    default:
      return null;
  }
}

function problemDraft(data: Data, row: ProblemFactsRow | undefined, rows: ContextRows): Draft | null {
  if (!row) return null;
  const assignment = recordIn(data, 'assignment') ?? data;
  // the event says whose it was then; the row says whose it is now
  const unitId = textIn(assignment, 'unitId') ?? row.unitId;
  const main = rows.problems.get(textIn(data, 'mainProblemId') ?? '');
  return {
    unitIds: unitId === null ? [] : [unitId],
    placePath: row.placePath,
    formerUnitId: textIn(data, 'fromUnitId'),
    namedPersonId: textIn(assignment, 'personId') ?? row.personId,
    reporterIds: row.reporterIds,
    mentionedIds: mentionedIn(data),
    facts: {
      number: row.number,
      title: row.title,
      ...wordsIn(data),
      ...(main ? { mainNumber: main.number } : {}),
    },
  };
}

function plainDraft(data: Data, unitIds: readonly string[], facts: NoticeFacts): Draft {
  return {
    unitIds,
    placePath: null,
    formerUnitId: null,
    namedPersonId: null,
    reporterIds: [],
    mentionedIds: mentionedIn(data),
    facts: { ...facts, ...wordsIn(data) },
  };
}

/** Everybody an event names as one who should hear of it. */
function mentionedIn(data: Data): string[] {
  const one = ['askedBy', 'arbiterPersonId', 'inspectorId'].map((name) => textIn(data, name));
  const many = Array.isArray(data.personIds) ? (data.personIds as readonly Json[]) : [];
  return [...one, ...many].filter((id) => typeof id === 'string');
}

/** Longest reason that is repeated in a message; the whole stands with the problem. */
const longestReason = 300;

function wordsIn(data: Data): NoticeFacts {
  const assignment = recordIn(data, 'assignment') ?? data;
  const until =
    textIn(assignment, 'deadlineAt') ??
    textIn(data, 'until') ??
    textIn(data, 'answerDueAt') ??
    textIn(data, 'dueAt') ??
    textIn(data, 'arbiterDueAt');
  const reason = textIn(data, 'reason');
  const step = textIn(data, 'stepKey');
  return {
    ...(until === null ? {} : { until }),
    ...(reason === null || reason === '' ? {} : { reason: shortened(reason) }),
    ...(step === null ? {} : { step, stepName: textIn(data, 'stepName') ?? '' }),
    ...(typeof data.hoursLate === 'number' ? { hoursLate: Math.round(data.hoursLate) } : {}),
  };
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= longestReason ? text : `${letters.slice(0, longestReason).join('')}…`;
}

function contextOf(
  event: FeedEvent,
  draft: Draft,
  units: ReadonlyMap<string, { name: string; path: string }>,
  people: ReadonlyMap<string, string>,
): NoticeContext {
  const own = draft.unitIds.map((id) => units.get(id)).filter((unit) => unit !== undefined);
  const former = units.get(draft.formerUnitId ?? '');
  const named = people.get(draft.namedPersonId ?? '');
  const actor = people.get(event.actorId ?? '');
  return {
    subject: {
      unitPaths: own.length > 0 ? own.map((unit) => unit.path) : draft.placePath ? [draft.placePath] : [],
      formerUnitPath: former?.path ?? null,
      namedPersonId: draft.namedPersonId,
      reporterIds: draft.reporterIds,
      mentionedIds: draft.mentionedIds,
    },
    facts: {
      ...draft.facts,
      ...(own[0] && own.length === 1 ? { unit: own[0].name } : {}),
      ...(former ? { formerUnit: former.name } : {}),
      ...(named === undefined ? {} : { person: named }),
      ...(actor === undefined ? {} : { actor }),
    },
  };
}

async function findUnits(tx: Tx, cityId: string, ids: readonly (string | null)[]) {
  const { rows } = await sql<{ id: string; name: string; path: string }>`
    select id, name, path from unit where city_id = ${cityId} and id = any (${idsOf(ids)}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function findPeople(tx: Tx, cityId: string, ids: readonly (string | null)[]) {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from person where city_id = ${cityId} and id = any (${idsOf(ids)}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
}

function idsOf(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

function textIn(data: Data, name: string): string | null {
  const value = data[name];
  return typeof value === 'string' ? value : null;
}

function recordIn(data: Data, name: string): Data | null {
  const value = data[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : null;
}

import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { PhotoReference } from '../../contract/photos.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import { defaultLedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import { applyProblem } from '../../domain/problems/apply-problem.ts';
import { decideProblem } from '../../domain/problems/decide-problem.ts';
import type { Problem } from '../../domain/problems/problem.ts';
import type { RaiseProblem } from '../../domain/problems/problem-commands.ts';
import type { ProblemEvent } from '../../domain/problems/problem-events.ts';
import type { ProblemFacts } from '../../domain/problems/problem-facts.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { usePhotos as recordPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import {
  type ChainEnd,
  type ChainedEvent,
  chainEvents,
  chainStart,
  type EventActor,
  eventRows,
} from '../platform/event-log.ts';
import { unwrap } from '../platform/refused.ts';
import { problemColumns, problemsPerInsert } from './problem-rows.ts';
import { loadResponsibility, type ResponsibilityMaterial, routeBy } from './responsibility-queries.ts';

/** A problem about to enter the ledger, with who answers for such things and its evidence. */
export interface RaisedProblem {
  /** The id is made where the problem is found (UUIDv7). `photoIds` are filled from `photos`. */
  readonly problem: Omit<RaiseProblem, 'type' | 'photoIds'>;
  /** `responsibleUnitType` of the item, or the category's. */
  readonly responsibleUnitType: string;
  readonly photos: readonly PhotoReference[];
  /** Photos that are named and still on the phone; the caller awaits them. */
  readonly awaited?: readonly PhotoReference[];
  readonly isSample?: boolean;
  /** Stored with the first event beside the rule's own facts, such as the id of the command. */
  readonly remark?: { readonly [key: string]: Json };
}

/** What became of a raised problem: where it now lies, or `reported` where the dispatcher must decide. */
export interface RaisedResult {
  readonly problemId: string;
  readonly number: number;
  readonly state: 'reported' | 'dispatched';
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly personId: string | null;
  readonly deadlineAt: string | null;
}

/**
 * Raises problems and, where the rule finds the responsible unit with a named person, dispatches each in
 * the same transaction as the system. The number of statements does not grow with the number of problems.
 *
 * The caller has checked permission, that the ids are new, and that every photo is known (`findPhotos`).
 *
 * @param actor who raises; `null` person: the system by rule.
 * @param alsoRecord history of the command itself that names the new problems; stored with theirs.
 * @returns one result per problem, in the given order.
 * @throws Refused 409 with the code of the first problem that the rules refuse; nothing is stored then.
 */
export async function raiseAndDispatch(
  tx: Tx,
  cityId: string,
  raised: readonly RaisedProblem[],
  actor: EventActor,
  now: string,
  alsoRecord: (results: readonly RaisedResult[]) => readonly ChainedEvent[] = () => [],
): Promise<RaisedResult[]> {
  if (raised.length === 0) {
    await insertProblems(tx, cityId, [], alsoRecord([]));
    return [];
  }
  const material = await loadResponsibility(
    tx,
    cityId,
    raised.map(({ problem, responsibleUnitType }) => ({ ...problem, responsibleUnitType })),
    now,
  );
  const calendar = await loadCalendar(tx, cityId);
  await recordFindings(tx, cityId, raised, actor, now);
  // Everybody who raises waits at the counter's row from here to the end of the transaction: what can be
  // done before is done, and the rest is one statement.
  const first = await takeNumbers(tx, cityId, raised.length);
  const entries = raised.map((entry, index) =>
    enter(cityId, entry, first + index, { actor, now, calendar, material }),
  );
  const unitNames = new Map(material.units.map((unit) => [unit.unitId, unit.name]));
  const results = entries.map(
    ({ problem }): RaisedResult => ({
      problemId: problem.id,
      number: problem.number ?? 0,
      state: problem.state === 'dispatched' ? 'dispatched' : 'reported',
      unitId: problem.unitId,
      unitName: problem.unitId === null ? null : (unitNames.get(problem.unitId) ?? null),
      personId: problem.personId,
      deadlineAt: problem.deadlineAt,
    }),
  );
  let further = alsoRecord(results);
  for (let start = 0; start < entries.length; start += problemsPerInsert) {
    await insertProblems(tx, cityId, entries.slice(start, start + problemsPerInsert), further);
    further = [];
  }
  return results;
}

/** Takes the next `count` human numbers of the city's ledger and answers the first. */
export async function takeNumbers(tx: Tx, cityId: string, count: number): Promise<number> {
  const row = await tx
    .insertInto('counter')
    .values({ city_id: cityId, kind: 'problem', value: count })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'kind']).doUpdateSet({ value: sql<number>`counter.value + ${count}` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value - count + 1;
}

interface RaiseSetting {
  readonly actor: EventActor;
  readonly now: string;
  readonly calendar: Calendar;
  readonly material: ResponsibilityMaterial;
}

/** A problem with the history that made it, ready to be stored. */
export interface EnteredProblem {
  readonly problem: Problem;
  readonly chain: readonly ChainedEvent[];
  readonly isSample: boolean;
}

function enter(cityId: string, entry: RaisedProblem, number: number, setting: RaiseSetting): EnteredProblem {
  const { actor, now, calendar, material } = setting;
  const { problem: draft, photos, awaited = [], remark } = entry;
  const facts = ruleFacts(actor.personId, number, now);
  const photoIds = [...new Set([...photos, ...awaited].map((photo) => photo.sha256))];
  const raisedEvents = unwrap(decideProblem(null, { ...draft, type: 'raise', photoIds }, facts));
  let problem = foldOn(null, raisedEvents);
  let chain = link(cityId, problem.id, chainStart, raisedEvents, actor, now, remark);
  const routing = routeBy(material, { ...entry.problem, responsibleUnitType: entry.responsibleUnitType });
  if (routing?.unit.contactPersonId) {
    const { unit, assisting, reason } = routing;
    const assistingUnitIds = assisting.map((helper) => helper.unitId);
    const dispatch = { type: 'dispatch', unitId: unit.unitId, assistingUnitIds } as const;
    const bySystem: ProblemFacts = {
      ...ruleFacts(null, number, now),
      unit: { unitId: unit.unitId, contactPersonId: unit.contactPersonId },
      deadlineAt: deadlineAt(now, problem.deadlineHours, problem.deadlineClock, calendar),
    };
    const dispatched = unwrap(decideProblem(problem, dispatch, bySystem));
    problem = foldOn(problem, dispatched);
    const end = chain.at(-1) ?? chainStart;
    chain = [
      ...chain,
      ...link(cityId, problem.id, end, dispatched, { personId: null }, now, { routing: { ...reason } }),
    ];
  }
  return { problem, chain, isSample: entry.isSample ?? false };
}

/** Facts of a raise, or of what the system does by rule; whoever calls has asked the permission. */
export function ruleFacts(personId: string | null, number: number | null, now: string): ProblemFacts {
  return {
    now,
    actor: { personId, unitIds: [], may: () => true },
    sweep: 'not-needed',
    arbiterPersonId: null,
    number,
    deadlineAt: null,
    unit: null,
    assignee: null,
    proposedUnitExists: false,
    arbiterDueAt: null,
    photos: [],
    siteRadiusMetres: defaultLedgerSettings.siteRadiusMetres,
    rules: defaultLedgerSettings,
    openChildren: 0,
    childCount: 0,
    duplicateCount: 0,
    category: null,
    related: null,
  };
}

/** The problem after some events more. */
export function foldOn(problem: Problem | null, events: readonly ProblemEvent[]): Problem {
  let folded = problem;
  for (const event of events) folded = applyProblem(folded, event);
  if (!folded) throw new Error('no events');
  return folded;
}

/**
 * Chains decided events as history. Time and person move to the event's own columns; `remark` stands
 * beside the data of the first.
 */
export function link(
  cityId: string,
  problemId: string,
  end: ChainEnd,
  events: readonly ProblemEvent[],
  actor: EventActor,
  at: string,
  remark: { readonly [key: string]: Json } = {},
): readonly ChainedEvent[] {
  const recorded = events.map((event, index) => ({
    kind: event.kind,
    data: { ...(event.data as { readonly [key: string]: Json }), ...(index === 0 ? remark : {}) },
  }));
  return chainEvents(cityId, { kind: 'problem', id: problemId, end }, recorded, actor, at);
}

/** Stores new problems with their whole history, and `further` history beside it: one statement. */
export async function insertProblems(
  tx: Tx,
  cityId: string,
  entered: readonly EnteredProblem[],
  further: readonly ChainedEvent[] = [],
): Promise<void> {
  const events = [...entered.flatMap(({ chain }) => chain), ...further];
  if (events.length === 0) return;
  const rows = eventRows(cityId, events);
  if (entered.length === 0) {
    await tx.insertInto('event').values(rows).execute();
    return;
  }
  const problems = entered.map(({ problem, chain, isSample }) => {
    const last = chain.at(-1) ?? chainStart;
    return { ...problemColumns(cityId, problem, last.hash), is_sample: isSample };
  });
  await tx
    .with('entered', (db) => db.insertInto('problem').values(problems))
    .insertInto('event')
    .values(rows)
    .execute();
}

async function recordFindings(
  tx: Tx,
  cityId: string,
  raised: readonly RaisedProblem[],
  actor: EventActor,
  now: string,
): Promise<void> {
  const { personId } = actor;
  const uses = raised.flatMap(({ problem, photos }) =>
    photos.map((photo) => ({
      id: uuid(),
      ...photo,
      subjectKind: 'problem' as const,
      subjectId: problem.problemId,
      itemCode: problem.itemCode,
      purpose: 'finding' as const,
      usedBy: personId ?? '',
      usedAt: now,
    })),
  );
  // Evidence names who gave it, so the system brings none.
  await recordPhotoUses(tx, cityId, personId === null ? [] : uses);
}

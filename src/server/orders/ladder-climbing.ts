import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { type Audience, type DueStep, dueSteps, type Ladder } from '../../domain/deadlines/escalation.ts';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { loadLadder } from '../deadlines/settings-queries.ts';
import { type Database, inCity, type Tx } from '../platform/database/database.ts';
import { type ChainedEvent, chainEvents, chainStart, eventRows } from '../platform/event-log.ts';
import { type Hearers, loadHearers } from './audience-queries.ts';
import { type DemandedOrder, orderByRule } from './rule-orders.ts';

/** Problems looked at in one transaction. */
const perBatch = 500;

interface DueProblem {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly severity: 'normal' | 'high';
  readonly unitId: string;
  readonly personId: string | null;
  readonly startedAt: string;
  readonly deadlineAt: string;
  /** Keys of the steps announced for this deadline. */
  readonly fired: readonly string[];
}

interface Climb {
  readonly tx: Tx;
  readonly cityId: string;
  readonly now: string;
  readonly calendar: Calendar;
  readonly ladder: Ladder;
  readonly settings: LedgerSettings;
}

/**
 * Announces every step of the ladder that problems of the city have reached, batch by batch, each batch in
 * a transaction of its own. Run twice, or by two processes at once, it announces every step once.
 *
 * @returns how many problems were looked at and how many steps announced.
 */
export async function climbLadder(
  db: Database,
  cityId: string,
  now: string,
): Promise<{ problems: number; steps: number }> {
  const total = { problems: 0, steps: 0 };
  for (;;) {
    const batch = await inCity(db, cityId, 'write', (tx) => climbBatch(tx, cityId, now));
    total.problems += batch.problems;
    total.steps += batch.steps;
    if (batch.problems < perBatch) return total;
  }
}

async function climbBatch(tx: Tx, cityId: string, now: string): Promise<{ problems: number; steps: number }> {
  const problems = await lockDueProblems(tx, cityId, now);
  if (problems.length === 0) return { problems: 0, steps: 0 };
  const climb: Climb = {
    tx,
    cityId,
    now,
    calendar: await loadCalendar(tx, cityId),
    ladder: await loadLadder(tx, cityId),
    settings: await loadLedgerSettings(tx, cityId),
  };
  const positions = problems.map((problem) => ({
    problem,
    ...dueSteps({ ...problem, isResting: false }, climb.ladder, new Set(problem.fired), now, climb.calendar),
  }));
  const reached = positions.flatMap(({ problem, due }) => due.map((step) => ({ problem, ...step })));
  if (reached.length > 0) await announce(climb, reached);
  await sql`
    update problem p set escalate_at = n.at
    from unnest(${positions.map(({ problem }) => problem.id)}::uuid[],
      ${positions.map(({ nextAt }) => nextAt)}::timestamptz[]) as n (id, at)
    where p.city_id = ${cityId} and p.id = n.id`.execute(tx);
  return { problems: problems.length, steps: reached.length };
}

/** What another process has in hand is passed over: it will see to it. */
async function lockDueProblems(tx: Tx, cityId: string, now: string): Promise<readonly DueProblem[]> {
  const { rows } = await sql<DueProblem>`
    with due as (
      select p.id, p.number, p.title, p.state, p.severity, p.unit_id, p.person_id, p.dispatched_at, p.deadline_at
      from problem p where p.city_id = ${cityId} and p.escalate_at < ${now}
      order by p.escalate_at, p.id limit ${perBatch} for update skip locked)
    select d.id, d.number, d.title, d.state, d.severity, d.unit_id as "unitId", d.person_id as "personId",
      d.dispatched_at as "startedAt", d.deadline_at as "deadlineAt",
      coalesce((select jsonb_agg(e.step_key) from escalation e
        where e.city_id = ${cityId} and e.problem_id = d.id and e.deadline_at = date_trunc('milliseconds', d.deadline_at)), '[]') as fired
    from due d`.execute(tx);
  return rows;
}

type Reached = DueStep & { readonly problem: DueProblem };

async function announce(climb: Climb, reached: readonly Reached[]): Promise<void> {
  const { tx, cityId, now, settings } = climb;
  const hearers = await loadHearers(
    tx,
    cityId,
    [...new Set(reached.map(({ problem }) => problem.unitId))],
    [
      ...reached.flatMap(({ problem }) => problem.personId ?? []),
      ...(settings.arbiterPersonId === null ? [] : [settings.arbiterPersonId]),
    ],
    now,
  );
  const orderIds = await orderByRule(
    tx,
    cityId,
    demandedOrders(reached, climb.ladder),
    settings,
    hearers,
    now,
  );
  const rows = reached.map((one) => ({ ...one, id: uuid(), orderId: orderIds.get(one.problem.id) ?? null }));
  await tx
    .insertInto('escalation')
    .values(
      rows.map(({ id, problem, step, orderId }) => ({
        city_id: cityId,
        id,
        problem_id: problem.id,
        deadline_at: problem.deadlineAt,
        step_key: step.key,
        at: now,
        order_id: step.makesOrder ? orderId : null,
      })),
    )
    .execute();
  const events = rows.flatMap((row) => eventOf(cityId, row, heardBy(row, hearers, settings), now));
  await tx.insertInto('event').values(eventRows(cityId, events)).execute();
}

/** A returned problem lies with the office or its arbiter: the unit that returned it has no say in it. */
function heardBy({ problem, step }: Reached, hearers: Hearers, settings: LedgerSettings): readonly string[] {
  const { unitId, personId, state } = problem;
  if (state !== 'returned') return hearers.of({ unitId, personId, audience: step.audience });
  const cityAudience = step.audience.filter((audience) => audience === 'cityLeader');
  const audience: Audience[] = ['office', ...cityAudience];
  const people = hearers.of({ unitId, personId: null, audience });
  return settings.arbiterPersonId === null ? people : [...new Set([...people, settings.arbiterPersonId])];
}

function eventOf(
  cityId: string,
  reached: Reached & { readonly id: string; readonly orderId: string | null },
  personIds: readonly string[],
  now: string,
): readonly ChainedEvent[] {
  const { id, problem, step, orderId, hoursLate } = reached;
  const data = {
    problemId: problem.id,
    number: problem.number,
    title: problem.title,
    unitId: problem.unitId,
    deadlineAt: problem.deadlineAt,
    stepKey: step.key,
    stepName: step.name,
    audience: [...step.audience],
    personIds: [...personIds],
    hoursLate,
    orderId: step.makesOrder ? orderId : null,
  };
  const subject = { kind: 'escalation' as const, id, end: chainStart };
  return chainEvents(cityId, subject, [{ kind: 'escalation.step_reached', data }], { personId: null }, now);
}

/** Per unit the problems that a step demands a letter for; the step that was reached last names it. */
function demandedOrders(reached: readonly Reached[], ladder: Ladder): readonly DemandedOrder[] {
  const byUnit = new Map<string, { problemIds: string[]; stepKey: string }>();
  for (const { problem, step } of reached) {
    if (!step.makesOrder || problem.state === 'returned') continue;
    const known = byUnit.get(problem.unitId) ?? { problemIds: [], stepKey: step.key };
    known.problemIds.push(problem.id);
    byUnit.set(problem.unitId, { problemIds: [...new Set(known.problemIds)], stepKey: step.key });
  }
  const hours = new Map(ladder.map((step) => [step.key, step.answerHours]));
  return [...byUnit].map(([unitId, { problemIds, stepKey }]) => ({
    unitId,
    problemIds,
    stepKey,
    answerHours: hours.get(stepKey) ?? null,
  }));
}

/**
 * Puts every problem on the ladder back to the head of the queue: the calendar or the ladder has changed.
 * In batches by number, so that no transaction holds many rows.
 */
export async function requeueLadder(db: Database, cityId: string): Promise<void> {
  let after = 0;
  for (;;) {
    const last = await inCity(db, cityId, 'write', async (tx) => {
      const { rows } = await sql<{ number: number }>`
        with open as (
          select id, number from problem
          where city_id = ${cityId} and number > ${after} and deadline_at is not null
            and state in ('dispatched','returned','assigned','in_progress') and clock_stopped_at is null
          order by number limit 5000 for update skip locked)
        update problem p set escalate_at = 'epoch' from open
        where p.city_id = ${cityId} and p.id = open.id returning p.number`.execute(tx);
      return rows.reduce((most, row) => Math.max(most, row.number), 0);
    });
    if (last === 0) return;
    after = last;
  }
}

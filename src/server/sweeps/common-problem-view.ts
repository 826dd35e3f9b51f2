import { sql } from 'kysely';
import type { CommonCandidate, CommonEntry, CommonProblemsView } from '../../contract/common-problems.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import {
  type CommonProblemActor,
  commonProblemCommandTypes,
  refusalOfCommonProblemMove,
} from '../../domain/sweeps/common-problem.ts';
import { isCommon } from '../../domain/sweeps/common-problem-rule.ts';
import type { Tx } from '../platform/database/database.ts';
import { notFound } from '../platform/refused.ts';
import { problemsInSight } from '../problems/problem-sight.ts';
import {
  countProblemKind,
  findCommonProblemRule,
  type KindNote,
  listKindNotes,
  listProblemKinds,
  type ProblemKind,
} from './common-figures.ts';
import { type CommonProblemRow, commonProblemOf } from './common-problem-rows.ts';
import type { SweepCall } from './sweep-actor.ts';

/** Most kinds and most entries on the page. */
const mostKinds = 100;
const mostEntries = 100;

/** First day of the period that ends today, and its first instant in Chinese time. */
export function periodOf(now: string, days: number): { from: string; since: string } {
  const from = addDays(cityDay(now), -days);
  return { from, since: new Date(`${from}T00:00:00+08:00`).toISOString() };
}

/** The register with what might belong in it. Figures are of the problems in the asker's sight. */
export async function viewCommonProblems(call: SweepCall): Promise<CommonProblemsView> {
  const { tx, cityId, actor, ask, now } = call;
  const rule = await findCommonProblemRule(tx, cityId);
  const { from, since } = periodOf(now, rule.periodDays);
  const inSight = problemsInSight(cityId, actor.personId, ask.reach('problem.view'));
  const kinds = await listProblemKinds(tx, cityId, since, inSight, mostKinds);
  const notes = await listKindNotes(tx, cityId, since);
  const entries = await selectEntries(tx, cityId, sql`true`, mostEntries);
  const open = entries.filter((entry) => entry.state === 'confirmed');
  return {
    rule,
    mayConfirm: keepsRegister(call),
    mayConfigure: ask.reach('ledger.configure').some((root) => !root.includes('.')),
    from,
    candidates: kinds.map((kind) => candidateOf(kind, notes, open, isCommon(kind, rule))),
    entries: await Promise.all(entries.map((entry) => entryOf(call, entry, since))),
    counts: await countEntries(tx, cityId),
  };
}

/** Whether the asker keeps the register: whoever dispatches in the whole city. */
export function keepsRegister({ ask }: SweepCall): boolean {
  return ask.reach('problem.dispatch').some((root) => !root.includes('.'));
}

function isSameKind(
  a: { readonly categoryKey: string; readonly itemCode: string | null },
  b: { readonly categoryKey: string; readonly itemCode: string | null },
): boolean {
  return a.categoryKey === b.categoryKey && a.itemCode === b.itemCode;
}

function candidateOf(
  kind: ProblemKind,
  notes: readonly KindNote[],
  open: readonly NamedEntryRow[],
  reaches: boolean,
): CommonCandidate {
  // a sweep of one item tells also about its whole category
  const own = notes.filter((note) =>
    kind.itemCode === null ? note.categoryKey === kind.categoryKey : isSameKind(note, kind),
  );
  const causes = Map.groupBy(
    own.filter((note) => note.cause !== null),
    (note) => note.cause,
  );
  const { problems, open: openCount, units, sites, recurrences } = kind;
  return {
    categoryKey: kind.categoryKey,
    categoryName: kind.categoryName,
    categoryNameEn: kind.categoryNameEn,
    itemCode: kind.itemCode,
    itemTitle: kind.itemTitle,
    itemTitleEn: kind.itemTitleEn,
    figures: { problems, open: openCount, units, sites, recurrences },
    causes: [...causes]
      .flatMap(([cause, named]) =>
        cause === null ? [] : [{ cause, sweeps: named.reduce((sum, note) => sum + note.sweeps, 0) }],
      )
      .sort((a, b) => b.sweeps - a.sweeps),
    reaches,
    entryId:
      open.find((entry) => entry.category_key === kind.categoryKey && entry.item_code === kind.itemCode)
        ?.id ?? null,
    citySweepId:
      notes.find((note) => note.citySweepId !== null && isSameKind(note, kind))?.citySweepId ?? null,
  };
}

type NamedEntryRow = CommonProblemRow & {
  readonly ownerName: string;
  readonly ownerPath: string;
  readonly confirmerName: string;
};

async function selectEntries(
  tx: Tx,
  cityId: string,
  condition: ReturnType<typeof sql>,
  most: number,
): Promise<NamedEntryRow[]> {
  const { rows } = await sql<NamedEntryRow>`
    select e.*, u.name as "ownerName", u.path as "ownerPath", p.name as "confirmerName"
    from common_problem e
    join unit u on u.city_id = e.city_id and u.id = e.owner_unit_id
    join person p on p.city_id = e.city_id and p.id = e.confirmed_by
    where e.city_id = ${cityId} and ${condition}
    order by (e.state = 'closed'), e.number desc limit ${most}`.execute(tx);
  return rows;
}

async function countEntries(tx: Tx, cityId: string): Promise<{ confirmed: number; closed: number }> {
  const { rows } = await sql<{ confirmed: number; closed: number }>`
    select count(*) filter (where state = 'confirmed') as confirmed,
      count(*) filter (where state = 'closed') as closed
    from common_problem where city_id = ${cityId}`.execute(tx);
  return rows[0] ?? { confirmed: 0, closed: 0 };
}

/** One entry as the page shows it. @throws Refused 404 where the city has none with this id. */
export async function viewCommonProblem(call: SweepCall, id: string): Promise<CommonEntry> {
  const { tx, cityId, now } = call;
  const [row] = await selectEntries(tx, cityId, sql`e.id = ${id}`, 1);
  if (!row) throw notFound();
  const rule = await findCommonProblemRule(tx, cityId);
  return entryOf(call, row, periodOf(now, rule.periodDays).since);
}

/** The asker as the rules of the register know him. */
export function registerActor(call: SweepCall, ownerPath: string | null): CommonProblemActor {
  return {
    personId: call.actor.personId,
    keeps: keepsRegister(call),
    owns: ownerPath !== null && call.ask.may('problem.assign', ownerPath),
  };
}

async function entryOf(call: SweepCall, row: NamedEntryRow, since: string): Promise<CommonEntry> {
  const { tx, cityId, now } = call;
  const entry = commonProblemOf(row);
  const asker = registerActor(call, row.ownerPath);
  return {
    id: entry.id,
    number: entry.number,
    state: entry.state,
    title: entry.title,
    categoryKey: entry.categoryKey,
    itemCode: entry.itemCode,
    measure: entry.measure,
    owner: { id: entry.ownerUnitId, name: row.ownerName },
    dueOn: entry.dueOn,
    isOverdue: entry.state === 'confirmed' && entry.dueOn < cityDay(now),
    figures: { ...entry.figures },
    figuresNow: await countProblemKind(tx, cityId, entry, since),
    confirmedAt: entry.confirmedAt,
    confirmedBy: { id: entry.confirmedBy, name: row.confirmerName },
    progress: entry.progress,
    closedAt: entry.closedAt,
    outcome: entry.outcome,
    isSample: row.is_sample,
    moves: commonProblemCommandTypes
      .filter((command) => command !== 'confirm')
      .map((command) => {
        const refusal = refusalOfCommonProblemMove(entry, command, asker);
        return {
          command,
          allowed: refusal === null,
          refusal: refusal && { code: refusal.code, facts: { ...refusal.facts } },
        };
      }),
  };
}

import { sql } from 'kysely';
import type { MoveFacts, RelatedProblem, SweepFact } from '../../domain/problems/problem-facts.ts';
import { closedStates, type ProblemState } from '../../domain/problems/problem-states.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { Refused } from '../platform/refused.ts';
import { findProblem, findProblemPlace } from './problem-queries.ts';
import { requireSightOfProblem } from './problem-sight.ts';

/** What hangs on a problem, as far as it opens or bars a move. */
export type ProblemRelations = Pick<MoveFacts, 'sweep' | 'openChildren' | 'childCount' | 'duplicateCount'>;

/** Counts parts and duplicates and looks up the sweep that a severe problem needs: one statement. */
export async function findRelations(
  tx: Tx,
  cityId: string,
  problem: { readonly id: string; readonly severity: string },
): Promise<ProblemRelations> {
  const { rows } = await sql<Omit<ProblemRelations, 'sweep'> & { sweep: SweepFact | null }>`
    select
      (select count(*) from problem c where c.city_id = ${cityId} and c.parent_id = ${problem.id}) as "childCount",
      (select count(*) from problem c where c.city_id = ${cityId} and c.parent_id = ${problem.id}
        and c.state <> all (${closedStates}::text[])) as "openChildren",
      (select count(*) from problem d
        where d.city_id = ${cityId} and d.main_problem_id = ${problem.id}) as "duplicateCount",
      (select s.state from sweep_problem sp
        join sweep s on s.city_id = sp.city_id and s.id = sp.sweep_id and s.state <> 'cancelled'
        where sp.city_id = ${cityId} and sp.problem_id = ${problem.id}
        order by (s.state = 'open') desc, s.number desc limit 1) as sweep`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('a select without from answers one row');
  return { ...row, sweep: problem.severity === 'high' ? (row.sweep ?? 'missing') : 'not-needed' };
}

/** Another problem as a link shows it. */
export interface LinkedProblem {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly state: ProblemState;
  readonly raisedAt: string;
  readonly struckOffAt: string | null;
  readonly raisedBy: { readonly id: string; readonly name: string } | null;
}

/** The problems that hang together with one: main and duplicates, parent and parts, the earlier one. */
export interface ProblemLinksView {
  readonly main: LinkedProblem | null;
  readonly duplicates: readonly LinkedProblem[];
  readonly parent: LinkedProblem | null;
  readonly parts: readonly LinkedProblem[];
  readonly earlier: LinkedProblem | null;
}

const mostShown = 100;

/** Loads what hangs together with a problem; of duplicates and parts the first hundred. */
export async function listLinks(
  tx: Tx,
  cityId: string,
  problem: {
    readonly id: string;
    readonly main_problem_id: string | null;
    readonly parent_id: string | null;
    readonly recurrence_of: string | null;
  },
): Promise<ProblemLinksView> {
  const named = [problem.main_problem_id, problem.parent_id, problem.recurrence_of];
  const { rows } = await sql<LinkedProblem & { mainId: string | null; parentId: string | null }>`
    select p.id, p.number, p.title, p.state, p.raised_at as "raisedAt", p.struck_off_at as "struckOffAt",
      case when w.id is null then null else jsonb_build_object('id', w.id, 'name', w.name) end as "raisedBy",
      p.main_problem_id as "mainId", p.parent_id as "parentId"
    from (
      (select * from problem where city_id = ${cityId} and id = any (${named}::uuid[]))
      union (select * from problem where city_id = ${cityId} and main_problem_id = ${problem.id} limit ${mostShown})
      union (select * from problem where city_id = ${cityId} and parent_id = ${problem.id} limit ${mostShown})
    ) p left join person w on w.city_id = p.city_id and w.id = p.raised_by
    order by p.number`.execute(tx);
  const byId = (id: string | null) => rows.find((row) => row.id === id) ?? null;
  return {
    main: byId(problem.main_problem_id),
    parent: byId(problem.parent_id),
    earlier: byId(problem.recurrence_of),
    duplicates: rows.filter((row) => row.mainId === problem.id),
    parts: rows.filter((row) => row.parentId === problem.id),
  };
}

/** The problem that a command names beside its own; null where there is none that the asker may see. */
export async function findRelated(
  tx: Tx,
  cityId: string,
  asker: { readonly ask: Permissions; readonly personId: string; readonly arbiterPersonId: string | null },
  problemId: string,
): Promise<RelatedProblem | null> {
  const row = await findProblem(tx, cityId, problemId);
  if (!row) return null;
  try {
    const place = await findProblemPlace(tx, cityId, row);
    requireSightOfProblem(asker.ask, asker.personId, row, place, asker.arbiterPersonId);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
  return {
    problemId: row.id,
    state: row.state as ProblemState,
    parentId: row.parent_id,
    struckOffAt: row.struck_off_at,
  };
}

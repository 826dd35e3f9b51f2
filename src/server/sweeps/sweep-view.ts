import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SweepProblem, SweepUnitLine, SweepView } from '../../contract/sweeps.ts';
import { mayWaive, refusalOfSweepMove, type SweepActor } from '../../domain/sweeps/sweep-moves.ts';
import { notFound } from '../platform/refused.ts';
import { findNames } from '../problems/problem-queries.ts';
import { problemsInSight } from '../problems/problem-sight.ts';
import { actorAt, findWorkplaces, type SweepCall } from './sweep-actor.ts';
import { listSweepEvents } from './sweep-history.ts';
import { countColumns, selectSweeps, sweepLineOf } from './sweep-lines.ts';
import { sweepOf } from './sweep-rows.ts';
import { requireSweep, sitesInSight } from './sweep-sight.ts';

/** Most problems shown on a sweep's page. */
const mostProblems = 200;

/** A sweep as its page shows it. @throws Refused 404 where the asker may not see it. */
export async function viewSweep(call: SweepCall, id: string): Promise<SweepView> {
  const { tx, cityId, ask, now } = call;
  const roots = ask.reach('problem.view');
  const { ownerPath } = await requireSweep(tx, cityId, id, roots);
  const [row] = await selectSweeps(tx, isSweep(cityId, id), sql`sw.number`, 1);
  if (!row) throw notFound();
  const sweep = sweepOf(row);
  const events = await listSweepEvents(tx, cityId, id);
  const names = await findNames(tx, cityId, [
    sweep.startedBy,
    sweep.closedBy,
    ...events.map((event) => event.actorId),
  ]);
  const named = (personId: string) => ({ id: personId, name: names.get(personId) ?? '' });
  const asker = actorAt(call, await findWorkplaces(call), [ownerPath]);
  return {
    ...sweepLineOf(row, now),
    causeNote: sweep.causeNote,
    waiveReason: sweep.waiveReason,
    startedBy: named(sweep.startedBy),
    closedBy: sweep.closedBy === null ? null : named(sweep.closedBy),
    reopenCount: sweep.reopenCount,
    mayWaive: sweep.state === 'open' && mayWaive(sweep.ownerUnitId, asker),
    units: await listUnits(call, id, sitesInSight(cityId, roots)),
    problems: await listProblems(call, id, problemsInSight(cityId, call.actor.personId, roots)),
    moves: movesOf(sweep, asker),
    timeline: events.map(({ actorId, hash, ...event }) => ({
      ...event,
      actor: actorId === null ? null : named(actorId),
      hash: hash.toString('hex'),
    })),
  };
}

/** Moves of the sweep as a whole; those of single sites stand with the sites. */
function movesOf(sweep: ReturnType<typeof sweepOf>, asker: SweepActor): SweepView['moves'] {
  return (['attach', 'close', 'waive', 'reopen', 'cancel'] as const).map((command) => {
    const refusal = refusalOfSweepMove(sweep, command, asker);
    return {
      command,
      allowed: refusal === null,
      refusal: refusal && { code: refusal.code, facts: { ...refusal.facts } },
    };
  });
}

function isSweep(cityId: string, id: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`sw.city_id = ${cityId} and sw.id = ${id}`;
}

/** Counts by the unit that checks, of the sites in sight. */
async function listUnits(
  { tx, cityId }: SweepCall,
  sweepId: string,
  inSight: RawBuilder<SqlBool>,
): Promise<SweepUnitLine[]> {
  const { rows } = await sql<SweepUnitLine>`
    select c.unit_id as "unitId", u.name as "unitName", ${countColumns} from sweep_check c
    join site s on s.city_id = c.city_id and s.id = c.site_id
    join unit u on u.city_id = c.city_id and u.id = c.unit_id
    where c.city_id = ${cityId} and c.sweep_id = ${sweepId} and ${inSight}
    group by c.unit_id, u.name, u.path order by u.path`.execute(tx);
  return rows;
}

/** The problem it came from, those attached and those found, as far as they are in sight. */
async function listProblems(
  { tx, cityId }: SweepCall,
  sweepId: string,
  inSight: RawBuilder<SqlBool>,
): Promise<SweepProblem[]> {
  const { rows } = await sql<SweepProblem>`
    select p.id, p.number, p.title, p.state, s.name as "siteName", u.name as "unitName",
      case when p.id = sw.problem_id then 'origin' when p.sweep_id = sw.id then 'found' else 'attached' end as tie
    from sweep sw
    join problem p on p.city_id = sw.city_id and (p.sweep_id = sw.id or p.id in (
      select sp.problem_id from sweep_problem sp where sp.city_id = sw.city_id and sp.sweep_id = sw.id))
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    where ${isSweep(cityId, sweepId)} and p.city_id = ${cityId} and ${inSight}
    order by (p.id is distinct from sw.problem_id), p.number limit ${mostProblems}`.execute(tx);
  return rows;
}

import type { SweepView } from '../../contract/sweeps.ts';
import { advanceSweep } from '../../domain/sweeps/apply-sweep.ts';
import { coversProblem, decideSweep, type SweepCommand } from '../../domain/sweeps/decide-sweep.ts';
import { eventRows } from '../platform/event-log.ts';
import { Refused } from '../platform/refused.ts';
import { commandHash } from '../platform/repeated-command.ts';
import { actorAt, findWorkplaces, granted, type SweepCall } from './sweep-actor.ts';
import { linkSweep } from './sweep-history.ts';
import { sweepColumns, sweepOf } from './sweep-rows.ts';
import { lockSweep, requireSweep } from './sweep-sight.ts';
import { tieProblem } from './sweep-start.ts';
import { viewSweep } from './sweep-view.ts';
import { requireProblem, sweepable } from './sweepable-problem.ts';

/** A move of a sweep as a whole. */
export type SweepMoveCommand = Exclude<SweepCommand, { type: 'start' | 'check' | 'spotCheck' }>;

/**
 * Load, ask, decide, record: the one way in which a person moves a sweep as a whole. The last command sent
 * again is answered as done.
 *
 * @throws Refused 404 out of sight, 403 without the verb, 409 with the rule's code.
 */
export async function runSweepCommand(
  call: SweepCall,
  given: { readonly sweepId: string; readonly commandId: string; readonly command: SweepMoveCommand },
): Promise<SweepView> {
  const { tx, cityId, actor, ask, now } = call;
  const { sweepId, commandId, command } = given;
  const { scopePath, ownerPath } = await requireSweep(tx, cityId, sweepId, ask.reach('problem.view'));
  const row = await lockSweep(tx, cityId, sweepId);
  const contentHash = commandHash({ ...command, personId: actor.personId });
  if (row.command_id === commandId) {
    if (row.command_hash === contentHash) return viewSweep(call, sweepId);
    throw new Refused(409, 'duplicate', { field: 'commandId' });
  }
  const sweep = sweepOf(row);
  const problem = command.type === 'attach' ? await requireProblem(call, command.problemId) : null;
  const paths = problem ? [ownerPath, problem.ownerPath] : [ownerPath];
  const events = granted(
    decideSweep(sweep, null, command, {
      now,
      actor: actorAt(call, await findWorkplaces(call), paths),
      number: row.number,
      sites: [],
      coversProblem: problem !== null && coversProblem(sweep, sweepable(problem, scopePath)),
      problemIds: await listTied(call, sweepId),
    }),
  );
  const chain = linkSweep(cityId, sweepId, { version: row.version, hash: row.last_hash }, events);
  const moved = advanceSweep(sweep, null, events).sweep;
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  await tx
    .updateTable('sweep')
    .set({
      ...sweepColumns(cityId, moved, chain.at(-1)?.hash ?? row.last_hash),
      command_id: commandId,
      command_hash: contentHash,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', sweepId)
    .execute();
  if (problem) await tieProblem(tx, cityId, sweepId, problem.row.id, now);
  return viewSweep(call, sweepId);
}

async function listTied({ tx, cityId }: SweepCall, sweepId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('sweep_problem')
    .select('problem_id as id')
    .where('city_id', '=', cityId)
    .where('sweep_id', '=', sweepId)
    .execute();
  return rows.map((row) => row.id);
}

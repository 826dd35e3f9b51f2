import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Json } from '../../domain/canonical-json.ts';
import {
  assignRevisits,
  type RevisitedFix,
  type RevisitInspector,
} from '../../domain/verification/assign-revisits.ts';
import { applyRevisit, type RevisitEvent } from '../../domain/verification/revisit.ts';
import type { DrawFrame } from '../../domain/verification/revisit-draw.ts';
import { listInspectors } from '../organisation/inspector-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { chainEvents, chainStart, type EventActor, eventRows } from '../platform/event-log.ts';

/** A drawn fix that becomes a revisit. */
export interface DrawnFix {
  readonly problemId: string;
  readonly number: number;
  readonly unitId: string;
  readonly place: number;
  readonly replacesId: string | null;
}

export interface EnteredRevisit {
  readonly id: string;
  readonly problemId: string;
  readonly inspectorId: string | null;
}

/**
 * Enters drawn fixes as revisits, each given to the independent inspector with the fewest open ones. The
 * number of statements does not grow with the number of fixes.
 */
export async function enterRevisits(
  call: { readonly tx: Tx; readonly cityId: string; readonly actor: EventActor; readonly now: string },
  roundId: string,
  drawn: readonly DrawnFix[],
  frame: DrawFrame,
): Promise<EnteredRevisit[]> {
  const { tx, cityId, actor, now } = call;
  if (drawn.length === 0) return [];
  const fixes = await listRevisitedFixes(
    tx,
    cityId,
    drawn.map(({ problemId }) => problemId),
  );
  const inspectors = await listRevisitInspectors(tx, cityId, now);
  const known = drawn.flatMap((one) => {
    const fix = fixes.get(one.problemId);
    return fix ? [{ ...one, fix }] : [];
  });
  const chosen = assignRevisits(
    known.map(({ fix }) => fix),
    inspectors,
    frame,
  );
  const entered = known.map((one, index) => {
    const id = uuid();
    const event: RevisitEvent = {
      kind: 'revisit.drawn',
      data: {
        roundId,
        problemId: one.problemId,
        unitId: one.unitId,
        place: one.place,
        replacesId: one.replacesId,
        inspectorId: chosen[index] ?? null,
      },
    };
    return { id, event, revisit: applyRevisit(null, event) };
  });
  await tx
    .insertInto('revisit')
    .values(
      entered.map(({ id, revisit }) => ({
        city_id: cityId,
        id,
        round_id: roundId,
        problem_id: revisit.problemId,
        unit_id: revisit.unitId,
        place: revisit.place,
        replaces_id: revisit.replacesId,
        inspector_id: revisit.inspectorId,
        state: revisit.state,
        version: revisit.version,
      })),
    )
    .execute();
  const chain = entered.flatMap(({ id, event }) =>
    chainEvents(
      cityId,
      { kind: 'revisit', id, end: chainStart },
      [{ kind: event.kind, data: event.data as unknown as Json }],
      actor,
      now,
    ),
  );
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  return entered.map(({ id, revisit }) => ({
    id,
    problemId: revisit.problemId,
    inspectorId: revisit.inspectorId,
  }));
}

/** Who had a hand in some fixes and where they lie, by problem; one statement. */
export async function listRevisitedFixes(
  tx: Tx,
  cityId: string,
  problemIds: readonly string[],
): Promise<ReadonlyMap<string, RevisitedFix>> {
  const { rows } = await sql<RevisitedFix & { problemId: string }>`
    select p.id as "problemId", p.number::text as id, coalesce(t.path, u.path) as "territoryPath",
      array(select a.path from unit a where a.city_id = p.city_id
        and (a.id = p.unit_id or a.id = any (p.assisting_unit_ids)))::text[] as "fixingPaths",
      array_remove(array[p.struck_off_by, p.fix_claimed_by, p.person_id], null)::text[] as "involvedIds"
    from problem p
    join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
    where p.city_id = ${cityId} and p.id = any (${[...problemIds]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ problemId, ...fix }) => [problemId, fix]));
}

/** People who may inspect, with their open revisits. */
export async function listRevisitInspectors(
  tx: Tx,
  cityId: string,
  now: string,
): Promise<(RevisitInspector & { name: string })[]> {
  const inspectors = await listInspectors(tx, cityId, now);
  const loads = await tx
    .selectFrom('revisit')
    .select(({ fn }) => ['inspector_id', fn.countAll<number>().as('open')])
    .where('city_id', '=', cityId)
    .where('state', '=', 'open')
    .where('inspector_id', 'is not', null)
    .groupBy('inspector_id')
    .execute();
  const open = new Map(loads.map((row) => [row.inspector_id, Number(row.open)]));
  return inspectors.map((person) => ({ ...person, load: open.get(person.personId) ?? 0 }));
}

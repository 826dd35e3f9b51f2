import { sql } from 'kysely';
import type { z } from 'zod';
import type { assignVisits, DrawView, distribute } from '../../contract/rounds.ts';
import { distributeVisits } from '../../domain/rounds/distribute.ts';
import { type Inspector, listInspectors } from '../organisation/inspector-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { invalid, Refused } from '../platform/refused.ts';
import { listPlannedVisits, type PlannedVisit } from './planned-visit-queries.ts';
import { lockForPlanning, type RoundCommand, recordRound, refuseParty } from './round-commands.ts';

/** Who goes where, after a decision. */
interface Change {
  readonly visitId: string;
  readonly inspectorId: string | null;
}

type Assignments = z.output<typeof assignVisits.body>['assignments'];

/** Names inspectors by hand. @returns how many visits changed hands. */
export async function assignByHand(
  command: RoundCommand,
  roundId: string,
  assignments: Assignments,
): Promise<number> {
  const { tx, cityId, now } = command;
  await lockForPlanning(command, roundId);
  const visits = await listPlannedVisits(tx, cityId, roundId);
  const known = new Map(visits.map((visit) => [visit.visitId, visit]));
  const people = await listInspectors(
    tx,
    cityId,
    now,
    assignments.flatMap((assignment) => assignment.inspectorId ?? []),
  );
  const inspectors = new Map(people.map((person) => [person.personId, person]));
  const changes: Change[] = [];
  assignments.forEach(({ visitId, inspectorId }, index) => {
    const visit = known.get(visitId);
    if (!visit) throw invalid(`assignments.${index}.visitId`, 'round.unknownVisit');
    if (visit.inspectorId === inspectorId) return;
    refuseDone(visit);
    if (inspectorId !== null) {
      const inspector = inspectors.get(inspectorId);
      if (!inspector) throw invalid(`assignments.${index}.inspectorId`, 'round.notInspector');
      refuseParty(inspector, visit.siteName, visit.territoryPath);
    }
    changes.push({ visitId, inspectorId });
  });
  refuseTwice(visits, changes);
  if (changes.length === 0) return 0;
  await writeInspectors(tx, cityId, changes);
  await recordRound(command, roundId, 'round.assigned', { visits: changes.map((change) => ({ ...change })) });
  return changes.length;
}

function refuseDone(visit: PlannedVisit): void {
  if (visit.isDone) throw new Refused(409, 'round.visitDone', { count: 1, site: visit.siteName });
}

/** A site may be judged by several people, but by each of them once. */
function refuseTwice(visits: readonly PlannedVisit[], changes: readonly Change[]): void {
  const changed = new Map(changes.map((change) => [change.visitId, change.inspectorId]));
  const pairs = new Set<string>();
  for (const visit of visits) {
    const inspectorId = changed.has(visit.visitId) ? changed.get(visit.visitId) : visit.inspectorId;
    if (!inspectorId) continue;
    const pair = `${visit.siteId} ${inspectorId}`;
    if (pairs.has(pair)) throw new Refused(409, 'round.twiceOneSite', { site: visit.siteName });
    pairs.add(pair);
  }
}

/** Two statements: taking everybody off first lets two people swap their visits of one site. */
async function writeInspectors(tx: Tx, cityId: string, changes: readonly Change[]): Promise<void> {
  const visitIds = changes.map((change) => change.visitId);
  await sql`update round_visit set inspector_id = null
    where city_id = ${cityId} and id = any (${visitIds}::uuid[])`.execute(tx);
  const named = changes.filter((change) => change.inspectorId !== null);
  if (named.length === 0) return;
  await sql`update round_visit v set inspector_id = n.inspector_id
    from unnest(${named.map((change) => change.visitId)}::uuid[], ${named.map((change) => change.inspectorId)}::uuid[])
      as n (visit_id, inspector_id)
    where v.city_id = ${cityId} and v.id = n.visit_id`.execute(tx);
}

type Draw = z.output<typeof distribute.body>;

/** What a draw would do. */
export async function previewDraw(command: RoundCommand, roundId: string, draw: Draw): Promise<DrawView> {
  await lockForPlanning(command, roundId);
  return (await drawLots(command, roundId, draw)).view;
}

/** Draws and writes it down, with the seed, so that anybody can repeat the draw. */
export async function applyDraw(command: RoundCommand, roundId: string, draw: Draw): Promise<DrawView> {
  const { tx, cityId } = command;
  await lockForPlanning(command, roundId);
  const { view, changes } = await drawLots(command, roundId, draw);
  if (changes.length > 0) {
    await writeInspectors(tx, cityId, changes);
    await recordRound(command, roundId, 'round.distributed', {
      seed: draw.seed,
      again: draw.again,
      inspectorIds: [...draw.inspectorIds].sort(),
      visits: changes.map((change) => ({ ...change })),
    });
  }
  return view;
}

const mostLeftShown = 20;

async function drawLots(
  { tx, cityId, now }: RoundCommand,
  roundId: string,
  { seed, inspectorIds, again }: Draw,
): Promise<{ view: DrawView; changes: Change[] }> {
  const visits = await listPlannedVisits(tx, cityId, roundId);
  const people = await listInspectors(tx, cityId, now, inspectorIds);
  const known = new Set(people.map((person) => person.personId));
  const unknown = inspectorIds.findIndex((id) => !known.has(id));
  if (unknown >= 0) throw invalid(`inspectorIds.${unknown}`, 'round.notInspector');
  const drawn = visits.filter((visit) => !visit.isDone && (again || visit.inspectorId === null));
  const isDrawn = new Set(drawn);
  const kept = visits.filter((visit) => !isDrawn.has(visit));
  const result = distributeVisits(
    drawn,
    people.map((person) => withLoad(person, kept)),
    seed,
  );
  const chosen = new Map(result.map((visit) => [visit.visitId, visit.personId]));
  const left = drawn.filter((visit) => chosen.get(visit.visitId) === null);
  const changes = drawn
    .map((visit) => ({ visitId: visit.visitId, inspectorId: chosen.get(visit.visitId) ?? null }))
    .filter((change, index) => drawn[index]?.inspectorId !== change.inspectorId);
  const after = visits.map(
    (visit) => chosen.get(visit.visitId) ?? (isDrawn.has(visit) ? null : visit.inspectorId),
  );
  return {
    changes,
    view: {
      drawn: drawn.length - left.length,
      left: left
        .slice(0, mostLeftShown)
        .map(({ visitId, siteName, unitName }) => ({ visitId, siteName, unitName })),
      leftCount: left.length,
      inspectors: people.map((person) => ({
        id: person.personId,
        name: person.name,
        before: visits.filter((visit) => visit.inspectorId === person.personId).length,
        after: after.filter((personId) => personId === person.personId).length,
      })),
    },
  };
}

function withLoad(person: Inspector, kept: readonly PlannedVisit[]) {
  const his = kept.filter((visit) => visit.inspectorId === person.personId);
  return { ...person, load: his.length, siteIds: his.map((visit) => visit.siteId) };
}

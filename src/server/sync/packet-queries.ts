import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { PacketProblem, packetReasons } from '../../contract/sync.ts';
import { answeredForStates, openStates } from '../../domain/problems/problem-states.ts';
import type { Tx } from '../platform/database/database.ts';
import { unitsWithin } from '../problems/problem-sight.ts';

export type PacketReason = (typeof packetReasons)[number];

/** What one person takes along. Roots are paths of units (`ask.reach`). */
export interface PacketScope {
  readonly personId: string;
  /** Where he may assign or work. */
  readonly workRoots: readonly string[];
  readonly verifyRoots: readonly string[];
  /** Sites of his visits. */
  readonly siteIds: readonly string[];
}

/** Problems of one reason that fit a phone; the nearest deadlines go along, the rest is counted. */
export const mostPerReason = 1500;

export interface ChosenProblem {
  readonly id: string;
  readonly reasons: PacketReason[];
}

/** Ids of the problems that belong in the packet, with why; and how many of each reason did not fit. */
export async function chooseProblems(
  tx: Tx,
  cityId: string,
  scope: PacketScope,
): Promise<{ chosen: ChosenProblem[]; leftOut: Partial<Record<PacketReason, number>> }> {
  const { rows } = await sql<{ id: string; reason: PacketReason; total: number }>`
    ${sql.join(heapsOf(cityId, scope), sql` union all `)}`.execute(tx);
  const reasons = new Map<string, PacketReason[]>();
  const counts = new Map<PacketReason, { total: number; given: number }>();
  for (const { id, reason, total } of rows) {
    reasons.set(id, [...(reasons.get(id) ?? []), reason]);
    counts.set(reason, { total, given: (counts.get(reason)?.given ?? 0) + 1 });
  }
  const leftOut: Partial<Record<PacketReason, number>> = {};
  for (const [reason, { total, given }] of counts) if (total > given) leftOut[reason] = total - given;
  return { chosen: [...reasons].map(([id, why]) => ({ id, reasons: why })), leftOut };
}

function heapsOf(cityId: string, scope: PacketScope): RawBuilder<unknown>[] {
  const owed = sql`p.state in (${sql.join(answeredForStates.map((state) => sql.lit(state)))})`;
  const heaps: RawBuilder<unknown>[] = [
    heap(cityId, 'mine', sql`p.person_id = ${scope.personId} and ${owed}`),
  ];
  if (scope.workRoots.length > 0) {
    heaps.push(
      heap(cityId, 'unit', sql`${owed} and p.state <> 'fix_claimed' and ${within(cityId, scope.workRoots)}`),
    );
  }
  if (scope.verifyRoots.length > 0) {
    heaps.push(heap(cityId, 'verify', sql`p.state = 'fix_claimed' and ${within(cityId, scope.verifyRoots)}`));
  }
  if (scope.siteIds.length > 0) {
    const open = sql`p.state in (${sql.join(openStates.map((state) => sql.lit(state)))})`;
    heaps.push(heap(cityId, 'site', sql`p.site_id = any (${scope.siteIds}::uuid[]) and ${open}`));
  }
  return heaps;
}

function heap(cityId: string, reason: PacketReason, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select p.id, ${sql.lit(reason)} as reason, count(*) over () as total
    from problem p where p.city_id = ${cityId} and ${condition}
    order by coalesce(p.deadline_at, 'infinity'::timestamptz), p.number limit ${mostPerReason})`;
}

function within(cityId: string, roots: readonly string[]): RawBuilder<SqlBool> {
  if (roots.some((root) => !root.includes('.'))) return sql<SqlBool>`true`;
  return sql<SqlBool>`p.unit_id = any (${unitsWithin(cityId, roots)})`;
}

/** The chosen problems as the phone shows them. */
export async function listPacketProblems(
  tx: Tx,
  cityId: string,
  chosen: readonly ChosenProblem[],
): Promise<PacketProblem[]> {
  if (chosen.length === 0) return [];
  const { rows } = await sql<Omit<PacketProblem, 'reasons'>>`
    select p.id, p.number, p.version, p.state, p.severity, p.title, p.description, p.site_id as "siteId",
      coalesce(s.name || coalesce(' ' || p.place_text, ''), p.place_text) as "placeText",
      coalesce(p.lon, s.lon) as lon, coalesce(p.lat, s.lat) as lat,
      c.name as "categoryName", c.name_en as "categoryNameEn", p.unit_id as "unitId", u.name as "unitName",
      p.person_id as "personId", w.name as "personName", p.fix_claimed_by as "fixClaimedBy",
      p.dispatched_at as "dispatchedAt", p.deadline_at as "deadlineAt",
      p.clock_stopped_at is not null as "clockStopped",
      coalesce(f.before, '{}') as before, coalesce(f.after, '{}') as after
    from problem p
    join category c on c.city_id = p.city_id and c.key = p.category_key
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join person w on w.city_id = p.city_id and w.id = p.person_id
    left join lateral (
      select array_agg(sha256 order by used_at) filter (where purpose = 'finding') as before,
        array_agg(sha256 order by used_at) filter (where purpose = 'after') as after
      from photo_use where city_id = p.city_id and subject_kind = 'problem' and subject_id = p.id) f on true
    where p.city_id = ${cityId} and p.id = any (${chosen.map(({ id }) => id)}::uuid[])
    order by coalesce(p.deadline_at, 'infinity'::timestamptz), p.number`.execute(tx);
  const reasons = new Map(chosen.map((problem) => [problem.id, problem.reasons]));
  return rows.map((row) => ({ ...row, reasons: reasons.get(row.id) ?? [] }));
}

/** Where the history stands: everything of transactions below this number can be seen now. */
export async function findPacketCursor(tx: Tx): Promise<string> {
  const { rows } = await sql<{ xmin: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(tx);
  return `${rows[0]?.xmin ?? '0'}.0`;
}

/** More changes than this since the last packet, and a whole one is smaller. */
export const mostChanges = 3000;

/**
 * Problems that changed since a cursor. A change that was still under way then may be named twice, which
 * harms nothing.
 *
 * @returns null where so much changed that the phone should take everything anew.
 */
export async function listChangedProblems(tx: Tx, cityId: string, since: string): Promise<string[] | null> {
  const [number] = since.split('.');
  const { rows } = await sql<{ id: string }>`
    select distinct subject_id as id from (
      select subject_id from event where city_id = ${cityId} and xact_id >= ${number}::xid8
        and subject_kind = 'problem' limit ${mostChanges * 4}) changed
    limit ${mostChanges + 1}`.execute(tx);
  return rows.length > mostChanges ? null : rows.map((row) => row.id);
}

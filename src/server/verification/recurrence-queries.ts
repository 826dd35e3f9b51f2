import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { PossibleRecurrence, RecurrenceEntry } from '../../contract/recurrence.ts';
import { type FoundAgain, numberChain, possibleRecurrences } from '../../domain/verification/recurrence.ts';
import { listPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';

type Condition = RawBuilder<SqlBool>;

/** Earlier problems that are asked about at most: a person reads them one by one. */
const mostSuggestions = 5;
/** Struck-off problems of one site that are looked through, the newest. */
const mostLookedThrough = 500;

interface EntryRow extends RecurrenceEntry {
  readonly siteId: string | null;
  readonly categoryKey: string;
  readonly recurrenceOf: string | null;
}

/** Problems as links of a chain. `condition` is over `problem p`. */
async function selectEntries(
  tx: Tx,
  cityId: string,
  condition: Condition,
  limit: number,
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select p.id, p.number, p.title, p.state, p.item_code as "itemCode", p.category_key as "categoryKey",
      c.name as "categoryName", c.name_en as "categoryNameEn", p.site_id as "siteId", s.name as "siteName",
      case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end as unit,
      p.raised_at as "raisedAt", p.recurrence_of as "recurrenceOf",
      case when f.id is null then null else jsonb_build_object('id', f.id, 'name', f.name) end as "fixedBy",
      p.fix_claimed_at as "fixClaimedAt",
      case when v.id is null then null else jsonb_build_object('id', v.id, 'name', v.name) end as "struckOffBy",
      p.struck_off_at as "struckOffAt"
    from problem p
    join category c on c.city_id = p.city_id and c.key = p.category_key
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join person f on f.city_id = p.city_id and f.id = p.fix_claimed_by
    left join person v on v.city_id = p.city_id and v.id = p.struck_off_by
    where p.city_id = ${cityId} and ${condition}
    order by p.struck_off_at desc nulls last, p.number desc limit ${limit}`.execute(tx);
  return rows;
}

function entryOf({ siteId: _s, categoryKey: _c, recurrenceOf: _r, ...entry }: EntryRow): RecurrenceEntry {
  return entry;
}

/** Struck-off problems that the found one may be again, with their pictures; only those in sight. */
export async function suggestRecurrences(
  tx: Tx,
  cityId: string,
  found: FoundAgain,
  windowDays: number,
  sight: Condition,
): Promise<PossibleRecurrence[]> {
  if (found.siteId === null) return [];
  const since = new Date(Date.parse(found.raisedAt) - windowDays * 86_400_000).toISOString();
  const earlier = await selectEntries(
    tx,
    cityId,
    sql`p.state = 'struck_off' and p.site_id = ${found.siteId} and p.struck_off_at >= ${since}::timestamptz
      and ${sight}`,
    mostLookedThrough,
  );
  const matches = possibleRecurrences(found, earlier, windowDays).slice(0, mostSuggestions);
  const ids = matches.map(({ id }) => id);
  const photos = await listPhotoUses(tx, cityId, 'problem', ids);
  const sizes = await countChains(tx, cityId, ids);
  return matches.map((match) => ({
    ...entryOf(match),
    times: (sizes.get(match.id) ?? 1) + 1,
    photos: photos.filter(({ subjectId }) => subjectId === match.id),
  }));
}

/** Problems that never stood, so that they were no time: told apart from the links of a chain. */
const never = sql`('rejected','duplicate','voided')`;

/** How many problems the chain of each problem has, itself included. */
async function countChains(
  tx: Tx,
  cityId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; size: number }>`
    with recursive up as (
      select p.id as start, p.id, p.recurrence_of from problem p
      where p.city_id = ${cityId} and p.id = any (${[...ids]}::uuid[])
      union
      select up.start, p.id, p.recurrence_of from up
      join problem p on p.city_id = ${cityId} and p.id = up.recurrence_of
    ), down as (
      select up.start, up.id from up where up.recurrence_of is null
      union
      select down.start, p.id from down
      join problem p on p.city_id = ${cityId} and p.recurrence_of = down.id and p.state not in ${never}
    )
    select start as id, count(*) as size from down group by start`.execute(tx);
  return new Map(rows.map(({ id, size }) => [id, size]));
}

/**
 * The whole chain that a problem belongs to, the first time first; empty where it stands alone. Links out
 * of sight are counted, not shown.
 */
export async function findChain(
  tx: Tx,
  cityId: string,
  problemId: string,
  sight: Condition,
): Promise<{ chain: (RecurrenceEntry & { time: number })[]; hidden: number }> {
  const linked = sql<string>`array(
    with recursive up as (
      select p.id, p.recurrence_of from problem p where p.city_id = ${cityId} and p.id = ${problemId}
      union
      select p.id, p.recurrence_of from up join problem p on p.city_id = ${cityId} and p.id = up.recurrence_of
    ), down as (
      select up.id from up where up.recurrence_of is null
      union
      select p.id from down join problem p on p.city_id = ${cityId} and p.recurrence_of = down.id
        and (p.state not in ${never} or p.id = ${problemId})
    ) select id from down)`;
  const all = await selectEntries(tx, cityId, sql`p.id = any (${linked})`, 200);
  if (all.length < 2) return { chain: [], hidden: 0 };
  const seen = await selectEntries(tx, cityId, sql`p.id = any (${linked}) and ${sight}`, 200);
  const visible = new Set(seen.map(({ id }) => id));
  const numbered = numberChain(all).filter(({ id }) => visible.has(id));
  return {
    chain: numbered.map(({ time, ...row }) => ({ ...entryOf(row), time })),
    hidden: all.length - numbered.length,
  };
}

import { type RawBuilder, sql } from 'kysely';
import type { RecurrenceRates } from '../../contract/recurrence.ts';
import { addDays } from '../../domain/organisation/city-day.ts';
import { type RecurrenceCounts, recurrenceRate } from '../../domain/verification/recurrence-rate.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';

/** Days of the city, `YYYY-MM-DD`, both inclusive. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The instants between which a day of the period is. The city's clock is UTC+8 all year. */
export function instantsOf({ from, to }: Period): { readonly since: string; readonly before: string } {
  return { since: `${from}T00:00:00+08:00`, before: `${addDays(to, 1)}T00:00:00+08:00` };
}

const counted = sql`count(*) as "struckOff", count(again.id) as "cameBack"`;

/** Problems of the city with the mark whether a later one is the same again; read once, not for every row. */
function problems(cityId: string) {
  return sql`problem p left join (select distinct q.recurrence_of as id from problem q
    where q.city_id = ${cityId} and q.recurrence_of is not null
      and q.state not in ('rejected','duplicate','voided')) again on again.id = p.id`;
}

function stillOpen(windowDays: number, now: string): RawBuilder<number> {
  const since = new Date(Date.parse(now) - windowDays * 86_400_000).toISOString();
  return sql`count(*) filter (where p.struck_off_at > ${since}::timestamptz)`;
}

/** "Struck off in the period", over `problem p`. Entries taken from papers, which nobody claimed fixed, are left out. */
function struckOffIn(cityId: string, period: Period) {
  const { since, before } = instantsOf(period);
  return sql`p.city_id = ${cityId} and p.state = 'struck_off' and p.fix_claimed_at is not null
    and p.struck_off_at >= ${since}::timestamptz and p.struck_off_at < ${before}::timestamptz`;
}

/**
 * Per unit, how many of the problems struck off in a period came back: the fact that a scheme may weigh.
 *
 * @param windowDays the city's window for recurrences.
 */
export async function countRecurrences(
  tx: Tx,
  cityId: string,
  period: Period,
  windowDays: number,
  now: string,
): Promise<ReadonlyMap<string, RecurrenceCounts>> {
  const { rows } = await sql<RecurrenceCounts & { unitId: string }>`
    select p.unit_id as "unitId", ${counted}, ${stillOpen(windowDays, now)} as "windowOpen"
    from ${problems(cityId)} where ${struckOffIn(cityId, period)}
    group by p.unit_id`.execute(tx);
  return new Map(rows.map(({ unitId, ...counts }) => [unitId, counts]));
}

/** Rates of recurrence in sight, the most that came back first. */
export async function loadRecurrenceRates(
  tx: Tx,
  cityId: string,
  period: Period,
  setting: {
    readonly windowDays: number;
    readonly now: string;
    readonly roots: readonly string[];
    readonly seesPeople: boolean;
  },
): Promise<Pick<RecurrenceRates, 'total' | 'byUnit' | 'byItem' | 'byVerifier'>> {
  const { windowDays, now, roots, seesPeople } = setting;
  const where = sql`${struckOffIn(cityId, period)} and ${withinSubtrees('p.unit_id', cityId, roots)}`;
  const counts = sql`${counted}, ${stillOpen(windowDays, now)} as "windowOpen"`;
  const order = sql`"cameBack" desc, "struckOff" desc, name`;
  const total = await sql<RecurrenceCounts>`select ${counts} from ${problems(cityId)} where ${where}`.execute(
    tx,
  );
  const units = await sql<RecurrenceCounts & { id: string; name: string }>`
    select u.id, u.name, ${counts} from ${problems(cityId)}
    join unit u on u.city_id = p.city_id and u.id = p.unit_id
    where ${where} group by u.id, u.name order by ${order} limit 500`.execute(tx);
  const items = await sql<RecurrenceCounts & { itemCode: string | null; name: string; nameEn: string }>`
    select p.item_code as "itemCode", coalesce(i.title, c.name) as name, coalesce(i.title_en, c.name_en) as "nameEn",
      ${counts} from ${problems(cityId)}
    join category c on c.city_id = p.city_id and c.key = p.category_key
    left join checklist_item i on i.city_id = p.city_id and i.version_id = p.version_id and i.code = p.item_code
    where ${where} group by 1, 2, 3 order by ${order} limit 500`.execute(tx);
  const verifiers = seesPeople
    ? await sql<RecurrenceCounts & { id: string; name: string }>`
        select w.id, w.name, ${counts} from ${problems(cityId)}
        join person w on w.city_id = p.city_id and w.id = p.struck_off_by
        where ${where} group by w.id, w.name order by ${order} limit 500`.execute(tx)
    : { rows: [] };
  return {
    total: rated(total.rows[0] ?? { struckOff: 0, cameBack: 0, windowOpen: 0 }),
    byUnit: units.rows.map(({ id, name, ...row }) => ({ unit: { id, name }, ...rated(row) })),
    byItem: items.rows.map(({ itemCode, name, nameEn, ...row }) => ({
      itemCode,
      name,
      nameEn,
      ...rated(row),
    })),
    byVerifier: verifiers.rows.map(({ id, name, ...row }) => ({ person: { id, name }, ...rated(row) })),
  };
}

function rated({ struckOff, cameBack, windowOpen }: RecurrenceCounts) {
  const counts = { struckOff, cameBack, windowOpen };
  return { ...counts, rate: recurrenceRate(counts) };
}

import { Client } from 'pg';
import type { BenchCity } from './bench-city.ts';

/**
 * Fills the ledger: problems of every state over all streets and sites, four of five struck off, deadlines
 * on both sides of now. Written by the database itself; without history, which no list reads.
 */
export async function fillLedger(url: string, city: BenchCity, count: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select set_config('app.city_id', $1, false)`, [city.id]);
    await client.query(
      `with place as materialized (
        select row_number() over (order by s.code) - 1 as position, count(*) over () as places,
          s.id as site_id, s.lon, s.lat, u.id as unit_id, u.contact_person_id as person_id
        from site s join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
        where s.city_id = $1),
      drawn as (
        select n, (n * 7919) % 1200 as position,
          case n % 20 when 0 then 'reported' when 1 then 'dispatched' when 2 then 'in_progress'
            when 3 then 'fix_claimed' else 'struck_off' end as state,
          now() - ($2::integer - n) * interval '10 seconds' as raised_at
        from generate_series(1, $2::integer) as n)
      insert into problem (city_id, id, number, state, site_id, lon, lat, category_key, severity, title,
        source_kind, unit_id, person_id, deadline_hours, deadline_clock, deadline_at, original_deadline_at,
        raised_at, raised_by, dispatched_at, started_at, fix_claimed_at, fix_claimed_by, struck_off_at,
        struck_off_by, is_sample, version, last_hash)
      select $1, gen_random_uuid(), n, state, site_id, lon, lat,
        case when n % 10 < 7 then 'litter' else 'stall' end, case when n % 9 = 0 then 'high' else 'normal' end,
        '第' || n % 500 || '处墙角有暴露垃圾', 'inspection',
        case when state <> 'reported' then unit_id end, case when state <> 'reported' then person_id end,
        8, 'work', due_at, due_at, raised_at, $3, case when state <> 'reported' then raised_at end,
        case when state in ('in_progress','fix_claimed','struck_off') then raised_at + interval '1 hour' end,
        case when state in ('fix_claimed','struck_off') then raised_at + interval '5 hours' end,
        case when state in ('fix_claimed','struck_off') then person_id end,
        case when state = 'struck_off' then raised_at + interval '7 hours' end,
        case when state = 'struck_off' then $3::uuid end, true, 2, decode(repeat('00', 32), 'hex')
      from drawn join place using (position),
        lateral (select case when state <> 'reported' then raised_at + (n % 30) * interval '1 day' end as due_at) due`,
      [city.id, count, city.inspectorIds[0]],
    );
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

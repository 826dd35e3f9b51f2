import { Client } from 'pg';
import type { BenchCity } from './bench-city.ts';

/** Years over which the problems were raised, the newest now. */
const years = 2;

/**
 * Fills the ledger as a city's would look: four communities under every street, thirty kinds of problem
 * (a third of them the business of bureaus), five grid workers a street, a round every fortnight, nineteen
 * of twenty problems struck off and the open ones among the newest; one in thirty a recurrence, one in
 * fifty with an assisting unit, one in twenty severe. Written by the database itself, indexes after the
 * rows; without history, which no list reads.
 */
export async function fillLedger(url: string, city: BenchCity, count: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select set_config('app.city_id', $1, false)`, [city.id]);
    await widenCity(client, city);
    const rebuild = await dropIndexes(client);
    // a line of the tally for every row would be folded at once: it is counted afterwards
    await client.query('alter table problem disable trigger user');
    await client.query(insertProblems, [city.id, count, city.inspectorIds[0]]);
    await client.query('alter table problem enable trigger user');
    await client.query('select recount_problem_tally($1), recount_problem_days($1)', [city.id]);
    await client.query(`insert into counter (city_id, kind, value) values ($1, 'problem', $2)`, [
      city.id,
      count,
    ]);
    for (const statement of rebuild) await client.query(statement);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function widenCity(client: Client, city: BenchCity): Promise<void> {
  await client.query(
    `insert into unit (city_id, id, code, name, kind, parent_id, path, valid_from, is_sample)
    select u.city_id, gen_random_uuid(), u.code || 'k' || k, u.name || k || '社区', 'community', u.id,
      u.path || '.' || u.code || 'k' || k, u.valid_from, true
    from unit u, generate_series(1, 4) as k where u.city_id = $1 and u.kind = 'street'`,
    [city.id],
  );
  await client.query(
    `with community as (select id, parent_id, row_number() over (partition by parent_id order by code) as k
      from unit where city_id = $1 and kind = 'community'),
    placed as (select id, territory_unit_id, row_number() over (partition by territory_unit_id order by code) as k
      from site where city_id = $1)
    update site s set territory_unit_id = c.id from placed p join community c
      on c.parent_id = p.territory_unit_id and c.k = 1 + p.k % 4
    where s.city_id = $1 and s.id = p.id`,
    [city.id],
  );
  await client.query(
    `with worker as (
      select gen_random_uuid() as id, u.id as unit_id, u.code || 'g' || g as login, u.valid_from
      from unit u, generate_series(1, 5) as g where u.city_id = $1 and u.kind = 'street'),
    hired as (insert into person (city_id, id, login, name, password_hash, must_change_password, is_sample)
      select $1, id, login, '样本' || login, 'none', false, true from worker)
    insert into role_grant (city_id, id, person_id, role, unit_id, valid_from)
    select $1, gen_random_uuid(), id, 'gridWorker', unit_id, valid_from from worker`,
    [city.id],
  );
  await client.query(
    `with boss as (select gen_random_uuid() as id, u.id as unit_id, 'district.' || u.code as login, u.valid_from
      from unit u where u.city_id = $1 and u.kind = 'district'),
    hired as (insert into person (city_id, id, login, name, password_hash, must_change_password, is_sample)
      select $1, id, login, '样本' || login, 'none', false, true from boss)
    insert into role_grant (city_id, id, person_id, role, unit_id, valid_from)
    select $1, gen_random_uuid(), id, 'unitHead', unit_id, valid_from from boss`,
    [city.id],
  );
  await client.query(
    `insert into category (city_id, key, name, name_en, kind, deadline_hours, deadline_clock, unit_type)
    select $1, 'kind' || n, '样本类别' || n, 'Kind ' || n, case when n % 3 = 0 then 'part' else 'event' end,
      8, 'work', case when n % 3 = 0 then 'bureau_' || 1 + n % 19 else 'street_office' end
    from generate_series(3, 30) as n`,
    [city.id],
  );
  await client.query(
    `insert into round (city_id, id, name, version_id, state, starts_on, ends_on, is_sample)
    select $1, gen_random_uuid(), '第' || n || '轮', $2, 'closed', now() - n * interval '14 days',
      now() - (n - 1) * interval '14 days', true from generate_series(1, $3::integer * 26) as n`,
    [city.id, city.versionId, years],
  );
}

/**
 * Takes indexes and references off the ledger while it is filled; what they were is answered as
 * statements that make them again. The references then bind what comes, not what the benchmark made up.
 */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index i
    where indrelid = 'problem'::regclass
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
  );
  const { rows: keys } = await client.query<{ name: string; made: string }>(
    `select conname as name, pg_get_constraintdef(oid) as made from pg_constraint
    where conrelid = 'problem'::regclass and contype = 'f'`,
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (const { name } of keys) await client.query(`alter table problem drop constraint "${name}"`);
  return [
    ...indexes.map(({ made }) => made),
    ...keys.map(({ name, made }) => `alter table problem add constraint "${name}" ${made} not valid`),
  ];
}

// $1 city, $2 how many, $3 who found them
const insertProblems = `
  with place as materialized (
    select row_number() over (order by s.code) - 1 as position, count(*) over () as places, s.id as site_id,
      s.lon, s.lat, street.id as street_id, street.contact_person_id as head_id,
      array(select g.person_id from role_grant g where g.city_id = s.city_id and g.unit_id = street.id
        and g.role = 'gridWorker') as workers
    from site s join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    join unit street on street.city_id = u.city_id and street.id = u.parent_id
    where s.city_id = $1),
  kind as materialized (
    select row_number() over (order by c.key) - 1 as nth, count(*) over () as kinds, c.key,
      bureau.id as bureau_id, bureau.contact_person_id as bureau_person_id
    from category c left join unit bureau on bureau.city_id = c.city_id and bureau.kind = 'bureau'
      and bureau.unit_type = c.unit_type
    where c.city_id = $1),
  helper as materialized (select array_agg(id) as ids from unit where city_id = $1 and kind = 'bureau'),
  past as materialized (select array_agg(id order by ends_on desc) as ids from round where city_id = $1),
  drawn as (
    select n, date_trunc('milliseconds', now() - ($2::integer - n) * (interval '${years * 365} days' / $2::integer)) as raised_at,
      hashint8(n) & 1023 as a, (hashint8(n + 7000000) & 65535) as b, hashint8(n + 14000000) & 1023 as c,
      hashint8(n + 21000000) & 65535 as d, ($2::integer - n)::double precision / $2::integer as age
    from generate_series(1, $2::integer) as n),
  lived as (
    -- open work is young: two thirds of the newest twentieth, hardly any of the oldest
    select *, case
        when a >= (case when age < 0.05 then 700 when age < 0.2 then 70 else 6 end) then
          case when c < 4 then 'voided' when c < 10 then 'rejected' when c < 16 then 'duplicate' else 'struck_off' end
        when c < 100 then 'reported' when c < 350 then 'dispatched' when c < 380 then 'returned'
        when c < 550 then 'assigned' when c < 800 then 'in_progress' when c < 840 then 'deferred'
        else 'fix_claimed' end as state
    from drawn),
  owned as (
    select l.*, place.site_id, place.lon, place.lat, kind.key, l.state not in ('reported','rejected') as answered,
      coalesce(kind.bureau_id, place.street_id) as unit_id,
      case when kind.bureau_id is not null then kind.bureau_person_id
        when l.state = 'dispatched' then place.head_id else place.workers[1 + l.c % 5] end as person_id,
      l.raised_at + (1 + l.d % 20) * interval '1 day' as due_at,
      case when l.d % 10 < 8 then 'inspection' when l.d % 10 = 8 then 'citizen'
        when l.d % 100 < 60 then 'selfCheck' when l.d % 100 < 97 then 'meeting' else 'import' end as source_kind,
      past.ids[1 + floor(l.age * cardinality(past.ids))::integer] as round_id, helper.ids as helpers
    from lived l join place on place.position = l.b % place.places
    join kind on kind.nth = floor(kind.kinds * power(l.d / 65536.0, 2)), past, helper)
  insert into problem (city_id, id, number, state, site_id, lon, lat, category_key, severity, title,
    source_kind, round_id, unit_id, assisting_unit_ids, person_id, deadline_hours, deadline_clock, deadline_at,
    original_deadline_at, raised_at, raised_by, dispatched_at, started_at, fix_claimed_at, fix_claimed_by,
    struck_off_at, struck_off_by, rework_count, return_count, main_problem_id, recurrence_of, deferred_until,
    deferred_at, clock_stopped_at, clock_stopped_until, clock_stop_reason, extension_asked_by,
    extension_asked_until, is_sample, version, last_hash)
  select $1, md5('problem' || n)::uuid, n, state, site_id, lon, lat, key,
    case when b % 20 = 0 then 'high' else 'normal' end,
    '第' || n % 997 || '处' || (array['墙角','花坛','楼道','门前','路口','河边','车棚','绿地'])[1 + c % 8]
      || (array['有暴露垃圾','杂物堆放','占道经营','车辆乱停','污水外溢','小广告多','设施破损','飞线充电'])[1 + d % 8],
    source_kind, case when source_kind = 'inspection' then round_id end,
    case when answered then unit_id end,
    case when answered and b % 50 = 1 then array[helpers[1 + c % cardinality(helpers)]] else '{}' end,
    case when answered then person_id end, 8, 'work', case when answered then due_at end,
    case when answered then due_at end, raised_at, $3, case when answered then raised_at end,
    case when state in ('in_progress','deferred','fix_claimed','struck_off') then raised_at + interval '1 hour' end,
    case when state in ('fix_claimed','struck_off') then raised_at + (1 + c % 40) * interval '12 hours' end,
    case when state in ('fix_claimed','struck_off') then person_id end,
    case when state = 'struck_off' then raised_at + (2 + c % 40) * interval '12 hours' end,
    case when state = 'struck_off' then $3::uuid end,
    case when c % 12 = 0 then 1 else 0 end, case when state = 'returned' or d % 25 = 0 then 1 else 0 end,
    case when state = 'duplicate' then md5('problem' || greatest(n - 1, 1))::uuid end,
    case when d % 30 = 0 and n > 5000 then md5('problem' || n - 5000)::uuid end,
    case when state = 'deferred' then now() + interval '30 days' end,
    case when state = 'deferred' then raised_at + interval '2 hours' end,
    case when state in ('assigned','in_progress') and d % 40 = 3 then raised_at + interval '3 hours' end,
    case when state in ('assigned','in_progress') and d % 40 = 3 then now() + interval '10 days' end,
    case when state in ('assigned','in_progress') and d % 40 = 3 then 'weather' end,
    case when state = 'in_progress' and d % 30 = 5 then person_id end,
    case when state = 'in_progress' and d % 30 = 5 then due_at + interval '10 days' end, true, 2,
    decode(repeat('00', 32), 'hex')
  from owned`;

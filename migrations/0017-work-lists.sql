-- Lists that people work from all day: views they keep, and counts that stay quick in a ledger of a million.

-- A filter that a person gave a name, for himself or for everybody who works in one of his units.
create table saved_view (
  city_id uuid not null references city (city_id),
  id uuid not null,
  person_id uuid not null,
  name text not null check (length(name) between 1 and 40),
  -- members of the ledger's address, as the ledger reads them
  filter jsonb not null check (jsonb_typeof(filter) = 'object'),
  -- shared with everybody who works in this unit or below it
  shared_unit_id uuid,
  created_at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, person_id, name),
  foreign key (city_id, person_id) references person (city_id, id),
  foreign key (city_id, shared_unit_id) references unit (city_id, id)
);
create index saved_view_shared on saved_view (city_id, shared_unit_id) where shared_unit_id is not null;

-- How many closed problems there are of each kind: open ones are few and counted as they stand. Lines are
-- only added, +1 and -1, so that nobody waits for another at a counter; a periodic job folds them. The sum
-- over the lines is exact in every snapshot. Nobody answers (rejected before dispatch): the nil uuid.
create table problem_tally (
  city_id uuid not null references city (city_id),
  id bigint generated always as identity,
  state text not null,
  unit_id uuid not null,
  -- first two steps of the path of the site's territory: the district; empty without a site
  area text not null,
  category_key text not null,
  severity text not null,
  source_kind text not null,
  problems bigint not null,
  primary key (city_id, id)
);

create function problem_area(city uuid, site uuid) returns text language sql stable as $$
  select coalesce((select substring(u.path from '^[^.]*(?:\.[^.]*)?') from site s
    join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    where s.city_id = city and s.id = site), '')
$$;

create function tally_problem() returns trigger language plpgsql as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  closed constant text[] := '{rejected,duplicate,struck_off,voided}';
begin
  if tg_op <> 'INSERT' and old.state = any (closed) then
    insert into problem_tally (city_id, state, unit_id, area, category_key, severity, source_kind, problems)
    values (old.city_id, old.state, coalesce(old.unit_id, nobody), problem_area(old.city_id, old.site_id),
      old.category_key, old.severity, old.source_kind, -1);
  end if;
  if tg_op <> 'DELETE' and new.state = any (closed) then
    insert into problem_tally (city_id, state, unit_id, area, category_key, severity, source_kind, problems)
    values (new.city_id, new.state, coalesce(new.unit_id, nobody), problem_area(new.city_id, new.site_id),
      new.category_key, new.severity, new.source_kind, 1);
  end if;
  return null;
end $$;
create trigger tally_inserted after insert on problem for each row
  when (new.state in ('rejected','duplicate','struck_off','voided')) execute function tally_problem();
create trigger tally_deleted after delete on problem for each row
  when (old.state in ('rejected','duplicate','struck_off','voided')) execute function tally_problem();
create trigger tally_updated after update on problem for each row
  when ((old.state in ('rejected','duplicate','struck_off','voided')
      or new.state in ('rejected','duplicate','struck_off','voided'))
    and (old.state, old.unit_id, old.site_id, old.category_key, old.severity, old.source_kind)
      is distinct from (new.state, new.unit_id, new.site_id, new.category_key, new.severity, new.source_kind))
  execute function tally_problem();

-- Counts a city's closed problems anew. One statement and so one snapshot: what another transaction is
-- about to commit neither counts nor loses its line.
create function recount_problem_tally(city uuid) returns void language sql as $$
  with gone as (delete from problem_tally where city_id = city),
  placed as materialized (select s.id, problem_area(city, s.id) as area from site s where s.city_id = city)
  insert into problem_tally (city_id, state, unit_id, area, category_key, severity, source_kind, problems)
  select p.city_id, p.state, coalesce(p.unit_id, '00000000-0000-0000-0000-000000000000'),
    coalesce(placed.area, ''), p.category_key, p.severity, p.source_kind, count(*)
  from problem p left join placed on placed.id = p.site_id
  where p.city_id = city and p.state in ('rejected','duplicate','struck_off','voided')
  group by 1, 2, 3, 4, 5, 6, 7
$$;

-- A site that moves to another territory, or a unit that moves in the tree, takes its problems along. Rare.
create function tally_moved_sites() returns trigger language plpgsql as $$
begin
  if exists (select from was join now_is using (city_id, id)
      where was.territory_unit_id <> now_is.territory_unit_id) then
    perform recount_problem_tally(moved.city_id) from (select distinct city_id from now_is) moved;
  end if;
  return null;
end $$;
create trigger tally_moved after update on site referencing old table as was new table as now_is
  for each statement execute function tally_moved_sites();
create function tally_moved_units() returns trigger language plpgsql as $$
begin
  if exists (select from was join now_is using (city_id, id) where was.path <> now_is.path) then
    perform recount_problem_tally(moved.city_id) from (select distinct city_id from now_is) moved;
  end if;
  return null;
end $$;
create trigger tally_moved after update on unit referencing old table as was new table as now_is
  for each statement execute function tally_moved_units();

alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy same_city on saved_view using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table problem_tally enable row level security;
alter table problem_tally force row level security;
create policy same_city on problem_tally using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

-- The fence hides every row from a migration that stands in no city.
do $$
declare
  one record;
begin
  for one in select city_id from city loop
    perform set_config('app.city_id', one.city_id::text, true);
    perform recount_problem_tally(one.city_id);
  end loop;
  perform set_config('app.city_id', '', true);
end $$;

-- The ledger by what people filter it by. Row security lets only some operators reach an index, so assisting
-- units (an array) are looked up in a narrow index of the few problems that have any.
create index problem_source on problem (city_id, source_kind, number desc);
create index problem_severe on problem (city_id, number desc) where severity = 'high';
create index problem_raiser on problem (city_id, raised_by, number desc);
create index problem_recurrent on problem (city_id, number desc) where recurrence_of is not null;
create index problem_assisted on problem (city_id, number desc) include (assisting_unit_ids)
  where assisting_unit_ids <> '{}';
create index problem_open_number on problem (city_id, number desc)
  where state in ('reported','dispatched','returned','assigned','in_progress','deferred','fix_claimed');
-- by day, with what such lists are narrowed and counted by
create index problem_raised_at on problem (city_id, raised_at desc, number desc)
  include (state, unit_id, site_id, category_key, severity, source_kind);
create index problem_struck_off_at on problem (city_id, struck_off_at desc, number desc)
  include (state, unit_id, site_id, category_key, severity, source_kind, raised_at) where struck_off_at is not null;

-- Index-only reads need fresh visibility marks, and plans fresh counts: not after a fifth of a million.
alter table problem set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02);

-- What else the ledger's counts need at a million problems.

-- Closed problems by day: of raising, and of striking off. Lines are added and folded like those of
-- `problem_tally`. Days are those of China; `kind` says which day is meant.
create table problem_day_tally (
  city_id uuid not null references city (city_id),
  id bigint generated always as identity,
  kind text not null check (kind in ('raised','struckOff')),
  on_day date not null,
  state text not null,
  severity text not null,
  source_kind text not null,
  problems bigint not null,
  primary key (city_id, id)
);
create index problem_day_tally_day on problem_day_tally (city_id, kind, on_day)
  include (state, severity, source_kind, problems);

create function city_day(at timestamptz) returns date language sql immutable as $$
  select (at at time zone interval '8 hours')::date
$$;

create function tally_problem_days() returns trigger language plpgsql as $$
declare
  closed constant text[] := '{rejected,duplicate,struck_off,voided}';
begin
  if tg_op <> 'INSERT' and old.state = any (closed) then
    insert into problem_day_tally (city_id, kind, on_day, state, severity, source_kind, problems)
    select old.city_id, day.kind, city_day(day.at), old.state, old.severity, old.source_kind, -1
    from (values ('raised', old.raised_at), ('struckOff', old.struck_off_at)) as day (kind, at) where day.at is not null;
  end if;
  if tg_op <> 'DELETE' and new.state = any (closed) then
    insert into problem_day_tally (city_id, kind, on_day, state, severity, source_kind, problems)
    select new.city_id, day.kind, city_day(day.at), new.state, new.severity, new.source_kind, 1
    from (values ('raised', new.raised_at), ('struckOff', new.struck_off_at)) as day (kind, at) where day.at is not null;
  end if;
  return null;
end $$;
create trigger tally_days_inserted after insert on problem for each row
  when (new.state in ('rejected','duplicate','struck_off','voided')) execute function tally_problem_days();
create trigger tally_days_deleted after delete on problem for each row
  when (old.state in ('rejected','duplicate','struck_off','voided')) execute function tally_problem_days();
create trigger tally_days_updated after update on problem for each row
  when ((old.state in ('rejected','duplicate','struck_off','voided')
      or new.state in ('rejected','duplicate','struck_off','voided'))
    and (old.state, old.severity, old.source_kind, old.raised_at, old.struck_off_at)
      is distinct from (new.state, new.severity, new.source_kind, new.raised_at, new.struck_off_at))
  execute function tally_problem_days();

-- Counts a city's closed problems by day anew, in one snapshot.
create function recount_problem_days(city uuid) returns void language sql as $$
  with gone as (delete from problem_day_tally where city_id = city)
  insert into problem_day_tally (city_id, kind, on_day, state, severity, source_kind, problems)
  select p.city_id, day.kind, city_day(day.at), p.state, p.severity, p.source_kind, count(*)
  from problem p, lateral (values ('raised', p.raised_at), ('struckOff', p.struck_off_at)) as day (kind, at)
  where p.city_id = city and p.state in ('rejected','duplicate','struck_off','voided') and day.at is not null
  group by 1, 2, 3, 4, 5, 6
$$;

alter table problem_day_tally enable row level security;
alter table problem_day_tally force row level security;
create policy same_city on problem_day_tally using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

do $$
declare
  one record;
begin
  for one in select city_id from city loop
    perform set_config('app.city_id', one.city_id::text, true);
    perform recount_problem_days(one.city_id);
  end loop;
  perform set_config('app.city_id', '', true);
end $$;

-- Heaps that are counted as they stand are read from an index alone: the open ones, those that came back,
-- and those that other units assist with.
drop index problem_open_number;
create index problem_open_number on problem (city_id, number desc)
  include (id, state, unit_id, site_id, category_key, severity, source_kind, person_id, round_id, raised_by,
    fix_claimed_by, void_requested_by, extension_asked_by, deferral_asked_by, recurrence_of, rework_count,
    raised_at, dispatched_at, deadline_at, clock_stopped_at)
  where state in ('reported','dispatched','returned','assigned','in_progress','deferred','fix_claimed');
drop index problem_recurrent;
create index problem_recurrent on problem (city_id, number desc)
  include (recurrence_of, state, unit_id, site_id, category_key, severity, source_kind, person_id, raised_at,
    struck_off_at)
  where recurrence_of is not null;
-- and what somebody sees although it lies outside his units: where it lies stands in the index
drop index problem_assisted;
create index problem_assisted on problem (city_id, number desc) include (assisting_unit_ids, unit_id, site_id)
  where assisting_unit_ids <> '{}';
drop index problem_raiser;
create index problem_raiser on problem (city_id, raised_by, number desc) include (unit_id, site_id);
drop index problem_person;
create index problem_person on problem (city_id, person_id, number desc) include (unit_id, site_id);

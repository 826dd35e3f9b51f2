-- Vacancies: a site that nobody owns is itself an open item with an interim keeper and a deadline, closed
-- only by adoption. History stands in `event`, subject_kind 'vacancy'.

create table vacancy (
  city_id uuid not null references city (city_id),
  id uuid not null,
  site_id uuid not null,
  state text not null check (state in ('open','kept','adopted','voided')),
  opened_at timestamptz not null,
  -- day of the city by which an owner is to be found
  due_on date not null,
  extension_count integer not null default 0,
  -- who looks after the site meanwhile: a unit and a named person, both or neither
  keeper_unit_id uuid,
  keeper_person_id uuid,
  adopted_by_unit_id uuid,
  consent text,
  reference text,
  void_reason text,
  closed_at timestamptz,
  version integer not null,
  primary key (city_id, id),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, keeper_unit_id) references unit (city_id, id),
  foreign key (city_id, keeper_person_id) references person (city_id, id),
  foreign key (city_id, adopted_by_unit_id) references unit (city_id, id),
  check ((keeper_unit_id is null) = (keeper_person_id is null)),
  check (state <> 'kept' or keeper_unit_id is not null),
  check (state <> 'open' or keeper_unit_id is null),
  check ((state in ('adopted','voided')) = (closed_at is not null)),
  check ((state = 'adopted') = (adopted_by_unit_id is not null)),
  check ((state = 'adopted') = (consent is not null)),
  check ((state = 'voided') = (void_reason is not null))
);
-- one at a time: also what makes opening by rule harmless to repeat
create unique index vacancy_one_open on vacancy (city_id, site_id) where state in ('open','kept');
create index vacancy_site on vacancy (city_id, site_id);
create index vacancy_due on vacancy (city_id, due_on, id);
create index vacancy_keeper_unit on vacancy (city_id, keeper_unit_id);
create index vacancy_keeper_person on vacancy (city_id, keeper_person_id);
create index vacancy_adopted_by on vacancy (city_id, adopted_by_unit_id);
-- sites that are ownerless: few among all, and asked for by the timer
create index site_ownerless on site (city_id, id) where is_ownerless and state = 'active';

alter table vacancy enable row level security;
alter table vacancy force row level security;
create policy same_city on vacancy
  using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

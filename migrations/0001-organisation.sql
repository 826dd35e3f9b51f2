-- The city (tenant), its units, and how units moved in time.
-- Every table but `city` carries city_id first and is fenced by row-level security: the application
-- sees only rows of the city named by `app.city_id`, set for one transaction at a time. FORCE makes
-- the fence hold for the owner too, so one forgotten filter cannot leak a city.

create table city (
  city_id uuid primary key,
  code text not null unique,
  name text not null,
  name_en text not null,
  is_sample boolean not null default false,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table unit (
  city_id uuid not null references city (city_id),
  id uuid not null,
  code text collate "C" not null check (code ~ '^[A-Za-z0-9_-]{1,40}$'),
  name text not null check (length(name) between 1 and 100),
  short_name text,
  name_en text,
  -- other names papers use for it (中站区住建局); the reader of pledges matches them
  aliases text[] not null default '{}',
  kind text not null check (kind in ('city','office','district','county','zone','street','town','township','bureau','community','village','company')),
  -- which `unitTypes` entry of the standards this unit answers for in its area (street_office, housing …)
  unit_type text,
  parent_id uuid,
  -- codes from the root down, dot between: '410800.410811.410811001'; subtree = prefix
  path text collate "C" not null,
  contact_person_id uuid,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text,
  is_sample boolean not null default false,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, parent_id) references unit (city_id, id)
);
create unique index unit_path on unit (city_id, path);
create index unit_parent on unit (city_id, parent_id);

-- Where a unit hung, from when to when. The current placement is also in unit.parent_id and unit.path.
create table unit_placement (
  city_id uuid not null,
  unit_id uuid not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  parent_id uuid,
  primary key (city_id, unit_id, valid_from),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, parent_id) references unit (city_id, id)
);
create index unit_placement_parent on unit_placement (city_id, parent_id);

-- A duty of a bureau that is ranked by itself (任务线).
create table task_line (
  city_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  valid_from date not null,
  valid_to date,
  source text,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index task_line_unit on task_line (city_id, unit_id);

-- Human numbers on arrival: one counter row per city and kind, taken inside the writing statement.
create table counter (
  city_id uuid not null references city (city_id),
  kind text not null,
  value bigint not null default 0,
  primary key (city_id, kind)
);

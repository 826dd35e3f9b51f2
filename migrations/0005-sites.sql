-- Sites: the places that are inspected.

create table site (
  city_id uuid not null references city (city_id),
  id uuid not null,
  code text collate "C" not null check (length(code) between 1 and 60),
  name text not null check (length(name) between 1 and 120),
  site_type text not null,
  territory_unit_id uuid not null,
  line_bureau_id uuid,
  operator_unit_id uuid,
  keeper_person_id uuid,
  is_ownerless boolean not null default false,
  address text,
  -- WGS-84 degrees; where the position came from stands beside it
  lon double precision check (lon between -180 and 180),
  lat double precision check (lat between -90 and 90),
  position_source text,
  note text,
  state text not null default 'active' check (state in ('active','retired')),
  source text,
  is_sample boolean not null default false,
  version integer not null default 0,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, site_type) references site_type (city_id, code),
  foreign key (city_id, territory_unit_id) references unit (city_id, id),
  foreign key (city_id, line_bureau_id) references unit (city_id, id),
  foreign key (city_id, operator_unit_id) references unit (city_id, id),
  foreign key (city_id, keeper_person_id) references person (city_id, id),
  check ((lon is null) = (lat is null))
);
create index site_type_index on site (city_id, site_type);
create index site_territory on site (city_id, territory_unit_id);
create index site_line_bureau on site (city_id, line_bureau_id);
create index site_operator on site (city_id, operator_unit_id);
create index site_keeper on site (city_id, keeper_person_id);

-- A spreadsheet that was applied: the same file again changes nothing.
create table import_run (
  city_id uuid not null references city (city_id),
  kind text not null,
  content_hash text not null,
  id uuid not null,
  file_name text not null,
  row_count integer not null,
  applied_at timestamptz not null default now(),
  applied_by uuid,
  primary key (city_id, kind, content_hash)
);

-- Quiet layers under the map, such as the borders of districts; display only, never used for scoring.
create table map_layer (
  city_id uuid not null references city (city_id),
  key text not null,
  title text not null,
  geojson jsonb not null,
  source text,
  -- what the reader must know before he trusts a line: shown beside the map
  caution text,
  primary key (city_id, key)
);

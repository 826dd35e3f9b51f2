-- Schemes, rankings, flags, bulletins.

create table scheme (
  city_id uuid not null references city (city_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  valid_from date not null,
  valid_to date,
  rules jsonb not null,
  -- the first version of this scheme; null in the first version itself
  series_id uuid,
  request_hash text,
  is_sample boolean not null default false,
  version integer not null default 0,
  primary key (city_id, id),
  foreign key (city_id, series_id) references scheme (city_id, id),
  check (valid_to is null or valid_to > valid_from)
);
create index scheme_series on scheme (city_id, series_id);

create table ranking (
  city_id uuid not null references city (city_id),
  id uuid not null,
  -- null for a table that was published before this system: its source stands instead
  scheme_id uuid,
  round_id uuid,
  title text not null,
  period text not null,
  state text not null default 'draft' check (state in ('draft','published')),
  -- frozen facts in, table out; hash covers both
  inputs jsonb not null,
  output jsonb not null,
  hash text not null,
  request_hash text,
  computed_at timestamptz not null,
  document_prefix text,
  document_year integer,
  document_number integer,
  published_at timestamptz,
  published_by uuid,
  corrects_id uuid,
  is_sample boolean not null default false,
  source text,
  version integer not null default 0,
  primary key (city_id, id),
  unique (city_id, document_prefix, document_year, document_number),
  foreign key (city_id, scheme_id) references scheme (city_id, id),
  foreign key (city_id, round_id) references round (city_id, id),
  foreign key (city_id, published_by) references person (city_id, id),
  foreign key (city_id, corrects_id) references ranking (city_id, id),
  check ((state = 'published') = (published_at is not null)),
  check (scheme_id is not null or source is not null)
);
create index ranking_scheme on ranking (city_id, scheme_id);
create index ranking_round on ranking (city_id, round_id);
create index ranking_published_by on ranking (city_id, published_by);
create index ranking_corrects on ranking (city_id, corrects_id);

create function refuse_published_ranking_change() returns trigger language plpgsql as $$
begin
  if old.state = 'published' then
    raise exception 'a published ranking never changes; a correction is a new issue' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger ranking_frozen before update or delete on ranking
  for each row execute function refuse_published_ranking_change();
create trigger ranking_is_never_emptied before truncate on ranking
  for each statement execute function refuse_history_change();

create table flag (
  city_id uuid not null,
  id uuid not null,
  ranking_id uuid not null,
  group_name text not null,
  unit_id uuid,
  unit_name text not null,
  colour text not null,
  score numeric,
  rank integer,
  awarded_on date not null,
  primary key (city_id, id),
  unique (city_id, ranking_id, group_name, unit_name, colour),
  foreign key (city_id, ranking_id) references ranking (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index flag_unit on flag (city_id, unit_id, awarded_on);
create trigger flag_frozen before update or delete on flag
  for each row execute function refuse_history_change();
create trigger flag_is_never_emptied before truncate on flag
  for each statement execute function refuse_history_change();

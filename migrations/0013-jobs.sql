-- What happens by itself. Queued jobs stand in the schema `graphile_worker`, which that library makes;
-- here stand how far each reader of the history has come, and how the periodic jobs fared.

create table feed_cursor (
  city_id uuid not null references city (city_id),
  consumer text not null check (length(consumer) between 1 and 60),
  -- the last event read
  xact_id xid8 not null,
  seq bigint not null,
  -- the highest number this reader has known of
  seen_seq bigint not null,
  -- Zero, until the database was restored into another server, whose transaction numbers begin lower:
  -- everything up to this number was read under the old numbers (platform/event-feed).
  floor_seq bigint not null default 0,
  primary key (city_id, consumer)
);

create table periodic_run (
  city_id uuid not null references city (city_id),
  name text not null check (length(name) between 1 and 60),
  started_at timestamptz not null,
  finished_at timestamptz,
  -- failures since it last went well, and what was said at the last one
  failures integer not null default 0,
  last_error text,
  primary key (city_id, name)
);

alter table feed_cursor enable row level security;
alter table feed_cursor force row level security;
create policy same_city on feed_cursor
  using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table periodic_run enable row level security;
alter table periodic_run force row level security;
create policy same_city on periodic_run
  using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

-- The history: append-only, ordered and hash-chained per subject.
-- hash = SHA-256(prev_hash ‖ canonical text of the event), computed by the application (platform/event-log)
-- so that anybody can repeat it from an export without trusting this server.

create table event (
  city_id uuid not null references city (city_id),
  subject_kind text not null,
  subject_id uuid not null,
  version integer not null check (version >= 1),
  seq bigint generated always as identity,
  xact_id xid8 not null default pg_current_xact_id(),
  kind text not null,
  data jsonb not null,
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('person','system')),
  at timestamptz not null,
  prev_hash bytea not null,
  hash bytea not null check (length(hash) = 32),
  primary key (city_id, subject_kind, subject_id, version)
);
create index event_feed on event (city_id, xact_id, seq);

create function refuse_history_change() returns trigger language plpgsql as $$
begin
  raise exception 'history is append-only: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger event_is_append_only before update or delete on event
  for each row execute function refuse_history_change();
create trigger event_is_never_emptied before truncate on event
  for each statement execute function refuse_history_change();

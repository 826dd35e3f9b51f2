-- Proof over all histories of a city: every committed event becomes a leaf of one Merkle tree (RFC 6962),
-- and heads of that tree are written down, here and in a file outside the database.

-- Which event stands at which place of the tree. No foreign key to event: its check would touch every row
-- of the history a second time, and a leaf must outlive an event that somebody took away.
create table tree_leaf (
  city_id uuid not null references city (city_id),
  leaf_index bigint not null check (leaf_index >= 0),
  subject_kind text not null,
  subject_id uuid not null,
  version integer not null check (version >= 1),
  event_hash bytea not null check (length(event_hash) = 32),
  primary key (city_id, leaf_index),
  unique (city_id, subject_kind, subject_id, version)
);

create table tree_head (
  city_id uuid not null references city (city_id),
  -- leaves under this head
  size bigint not null check (size > 0),
  root bytea not null check (length(root) = 32),
  at timestamptz not null,
  prev_hash bytea not null check (length(prev_hash) = 32),
  hash bytea not null check (length(hash) = 32),
  -- Ed25519 by the key of the installation; null where it has none
  public_key bytea check (length(public_key) = 32),
  signature bytea check (length(signature) = 64),
  -- roots of the full subtrees at the right edge, largest first: from here the tree grows on
  peaks bytea not null check (length(peaks) % 32 = 0),
  -- place in the feed of events up to which everything is a leaf
  feed_xact xid8 not null,
  feed_seq bigint not null,
  primary key (city_id, size),
  check ((public_key is null) = (signature is null))
);

-- What the house found when it checked itself; a check from outside needs no row here.
create table proof_check (
  city_id uuid not null references city (city_id),
  id uuid not null,
  at timestamptz not null,
  took_ms integer not null check (took_ms >= 0),
  event_count bigint not null,
  subject_count bigint not null,
  problem_count bigint not null,
  head_count bigint not null,
  tree_size bigint not null,
  finding_count bigint not null,
  findings jsonb not null,
  primary key (city_id, id)
);
create index proof_check_latest on proof_check (city_id, at desc);

create trigger tree_leaf_is_append_only before update or delete on tree_leaf
  for each row execute function refuse_history_change();
create trigger tree_leaf_is_never_emptied before truncate on tree_leaf
  for each statement execute function refuse_history_change();
create trigger tree_head_is_append_only before update or delete on tree_head
  for each row execute function refuse_history_change();
create trigger tree_head_is_never_emptied before truncate on tree_head
  for each statement execute function refuse_history_change();
create trigger proof_check_is_append_only before update or delete on proof_check
  for each row execute function refuse_history_change();
create trigger proof_check_is_never_emptied before truncate on proof_check
  for each statement execute function refuse_history_change();

alter table tree_leaf enable row level security;
alter table tree_leaf force row level security;
create policy same_city on tree_leaf using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table tree_head enable row level security;
alter table tree_head force row level security;
create policy same_city on tree_head using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table proof_check enable row level security;
alter table proof_check force row level security;
create policy same_city on proof_check using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

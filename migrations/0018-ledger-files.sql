-- The ledger as files: exports that a job writes, imports of ledgers kept elsewhere, and what people
-- said about the headings of such ledgers.

create table ledger_export (
  city_id uuid not null references city (city_id),
  id uuid not null,
  person_id uuid not null,
  format text not null check (format in ('xlsx','csv')),
  locale text not null,
  filter jsonb not null,
  -- the change position from which a neighbour system follows; null: everything
  since text,
  request_hash text not null,
  state text not null default 'queued' check (state in ('queued','running','done','failed','cancelled','expired')),
  -- counts the starts: a start that was overtaken by another stops by itself
  attempt integer not null default 0,
  rows_total integer,
  rows_done integer not null default 0,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz,
  -- subtrees the person might see when it was written; who lost one since gets the file no more
  sight text[],
  -- false: only what changed since the position
  is_complete boolean,
  -- where the next incremental export begins
  position text,
  filter_words text,
  byte_size bigint,
  -- SHA-256 in hex: of the table (its .csv form), of the file
  table_hash text,
  file_hash text,
  failure text,
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id),
  constraint done_has_file check (state <> 'done' or (byte_size is not null and expires_at is not null
    and rows_total is not null and table_hash is not null and file_hash is not null))
);
create index ledger_export_person on ledger_export (city_id, person_id, asked_at desc);
create index ledger_export_expiry on ledger_export (city_id, expires_at) where state = 'done';

-- A ledger file that was applied; its history is the subject 'ledgerImport'.
create table ledger_import (
  city_id uuid not null references city (city_id),
  id uuid not null,
  ledger_name text not null check (length(ledger_name) between 1 and 100),
  content_hash text not null,
  file_name text not null,
  mapping jsonb not null,
  row_count integer not null,
  entered_count integer not null,
  applied_at timestamptz not null,
  applied_by uuid not null,
  primary key (city_id, id),
  -- the same file again changes nothing
  unique (city_id, content_hash),
  foreign key (city_id, applied_by) references person (city_id, id)
);
create index ledger_import_person on ledger_import (city_id, applied_by);
create index ledger_import_newest on ledger_import (city_id, applied_at desc);

-- Where an imported problem stood, and every word that stood there.
create table ledger_import_row (
  city_id uuid not null references city (city_id),
  problem_id uuid not null,
  import_id uuid not null,
  ledger_name text not null,
  -- the number in its ledger; where it had none, made of its content
  row_key text not null,
  sheet text not null,
  row_number integer not null,
  words jsonb not null,
  primary key (city_id, problem_id),
  -- the same entry of the same ledger is one problem, whatever file brings it
  unique (city_id, ledger_name, row_key),
  foreign key (city_id, problem_id) references problem (city_id, id),
  foreign key (city_id, import_id) references ledger_import (city_id, id)
);
create index ledger_import_row_import on ledger_import_row (city_id, import_id);

-- What the columns of a ledger mean, remembered by the set of its headings.
create table ledger_mapping (
  city_id uuid not null references city (city_id),
  headings_hash text not null,
  mapping jsonb not null,
  saved_at timestamptz not null,
  saved_by uuid not null,
  primary key (city_id, headings_hash),
  foreign key (city_id, saved_by) references person (city_id, id)
);
create index ledger_mapping_person on ledger_mapping (city_id, saved_by);

alter table ledger_export enable row level security;
alter table ledger_export force row level security;
create policy same_city on ledger_export using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table ledger_import enable row level security;
alter table ledger_import force row level security;
create policy same_city on ledger_import using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table ledger_import_row enable row level security;
alter table ledger_import_row force row level security;
create policy same_city on ledger_import_row using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table ledger_mapping enable row level security;
alter table ledger_mapping force row level security;
create policy same_city on ledger_mapping using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

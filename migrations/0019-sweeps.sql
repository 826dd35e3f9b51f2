-- Sweeps (举一反三): one check per site of a snapshot, so that "satisfied with the single case" can be counted.

create table sweep (
  city_id uuid not null references city (city_id),
  id uuid not null,
  number bigint not null,
  -- the problem it came from; null where it began at a category, such as from the register of common problems
  problem_id uuid,
  state text not null check (state in ('open','done','waived','cancelled')),
  title text not null check (length(title) between 1 and 200),
  category_key text not null,
  item_code text,
  version_id uuid,
  severity text not null check (severity in ('normal','high')),
  site_types text[] not null,
  scope_unit_id uuid not null,
  owner_unit_id uuid not null,
  due_at timestamptz not null,
  -- counts of its checks; the fold of its history makes the same
  total_count integer not null,
  clear_count integer not null default 0,
  found_count integer not null default 0,
  not_checked_count integer not null default 0,
  photo_count integer not null default 0,
  spot_count integer not null default 0,
  contradicted_count integer not null default 0,
  cause text check (cause in ('person','money','ownership','design','habit','unknown')),
  cause_note text,
  waive_reason text,
  started_at timestamptz not null,
  started_by uuid not null,
  closed_at timestamptz,
  closed_by uuid,
  reopen_count integer not null default 0,
  -- the last command: sent again it is answered as done
  command_id uuid not null,
  command_hash text not null,
  is_sample boolean not null default false,
  version integer not null,
  last_hash bytea not null,
  primary key (city_id, id),
  unique (city_id, number),
  foreign key (city_id, problem_id) references problem (city_id, id),
  foreign key (city_id, category_key) references category (city_id, key),
  foreign key (city_id, version_id, item_code) references checklist_item (city_id, version_id, code),
  foreign key (city_id, scope_unit_id) references unit (city_id, id),
  foreign key (city_id, owner_unit_id) references unit (city_id, id),
  foreign key (city_id, started_by) references person (city_id, id),
  foreign key (city_id, closed_by) references person (city_id, id),
  -- done says why it happened, and why sites were left out where some were
  constraint done_sweep_has_cause check (state <> 'done' or (cause is not null and cause_note is not null)),
  constraint done_sweep_is_whole check (
    state <> 'done' or clear_count + found_count = total_count or waive_reason is not null),
  constraint waived_sweep_says_why check (state <> 'waived' or waive_reason is not null),
  check ((state = 'open') = (closed_at is null))
);
create index sweep_problem_of_origin on sweep (city_id, problem_id) where problem_id is not null;
create index sweep_state_number on sweep (city_id, state, number desc);
create index sweep_category on sweep (city_id, category_key, number desc);
create index sweep_item on sweep (city_id, version_id, item_code);
create index sweep_scope on sweep (city_id, scope_unit_id);
create index sweep_owner on sweep (city_id, owner_unit_id);
create index sweep_started_by on sweep (city_id, started_by);
create index sweep_closed_by on sweep (city_id, closed_by);

-- One site of the snapshot. `unit_id`: the territorial unit whose people check it.
create table sweep_check (
  city_id uuid not null,
  id uuid not null,
  sweep_id uuid not null,
  site_id uuid not null,
  unit_id uuid not null,
  result text check (result in ('clear','found','notChecked')),
  reason text,
  photo_count integer not null default 0,
  problem_id uuid,
  checked_at timestamptz,
  checked_by uuid,
  -- an inspector looked again at what the unit called clear
  spot_result text check (spot_result in ('clear','found')),
  spot_reason text,
  spot_photo_count integer not null default 0,
  spot_problem_id uuid,
  spotted_at timestamptz,
  spotted_by uuid,
  command_id uuid,
  command_hash text,
  primary key (city_id, id),
  unique (city_id, sweep_id, site_id),
  foreign key (city_id, sweep_id) references sweep (city_id, id),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, problem_id) references problem (city_id, id),
  foreign key (city_id, checked_by) references person (city_id, id),
  foreign key (city_id, spot_problem_id) references problem (city_id, id),
  foreign key (city_id, spotted_by) references person (city_id, id),
  constraint found_raises_a_problem check ((coalesce(result, '') = 'found') = (problem_id is not null)),
  constraint spot_found_raises_a_problem check (
    (coalesce(spot_result, '') = 'found') = (spot_problem_id is not null)),
  constraint not_checked_says_why check (coalesce(result, '') <> 'notChecked' or reason is not null),
  constraint spot_checks_what_is_clear check (spot_result is null or result = 'clear'),
  constraint nobody_spot_checks_himself check (spotted_by is null or spotted_by is distinct from checked_by)
);
create index sweep_check_unit on sweep_check (city_id, unit_id, sweep_id);
create index sweep_check_site on sweep_check (city_id, site_id);
create index sweep_check_problem on sweep_check (city_id, problem_id) where problem_id is not null;
create index sweep_check_spot_problem on sweep_check (city_id, spot_problem_id) where spot_problem_id is not null;
create index sweep_check_checked_by on sweep_check (city_id, checked_by) where checked_by is not null;
create index sweep_check_spotted_by on sweep_check (city_id, spotted_by) where spotted_by is not null;

-- Problems that one sweep answers for: the one it came from, those attached later, and the grave ones it found.
create table sweep_problem (
  city_id uuid not null,
  sweep_id uuid not null,
  problem_id uuid not null,
  attached_at timestamptz not null,
  primary key (city_id, sweep_id, problem_id),
  foreign key (city_id, sweep_id) references sweep (city_id, id),
  foreign key (city_id, problem_id) references problem (city_id, id)
);
create index sweep_problem_problem on sweep_problem (city_id, problem_id);

alter table problem add foreign key (city_id, sweep_id) references sweep (city_id, id);

-- A clear check may carry photos; a finding's photos belong to the problem it raised.
alter table photo_use drop constraint if exists photo_use_subject_kind_check;
alter table photo_use add constraint photo_use_subject_kind_check
  check (subject_kind in ('inspection','problem','sweepCheck'));

-- Register of common problems (共性问题): what many units and sites have alike, confirmed by the office.
create table common_problem (
  city_id uuid not null references city (city_id),
  id uuid not null,
  number bigint not null,
  state text not null check (state in ('confirmed','closed')),
  category_key text not null,
  item_code text,
  version_id uuid,
  title text not null check (length(title) between 1 and 200),
  measure text not null check (length(measure) > 0),
  owner_unit_id uuid not null,
  due_on date not null,
  -- figures at confirmation, so that a reader sees what has become of them
  figures jsonb not null,
  confirmed_at timestamptz not null,
  confirmed_by uuid not null,
  progress text not null default '',
  closed_at timestamptz,
  closed_by uuid,
  outcome text,
  command_id uuid not null,
  command_hash text not null,
  is_sample boolean not null default false,
  version integer not null,
  last_hash bytea not null,
  primary key (city_id, id),
  unique (city_id, number),
  foreign key (city_id, category_key) references category (city_id, key),
  foreign key (city_id, version_id, item_code) references checklist_item (city_id, version_id, code),
  foreign key (city_id, owner_unit_id) references unit (city_id, id),
  foreign key (city_id, confirmed_by) references person (city_id, id),
  foreign key (city_id, closed_by) references person (city_id, id),
  check ((state = 'closed') = (closed_at is not null and outcome is not null))
);
-- one open entry for a category and item
create unique index common_problem_open on common_problem (city_id, category_key, (coalesce(item_code, '')))
  where state = 'confirmed';
create index common_problem_category on common_problem (city_id, category_key);
create index common_problem_item on common_problem (city_id, version_id, item_code);
create index common_problem_owner on common_problem (city_id, owner_unit_id);
create index common_problem_confirmed_by on common_problem (city_id, confirmed_by);
create index common_problem_closed_by on common_problem (city_id, closed_by);

alter table sweep enable row level security;
alter table sweep force row level security;
create policy same_city on sweep using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table sweep_check enable row level security;
alter table sweep_check force row level security;
create policy same_city on sweep_check using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table sweep_problem enable row level security;
alter table sweep_problem force row level security;
create policy same_city on sweep_problem using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table common_problem enable row level security;
alter table common_problem force row level security;
create policy same_city on common_problem using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

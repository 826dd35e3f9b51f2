-- Revisits (回头看): a sample of struck-off problems, drawn by a seed nobody could choose, looked at again
-- by others. History stands in `event`, subject_kind 'revisit', one chain per round and one per revisit.

create table revisit_round (
  city_id uuid not null references city (city_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  state text not null check (state in ('announced','drawn','closed','voided')),
  -- days of the city on which the fixes were struck off, both inclusive
  period_from date not null,
  period_to date not null check (period_to >= period_from),
  size integer not null check (size between 1 and 2000),
  minimum_per_unit integer not null check (minimum_per_unit between 0 and 20),
  -- where the public half of the seed will come from, said before it is known
  seed_source text not null,
  public_number text,
  -- the other half: kept back until the round is closed, so that no unit can work out its own draw
  secret text not null,
  secret_hash text not null,
  -- SHA-256 of the frozen register (`revisit_candidate`), published before the seed
  register_hash text not null,
  register_count integer not null,
  announced_at timestamptz not null,
  announced_by uuid not null,
  drawn_at timestamptz,
  drawn_by uuid,
  closed_at timestamptz,
  closed_by uuid,
  void_reason text,
  request_hash text not null,
  is_sample boolean not null default false,
  version integer not null,
  primary key (city_id, id),
  check ((public_number is null) = (drawn_at is null)),
  check (state not in ('drawn','closed') or drawn_at is not null),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'voided') = (void_reason is not null))
);
create index revisit_round_newest on revisit_round (city_id, announced_at desc, id);

-- The frozen register: every fix of the period that was struck off, as it stood at the announcement.
create table revisit_candidate (
  city_id uuid not null,
  round_id uuid not null,
  problem_id uuid not null,
  number bigint not null,
  unit_id uuid not null,
  unit_code text collate "C" not null,
  verifier_id uuid,
  -- of the drawn ones and the reserves: the key of the draw and the place among the unit's keys, from 1
  draw_key text,
  place integer,
  primary key (city_id, round_id, problem_id),
  foreign key (city_id, round_id) references revisit_round (city_id, id),
  foreign key (city_id, problem_id) references problem (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index revisit_candidate_problem on revisit_candidate (city_id, problem_id);
create index revisit_candidate_unit on revisit_candidate (city_id, unit_id, round_id);

create table revisit (
  city_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  problem_id uuid not null,
  -- who fixed it
  unit_id uuid not null,
  -- place among the keys of its unit; a reserve stands for the one it replaces
  place integer not null,
  replaces_id uuid,
  inspector_id uuid,
  state text not null check (state in ('open','held','failed','notPossible')),
  finding text check (finding in ('neverFixed','cameBack')),
  reason text,
  consequence text check (consequence in ('reopened','raised','alreadyOpen')),
  raised_problem_id uuid,
  distance_metres double precision,
  done_at timestamptz,
  done_by uuid,
  request_hash text,
  version integer not null,
  primary key (city_id, id),
  unique (city_id, round_id, problem_id),
  foreign key (city_id, round_id) references revisit_round (city_id, id),
  foreign key (city_id, problem_id) references problem (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, inspector_id) references person (city_id, id),
  foreign key (city_id, raised_problem_id) references problem (city_id, id),
  check ((state = 'open') = (done_at is null)),
  check ((state = 'failed') = (finding is not null)),
  check ((state = 'failed') = (consequence is not null)),
  check (state <> 'notPossible' or reason is not null)
);
create index revisit_problem on revisit (city_id, problem_id);
create index revisit_unit on revisit (city_id, unit_id, round_id);
create index revisit_inspector on revisit (city_id, inspector_id, state);
create index revisit_raised on revisit (city_id, raised_problem_id) where raised_problem_id is not null;

-- fixes of a period: registers of revisits and rates of recurrence
create index problem_struck_off on problem (city_id, struck_off_at) where state = 'struck_off';

alter table revisit_round enable row level security;
alter table revisit_round force row level security;
create policy same_city on revisit_round
  using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table revisit_candidate enable row level security;
alter table revisit_candidate force row level security;
create policy same_city on revisit_candidate
  using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table revisit enable row level security;
alter table revisit force row level security;
create policy same_city on revisit
  using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

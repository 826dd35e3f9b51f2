-- The ledger (台账): current rows. History stands in `event`, subject_kind 'problem'.

create table problem (
  city_id uuid not null references city (city_id),
  id uuid not null,
  number bigint not null,
  state text not null check (state in ('reported','rejected','duplicate','dispatched','returned','assigned','in_progress','deferred','fix_claimed','struck_off','voided')),
  site_id uuid,
  place_text text,
  lon double precision,
  lat double precision,
  item_code text,
  version_id uuid,
  category_key text not null,
  severity text not null check (severity in ('normal','high')),
  title text not null check (length(title) between 1 and 200),
  description text not null default '',
  defects integer,
  source_kind text not null check (source_kind in ('inspection','citizen','selfCheck','meeting','import')),
  source_ref text,
  inspection_id uuid,
  round_id uuid,
  unit_id uuid,
  assisting_unit_ids uuid[] not null default '{}',
  person_id uuid,
  deadline_hours numeric(8,2) not null,
  deadline_clock text not null,
  deadline_at timestamptz,
  original_deadline_at timestamptz,
  raised_at timestamptz not null,
  raised_by uuid,
  dispatched_at timestamptz,
  started_at timestamptz,
  fix_claimed_at timestamptz,
  fix_claimed_by uuid,
  struck_off_at timestamptz,
  struck_off_by uuid,
  rework_count integer not null default 0,
  return_count integer not null default 0,
  transfer_count integer not null default 0,
  proposed_unit_id uuid,
  void_requested_by uuid,
  is_sample boolean not null default false,
  version integer not null,
  last_hash bytea not null,
  primary key (city_id, id),
  unique (city_id, number),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, category_key) references category (city_id, key),
  foreign key (city_id, version_id, item_code) references checklist_item (city_id, version_id, code),
  foreign key (city_id, inspection_id) references inspection (city_id, id),
  foreign key (city_id, round_id) references round (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, proposed_unit_id) references unit (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id),
  -- promise 1: once dispatched, exactly one unit, one named person, one deadline
  constraint dispatched_has_unit_person_deadline check (
    state in ('reported','rejected','duplicate','voided')
    or (unit_id is not null and person_id is not null and deadline_at is not null)),
  -- promise 2: nobody strikes off his own fix
  constraint verifier_is_not_the_fixer check (struck_off_by is null or struck_off_by is distinct from fix_claimed_by),
  check ((state = 'struck_off') = (struck_off_at is not null)),
  check (site_id is not null or place_text is not null)
);
-- the ledger's list: newest first by number; open work by deadline
create index problem_unit_number on problem (city_id, unit_id, number desc);
create index problem_state_number on problem (city_id, state, number desc);
create index problem_open_deadline on problem (city_id, unit_id, deadline_at)
  where state in ('dispatched','returned','assigned','in_progress','fix_claimed','deferred');
create index problem_person_open on problem (city_id, person_id, deadline_at)
  where state in ('dispatched','returned','assigned','in_progress','fix_claimed','deferred');
create index problem_site on problem (city_id, site_id, number desc);
create index problem_category on problem (city_id, category_key, number desc);
create index problem_round on problem (city_id, round_id, number desc);
create index problem_inspection on problem (city_id, inspection_id);
create index problem_item on problem (city_id, version_id, item_code);
create index problem_proposed_unit on problem (city_id, proposed_unit_id) where proposed_unit_id is not null;
-- the ledger by deadline and by gravity, over what is still owed; no deadline comes last
create index problem_due on problem (city_id, (coalesce(deadline_at, 'infinity'::timestamptz)), number)
  where state in ('dispatched','returned','assigned','in_progress','fix_claimed','deferred');
create index problem_worst on problem (city_id, severity, (coalesce(deadline_at, 'infinity'::timestamptz)), number)
  where state in ('dispatched','returned','assigned','in_progress','fix_claimed','deferred');
create index problem_person on problem (city_id, person_id, number desc);
create index problem_to_dispatch on problem (city_id, number) where state in ('reported','returned');
create index problem_void_requested on problem (city_id, number) where void_requested_by is not null;

-- The ledger in full: what may be asked and granted, what stops a clock, and how problems hang together.

alter table problem
  -- duplicate: the entry that counts, and the state to return to when the link is undone
  add column main_problem_id uuid,
  add column linked_from_state text,
  -- one part of a problem that was divided among units
  add column parent_id uuid,
  -- the struck-off problem that this one is again; answered tells "no" from "nobody said"
  add column recurrence_of uuid,
  add column recurrence_answered boolean not null default false,
  -- the sweep that found it
  add column sweep_id uuid,
  add column extension_asked_until timestamptz,
  add column extension_asked_by uuid,
  add column extension_count integer not null default 0,
  add column deferral_asked_until timestamptz,
  add column deferral_asked_by uuid,
  add column deferred_at timestamptz,
  add column deferred_until timestamptz,
  add column deferral_count integer not null default 0,
  add column clock_stopped_at timestamptz,
  add column clock_stopped_until timestamptz,
  add column clock_stop_reason text,
  add column clock_stop_count integer not null default 0,
  -- what is to be done, and how far it has come, in the unit's words: columns of every printed ledger
  add column measures text not null default '',
  add column progress text not null default '',
  add foreign key (city_id, main_problem_id) references problem (city_id, id),
  add foreign key (city_id, parent_id) references problem (city_id, id),
  add foreign key (city_id, recurrence_of) references problem (city_id, id),
  add constraint duplicate_has_main check ((state = 'duplicate') = (main_problem_id is not null)),
  add constraint deferred_has_review check ((state = 'deferred') = (deferred_until is not null)),
  add constraint stopped_clock_has_reason_and_end check (
    (clock_stopped_at is null) = (clock_stop_reason is null)
    and (clock_stopped_at is null) = (clock_stopped_until is null)),
  add constraint nothing_hangs_on_itself check (
    main_problem_id is distinct from id and parent_id is distinct from id and recurrence_of is distinct from id);
create index problem_main on problem (city_id, main_problem_id) where main_problem_id is not null;
create index problem_parent on problem (city_id, parent_id) where parent_id is not null;
create index problem_recurrence on problem (city_id, recurrence_of) where recurrence_of is not null;
create index problem_sweep on problem (city_id, sweep_id) where sweep_id is not null;
-- "the same again?": struck off at this site, newest first
create index problem_struck_off_site on problem (city_id, site_id, struck_off_at desc) where state = 'struck_off';
-- what waits for an approver, and what the clock brings back
create index problem_requests on problem (city_id, number)
  where extension_asked_by is not null or deferral_asked_by is not null;
create index problem_deferred on problem (city_id, deferred_until) where state = 'deferred';
create index problem_clock_stopped on problem (city_id, clock_stopped_until) where clock_stopped_at is not null;

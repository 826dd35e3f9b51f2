-- Who hears of lateness, exactly once, and letters that must be answered (督办单).

-- Limits by severity: a category may allow high severity less time, and says what a finding weighs at first.
alter table category
  add column high_deadline_hours numeric(8,2) check (high_deadline_hours > 0),
  add column default_severity text not null default 'normal' check (default_severity in ('normal','high'));

-- When the ladder must look at a problem again. The timer that climbs the ladder finds due problems by this
-- column alone, however large the ledger is, and puts here the instant of the next step.
alter table problem add column escalate_at timestamptz;
create index problem_escalate on problem (city_id, escalate_at, id) where escalate_at is not null;

-- Whatever may change the answer puts the problem back at the head of the queue. A trigger, because every
-- way in which a problem is stored must do it: commands, imports, bulk raising, timers.
create function queue_for_escalation() returns trigger language plpgsql as $$
begin
  if new.state in ('dispatched','returned','assigned','in_progress') and new.clock_stopped_at is null
     and new.deadline_at is not null then
    new.escalate_at := 'epoch';
  else
    new.escalate_at := null;
  end if;
  return new;
end $$;
create trigger problem_enters_ladder before insert on problem
  for each row execute function queue_for_escalation();
create trigger problem_moves_on_ladder before update of state, deadline_at, dispatched_at, clock_stopped_at on problem
  for each row when (old.state is distinct from new.state or old.deadline_at is distinct from new.deadline_at
    or old.dispatched_at is distinct from new.dispatched_at or old.clock_stopped_at is distinct from new.clock_stopped_at)
  execute function queue_for_escalation();
-- problems of before: row by row of cities, because the fence hides them from a transaction of no city
do $$
declare
  fenced uuid;
begin
  for fenced in select city_id from city loop
    perform set_config('app.city_id', fenced::text, true);
    update problem set escalate_at = 'epoch'
      where city_id = fenced and state in ('dispatched','returned','assigned','in_progress')
        and deadline_at is not null and clock_stopped_at is null;
  end loop;
  perform set_config('app.city_id', '', true);
end $$;

create table unit_order (
  city_id uuid not null references city (city_id),
  id uuid not null,
  state text not null check (state in ('draft','issued','acknowledged','answered','sent_back','accepted','withdrawn')),
  colour text not null check (colour in ('near','slow','overdue')),
  unit_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  demands text not null check (length(demands) between 1 and 4000),
  -- working hours from issue; the instant is set when the letter goes out
  answer_hours numeric(8,2) not null check (answer_hours > 0),
  answer_due_at timestamptz,
  number_prefix text,
  number_year integer,
  number integer,
  made_at timestamptz not null,
  -- null: by rule
  made_by uuid,
  -- step of the ladder that demanded it
  step_key text,
  issued_at timestamptz,
  issued_by uuid,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  accepted_at timestamptz,
  accepted_by uuid,
  sent_back_reason text,
  sent_back_count integer not null default 0,
  overdue_count integer not null default 0,
  overdue_noted_at timestamptz,
  withdrawn_reason text,
  is_sample boolean not null default false,
  request_hash text,
  version integer not null,
  last_hash bytea not null,
  primary key (city_id, id),
  unique (city_id, number_prefix, number_year, number),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, made_by) references person (city_id, id),
  foreign key (city_id, issued_by) references person (city_id, id),
  foreign key (city_id, acknowledged_by) references person (city_id, id),
  foreign key (city_id, answered_by) references person (city_id, id),
  foreign key (city_id, accepted_by) references person (city_id, id),
  constraint sent_letter_has_number_and_day check (
    state in ('draft','withdrawn') or (number is not null and issued_at is not null and answer_due_at is not null)),
  constraint answered_letter_has_answer check (state not in ('answered','accepted') or answer is not null)
);
create index unit_order_unit on unit_order (city_id, unit_id, made_at desc, id desc);
create index unit_order_made on unit_order (city_id, made_at desc, id desc);
create index unit_order_made_by on unit_order (city_id, made_by);
create index unit_order_issued_by on unit_order (city_id, issued_by);
create index unit_order_acknowledged_by on unit_order (city_id, acknowledged_by);
create index unit_order_answered_by on unit_order (city_id, answered_by);
create index unit_order_accepted_by on unit_order (city_id, accepted_by);
-- answers that are owed
create index unit_order_due on unit_order (city_id, answer_due_at)
  where state in ('issued','acknowledged','sent_back');
-- the letter of a rule that waits for the office's signature: further problems of the unit join it
create index unit_order_draft_by_rule on unit_order (city_id, unit_id, made_at) where state = 'draft' and made_by is null;

create table unit_order_problem (
  city_id uuid not null,
  order_id uuid not null,
  problem_id uuid not null,
  position integer not null,
  primary key (city_id, order_id, problem_id),
  foreign key (city_id, order_id) references unit_order (city_id, id),
  foreign key (city_id, problem_id) references problem (city_id, id)
);
create index unit_order_problem_of on unit_order_problem (city_id, problem_id);

-- One step of the ladder for one deadline of one problem. The key is what makes "exactly once" true, even
-- when the timer runs twice at the same moment.
create table escalation (
  city_id uuid not null,
  problem_id uuid not null,
  deadline_at timestamptz not null,
  step_key text not null,
  id uuid not null,
  at timestamptz not null,
  order_id uuid,
  primary key (city_id, problem_id, deadline_at, step_key),
  unique (city_id, id),
  foreign key (city_id, problem_id) references problem (city_id, id),
  foreign key (city_id, order_id) references unit_order (city_id, id)
);
create index escalation_order on escalation (city_id, order_id) where order_id is not null;
create index escalation_at on escalation (city_id, at desc, id desc);

-- photos of an answer
alter table photo_use drop constraint if exists photo_use_subject_kind_check;
alter table photo_use add constraint photo_use_subject_kind_check
  check (subject_kind in ('inspection','problem','sweepCheck','order'));

alter table unit_order enable row level security;
alter table unit_order force row level security;
create policy same_city on unit_order using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table unit_order_problem enable row level security;
alter table unit_order_problem force row level security;
create policy same_city on unit_order_problem
  using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table escalation enable row level security;
alter table escalation force row level security;
create policy same_city on escalation using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

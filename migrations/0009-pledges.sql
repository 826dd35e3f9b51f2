-- Pledges (表态) of flagged units and their commitments (承诺).

create table pledge (
  city_id uuid not null references city (city_id),
  id uuid not null,
  unit_id uuid not null,
  flag_id uuid,
  state text not null check (state in ('due','draft','confirmed')),
  speaker_post text,
  source_text text,
  causes jsonb not null default '[]',
  due_on date,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  confirmed_by uuid,
  is_sample boolean not null default false,
  source text,
  version integer not null default 0,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, flag_id) references flag (city_id, id),
  foreign key (city_id, confirmed_by) references person (city_id, id),
  check ((state = 'confirmed') = (confirmed_at is not null))
);
create index pledge_unit on pledge (city_id, unit_id);
create unique index pledge_flag on pledge (city_id, flag_id) where flag_id is not null;
create index pledge_confirmed_by on pledge (city_id, confirmed_by);

create table commitment (
  city_id uuid not null,
  id uuid not null,
  pledge_id uuid not null,
  position integer not null,
  text text not null check (length(text) between 1 and 1000),
  kind text not null,
  places text[] not null default '{}',
  quantity jsonb,
  span_from integer,
  span_to integer,
  person_id uuid,
  due_on date,
  primary key (city_id, id),
  foreign key (city_id, pledge_id) references pledge (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id)
);
create index commitment_pledge on commitment (city_id, pledge_id, position);
create index commitment_person on commitment (city_id, person_id);

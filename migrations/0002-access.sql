-- People, their roles on units, and their sessions.

create table person (
  city_id uuid not null references city (city_id),
  id uuid not null,
  login text collate "C" not null check (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  name text not null check (length(name) between 1 and 60),
  password_hash text not null,
  must_change_password boolean not null default true,
  is_active boolean not null default true,
  locale text not null default 'zh-CN' check (locale in ('zh-CN','zh-Hant','en')),
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  -- the unit that employs an inspector or verifier: he never judges places of its territory
  home_unit_id uuid,
  primary key (city_id, id),
  unique (city_id, login),
  foreign key (city_id, home_unit_id) references unit (city_id, id)
);
create index person_home_unit on person (city_id, home_unit_id);
alter table unit add foreign key (city_id, contact_person_id) references person (city_id, id);
create index unit_contact on unit (city_id, contact_person_id);

create table role_grant (
  city_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('admin','campaignOffice','cityLeader','inspector','verifier','unitHead','liaison','gridWorker')),
  unit_id uuid not null,
  valid_from date not null,
  valid_to date,
  granted_by uuid,
  primary key (city_id, id),
  unique (city_id, person_id, role, unit_id, valid_from),
  foreign key (city_id, person_id) references person (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index role_grant_unit on role_grant (city_id, unit_id, role);

-- The cookie holds a random token; the table holds only its SHA-256, so a copy of the table opens nothing.
create table session (
  city_id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  user_agent text,
  primary key (city_id, token_hash),
  foreign key (city_id, person_id) references person (city_id, id)
);
create index session_person on session (city_id, person_id);

-- Rounds, visits, inspections, answers, photos.

create table round (
  city_id uuid not null references city (city_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  version_id uuid not null,
  state text not null default 'planned' check (state in ('planned','open','closed')),
  starts_on date not null,
  ends_on date not null,
  is_sample boolean not null default false,
  version integer not null default 0,
  primary key (city_id, id),
  foreign key (city_id, version_id) references standard_version (city_id, id),
  check (ends_on >= starts_on)
);
create index round_version on round (city_id, version_id);

-- One planned visit of one site; the inspection, when submitted, hangs on it.
create table round_visit (
  city_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  site_id uuid not null,
  inspector_id uuid,
  position integer not null default 0,
  primary key (city_id, id),
  unique (city_id, round_id, site_id, inspector_id),
  foreign key (city_id, round_id) references round (city_id, id),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, inspector_id) references person (city_id, id)
);
create index round_visit_site on round_visit (city_id, site_id);
create index round_visit_inspector on round_visit (city_id, inspector_id);

create table inspection (
  city_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  visit_id uuid not null,
  site_id uuid not null,
  version_id uuid not null,
  inspector_id uuid not null,
  -- device time and receipt time stay apart
  started_at timestamptz not null,
  finished_at timestamptz not null,
  received_at timestamptz not null default now(),
  lon double precision,
  lat double precision,
  accuracy_m double precision,
  no_fix_reason text,
  distance_m double precision,
  note text,
  -- exact fraction as text plus the printed decimal; score null = nothing applicable or not scored
  score numeric(5,2),
  uncapped_score numeric(5,2),
  veto_failed boolean not null default false,
  is_scored boolean not null,
  answers jsonb not null,
  request_hash text not null,
  primary key (city_id, id),
  unique (city_id, visit_id),
  foreign key (city_id, round_id) references round (city_id, id),
  foreign key (city_id, visit_id) references round_visit (city_id, id),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, version_id) references standard_version (city_id, id),
  foreign key (city_id, inspector_id) references person (city_id, id)
);
create index inspection_round on inspection (city_id, round_id);
create index inspection_site on inspection (city_id, site_id, finished_at);
create index inspection_version on inspection (city_id, version_id);
create index inspection_inspector on inspection (city_id, inspector_id);

-- One answer row per item: what rates, never-scored items and recurrence are computed from.
create table answer (
  city_id uuid not null,
  inspection_id uuid not null,
  item_code text not null,
  value text not null check (value in ('met','partly','not_met','na','counted')),
  defects integer check (defects between 0 and 9999),
  earned numeric(8,2),
  weight numeric(8,2) not null,
  note text,
  primary key (city_id, inspection_id, item_code),
  foreign key (city_id, inspection_id) references inspection (city_id, id)
);

-- The original file, by content: the same bytes are one photo.
create table photo (
  city_id uuid not null references city (city_id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  byte_size integer not null check (byte_size > 0),
  width integer not null,
  height integer not null,
  exif_taken_at timestamptz,
  exif_lon double precision,
  exif_lat double precision,
  exif_model text,
  received_at timestamptz not null default now(),
  uploaded_by uuid not null,
  is_sample boolean not null default false,
  primary key (city_id, sha256),
  foreign key (city_id, uploaded_by) references person (city_id, id)
);
create index photo_uploaded_by on photo (city_id, uploaded_by);

-- Where a photo serves as evidence. Device facts stand apart from what the server saw.
create table photo_use (
  city_id uuid not null,
  id uuid not null,
  sha256 text not null,
  subject_kind text not null check (subject_kind in ('inspection','problem')),
  subject_id uuid not null,
  item_code text,
  purpose text not null check (purpose in ('finding','after','verification')),
  used_by uuid not null,
  used_at timestamptz not null default now(),
  device_taken_at timestamptz,
  lon double precision,
  lat double precision,
  accuracy_m double precision,
  primary key (city_id, id),
  foreign key (city_id, sha256) references photo (city_id, sha256),
  foreign key (city_id, used_by) references person (city_id, id)
);
create index photo_use_subject on photo_use (city_id, subject_kind, subject_id);
create index photo_use_photo on photo_use (city_id, sha256);
create index photo_use_used_by on photo_use (city_id, used_by);

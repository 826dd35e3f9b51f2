-- "Answers received" and "evidence complete" are two facts: a phone with a weak line sends its answers
-- first and names each photo by its hash; what is named here has not arrived yet.

create table awaited_photo (
  city_id uuid not null references city (city_id),
  id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- the visit that waits; its problems wait with it
  inspection_id uuid not null,
  subject_kind text not null check (subject_kind in ('inspection','problem')),
  subject_id uuid not null,
  item_code text,
  purpose text not null check (purpose in ('finding','after','verification')),
  used_by uuid not null,
  used_at timestamptz not null,
  device_taken_at timestamptz,
  lon double precision,
  lat double precision,
  accuracy_m double precision,
  device_fix_at timestamptz,
  device_clock_offset_s bigint,
  primary key (city_id, id),
  foreign key (city_id, inspection_id) references inspection (city_id, id),
  foreign key (city_id, used_by) references person (city_id, id)
);
create index awaited_photo_hash on awaited_photo (city_id, sha256);
create index awaited_photo_inspection on awaited_photo (city_id, inspection_id);
create index awaited_photo_used_by on awaited_photo (city_id, used_by);

-- Photos of the visit that have not arrived: above 0 it counts for nobody and cannot be published.
alter table inspection add column awaits_photos integer not null default 0 check (awaits_photos >= 0);
create index inspection_awaiting on inspection (city_id, round_id) where awaits_photos > 0;

alter table awaited_photo enable row level security;
alter table awaited_photo force row level security;
create policy same_city on awaited_photo using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

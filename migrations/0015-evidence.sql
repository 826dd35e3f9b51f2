-- Evidence: what a file says about itself, what the device said about its clock and fix, and how photos
-- that look alike are found again.

alter table photo
  -- the zone the camera wrote beside its time, as `+08:00`; null: none, so Chinese time was assumed
  add column exif_offset text,
  -- time of the satellites, where the camera wrote it: no setting of the phone's clock moves it
  add column exif_satellite_at timestamptz,
  -- last change of the picture as its file states it, and the program that wrote it
  add column exif_changed_at timestamptz,
  add column exif_software text,
  -- null: not yet compared with the other photos of the city after all uploads of its time were in
  add column compared_at timestamptz;
create index photo_to_compare on photo (city_id, received_at) where compared_at is null;

alter table photo_use
  -- the device's clock minus the server's, in seconds, as the device found it from the server's replies
  add column device_clock_offset_s bigint,
  -- when the device fixed its position, by its own clock
  add column device_fix_at timestamptz;

-- What a photo looks like: two hashes of 64 bits to be found by, and the small grey picture (32 × 32) that
-- decides. Hashes are null where the picture is too plain to tell from others.
create table photo_print (
  city_id uuid not null,
  sha256 text not null,
  whole_hash bigint,
  centre_hash bigint,
  raster bytea not null check (length(raster) = 1024),
  primary key (city_id, sha256),
  foreign key (city_id, sha256) references photo (city_id, sha256)
);

-- Multi-index hashing: each hash once per band of 16 bits. `band` is the number of the band (0–3 whole,
-- 4–7 centre) × 65536 + its bits.
create table photo_hash_band (
  city_id uuid not null,
  band integer not null check (band between 0 and 524287),
  sha256 text not null,
  hash bigint not null,
  primary key (city_id, band, sha256),
  foreign key (city_id, sha256) references photo_print (city_id, sha256)
);
create index photo_hash_band_photo on photo_hash_band (city_id, sha256);

-- Pairs that look alike; `sha256` arrived after `twin_sha256`. `view`: how the later one shows the earlier.
create table photo_twin (
  city_id uuid not null,
  sha256 text not null,
  twin_sha256 text not null check (twin_sha256 <> sha256),
  similarity double precision not null check (similarity between 0 and 1),
  view text not null check (view in ('whole','part','framed','mirrored','turned')),
  found_at timestamptz not null,
  primary key (city_id, sha256, twin_sha256),
  foreign key (city_id, sha256) references photo (city_id, sha256),
  foreign key (city_id, twin_sha256) references photo (city_id, sha256)
);
create index photo_twin_earlier on photo_twin (city_id, twin_sha256);

alter table photo_print enable row level security;
alter table photo_print force row level security;
create policy same_city on photo_print using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table photo_hash_band enable row level security;
alter table photo_hash_band force row level security;
create policy same_city on photo_hash_band using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);
alter table photo_twin enable row level security;
alter table photo_twin force row level security;
create policy same_city on photo_twin using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

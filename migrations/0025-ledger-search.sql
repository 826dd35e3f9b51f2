-- Words of the ledger, for searching a million problems by any part of a title or place. Chinese has no
-- blanks between words and two signs are a word, so every pair of neighbouring signs is kept, with the
-- numbers of the problems that have it. Entries never change what they are called, so a block of 16384
-- numbers is written once, when it is full; what is newer is read as it stands. Row security lets only
-- plain comparisons reach an index: this is what an index over arrays would have been.
create table problem_word (
  city_id uuid not null references city (city_id),
  pair text collate "C" not null,
  -- number / 16384
  block integer not null,
  -- number % 16384 of each problem, ascending, two bytes each, low byte first
  places bytea not null,
  primary key (city_id, pair, block)
);
alter table problem_word enable row level security;
alter table problem_word force row level security;
create policy same_city on problem_word using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

-- The burden meter: how many forms of a kind were completed within which span of seconds, by role and day.
-- No person, no unit, no single time: nobody can be followed or ranked by it.

create table form_timing (
  city_id uuid not null references city (city_id),
  form text not null check (length(form) between 1 and 80),
  role text not null check (length(role) between 1 and 40),
  day date not null,
  -- span of seconds, as src/domain/burden/form-timing.ts counts them
  span smallint not null check (span >= 0),
  count integer not null check (count > 0),
  primary key (city_id, form, role, day, span)
);

alter table form_timing enable row level security;
alter table form_timing force row level security;
create policy same_city on form_timing using (city_id = nullif(current_setting('app.city_id', true), '')::uuid);

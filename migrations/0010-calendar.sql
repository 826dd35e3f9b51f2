-- Working time is data: holidays and make-up working days (调休) per city.

create table calendar_day (
  city_id uuid not null references city (city_id),
  day date not null,
  kind text not null check (kind in ('off','work')),
  name text not null,
  source text,
  primary key (city_id, day)
);

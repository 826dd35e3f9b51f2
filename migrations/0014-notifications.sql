-- Who was told what, and what was sent outside. Notices and deliveries are written in the transaction that
-- moves the reader's place in the history, so an event is neither told twice nor forgotten.

-- One line of a person's inbox. The words are made when it is read, from the kind and the facts.
create table notice (
  city_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  notice_group text not null,
  subject_kind text not null,
  subject_id uuid not null,
  version integer not null,
  -- what stands in the sentence, as it was then: number, title, names, days
  facts jsonb not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (city_id, id),
  -- nobody is told of one event twice
  unique (city_id, person_id, subject_kind, subject_id, version),
  foreign key (city_id, person_id) references person (city_id, id)
);
create index notice_newest on notice (city_id, person_id, at desc, id desc);
create index notice_unread on notice (city_id, person_id, at desc, id desc) where read_at is null;
create index notice_old on notice (city_id, at) where read_at is not null;

-- What a person chose; null: as the city set it.
create table notice_preference (
  city_id uuid not null,
  person_id uuid not null,
  email text check (length(email) between 3 and 254),
  mode text check (mode in ('each','digest','off')),
  digest_at text[],
  quiet_from text,
  quiet_to text,
  quiet_on_days_off boolean,
  -- groups that come by mail neither each nor in a digest; the inbox holds them all the same
  muted text[] not null default '{}',
  updated_at timestamptz not null,
  primary key (city_id, person_id),
  foreign key (city_id, person_id) references person (city_id, id)
);

-- Places outside to which the city sends what happens: programs (webhook) and robots of group chats.
create table notice_channel (
  city_id uuid not null references city (city_id),
  id uuid not null,
  medium text not null check (medium in ('webhook','wecom','dingtalk')),
  name text not null check (length(name) between 1 and 60),
  -- robots carry their key in the address: it is shown again only without its query
  url text not null check (length(url) between 8 and 1000),
  -- signs what is sent; never shown again
  secret text,
  locale text not null check (locale in ('zh-CN','zh-Hant','en')),
  -- empty: all
  groups text[] not null default '{}',
  keeps_quiet boolean not null,
  is_active boolean not null default true,
  created_at timestamptz not null,
  removed_at timestamptz,
  version integer not null,
  primary key (city_id, id)
);
create index notice_channel_active on notice_channel (city_id, name) where removed_at is null;

-- One row for each destination. The id is the delivery's name outside too (Message-ID, X-Guatu-Delivery).
create table delivery (
  city_id uuid not null references city (city_id),
  id uuid not null,
  medium text not null check (medium in ('email','webhook','wecom','dingtalk')),
  person_id uuid,
  -- where it goes: an address of a person, as it was when the delivery was made
  email text,
  channel_id uuid,
  state text not null check (state in ('queued','sending','failed','sent','dead')),
  -- waits for the end of quiet hours or for the digest; what happens till then joins it
  collects boolean not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  lease_until timestamptz,
  -- of whoever has it in hand, so that one who was too slow does not write over the next
  lease uuid,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  version integer not null default 0,
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id),
  foreign key (city_id, channel_id) references notice_channel (city_id, id),
  check ((medium = 'email') = (email is not null)),
  check ((medium = 'email') = (channel_id is null)),
  check ((state in ('queued','failed')) = (next_attempt_at is not null)),
  check ((state = 'sending') = (lease_until is not null)),
  check ((state = 'sent') = (sent_at is not null))
);
create index delivery_due on delivery (city_id, next_attempt_at) where state in ('queued','failed');
create index delivery_leased on delivery (city_id, lease_until) where state = 'sending';
create index delivery_state on delivery (city_id, state, created_at desc, id desc);
create index delivery_newest on delivery (city_id, created_at desc, id desc);
create index delivery_person on delivery (city_id, person_id);
create index delivery_channel on delivery (city_id, channel_id, created_at desc, id desc);
-- the one that still collects, for each destination
create unique index delivery_collecting on delivery
  (city_id, coalesce(channel_id, person_id)) where state = 'queued' and collects;

create table delivery_item (
  city_id uuid not null,
  delivery_id uuid not null,
  position integer not null,
  kind text not null,
  notice_group text not null,
  subject_kind text not null,
  subject_id uuid not null,
  version integer not null,
  seq bigint not null,
  at timestamptz not null,
  facts jsonb not null,
  primary key (city_id, delivery_id, position),
  foreign key (city_id, delivery_id) references delivery (city_id, id)
);

do $$
declare
  fenced text;
begin
  foreach fenced in array array['notice','notice_preference','notice_channel','delivery','delivery_item'] loop
    execute format('alter table %I enable row level security', fenced);
    execute format('alter table %I force row level security', fenced);
    execute format(
      'create policy same_city on %I using (city_id = nullif(current_setting(''app.city_id'', true), '''')::uuid)',
      fenced);
  end loop;
end $$;

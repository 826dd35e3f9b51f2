-- Standards: versioned checklists per site type. A published version never changes, by trigger.

create table category (
  city_id uuid not null references city (city_id),
  key text not null,
  name text not null,
  name_en text not null,
  kind text not null,
  national_code text,
  national_standard text,
  deadline_hours numeric(8,2) not null check (deadline_hours > 0),
  deadline_clock text not null check (deadline_clock in ('work','elapsed')),
  unit_type text not null,
  -- number in the edition before, and who says so
  previous_code text,
  previous_standard text,
  previous_basis text,
  local_code text,
  note text,
  primary key (city_id, key)
);

-- What a city pursues (创建); `alternative_of`: a title that may stand in for another.
create table campaign (
  city_id uuid not null references city (city_id),
  code text not null,
  name text not null,
  name_en text not null,
  alternative_of text,
  position integer not null,
  primary key (city_id, code),
  foreign key (city_id, alternative_of) references campaign (city_id, code)
);
create index campaign_alternative_of on campaign (city_id, alternative_of);

-- Kinds of responsible units, named by items; `unit.unit_type` says which unit answers for a kind.
create table unit_type (
  city_id uuid not null references city (city_id),
  code text not null,
  name text not null,
  name_en text not null,
  position integer not null,
  primary key (city_id, code)
);

create table site_type (
  city_id uuid not null references city (city_id),
  code text not null,
  name text not null,
  name_en text not null,
  lead_unit_type text not null,
  position integer not null,
  primary key (city_id, code)
);

create table standard (
  city_id uuid not null references city (city_id),
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  title_en text,
  source text,
  primary key (city_id, id)
);

create table standard_version (
  city_id uuid not null,
  id uuid not null,
  standard_id uuid not null,
  number integer not null check (number >= 1),
  state text not null default 'draft' check (state in ('draft','published')),
  -- {vetoRule: cap | zero, cap: decimal text, partly: raise | advisory}
  scoring jsonb not null,
  -- what is no defect although it looks like one: [{appliesTo: category keys, rule, ruleEn}]
  exemptions jsonb not null default '[]',
  note text,
  content_hash text,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  published_by uuid,
  version integer not null default 0,
  primary key (city_id, id),
  unique (city_id, standard_id, number),
  foreign key (city_id, standard_id) references standard (city_id, id),
  foreign key (city_id, published_by) references person (city_id, id),
  check ((state = 'published') = (published_at is not null and content_hash is not null))
);
create index standard_version_published_by on standard_version (city_id, published_by);
-- one draft at a time
create unique index standard_version_one_draft on standard_version (city_id, standard_id) where state = 'draft';

create table checklist (
  city_id uuid not null,
  version_id uuid not null,
  site_type text not null,
  observation_scope text,
  position integer not null,
  primary key (city_id, version_id, site_type),
  foreign key (city_id, version_id) references standard_version (city_id, id),
  foreign key (city_id, site_type) references site_type (city_id, code)
);
create index checklist_site_type on checklist (city_id, site_type);

create table checklist_item (
  city_id uuid not null,
  version_id uuid not null,
  code text not null check (code ~ '^[A-Z0-9]{2,8}-[0-9A-Z]{1,6}$'),
  site_type text not null,
  position integer not null,
  title text not null check (length(title) between 1 and 200),
  title_en text,
  campaigns text[] not null,
  weight numeric(8,2) not null check (weight > 0),
  scale text not null check (scale in ('three_level','defect_count')),
  deduct_per_defect numeric(8,2),
  zero_at_defects integer,
  veto boolean not null default false,
  category_key text not null,
  deadline_hours numeric(8,2) not null check (deadline_hours > 0),
  deadline_clock text not null check (deadline_clock in ('work','elapsed')),
  responsible_unit_type text not null,
  evidence text not null check (evidence in ('photo_required','photo_on_fail')),
  primary key (city_id, version_id, code),
  foreign key (city_id, version_id, site_type) references checklist (city_id, version_id, site_type),
  foreign key (city_id, category_key) references category (city_id, key),
  check ((scale = 'defect_count') = (deduct_per_defect is not null and zero_at_defects is not null))
);
create index checklist_item_checklist on checklist_item (city_id, version_id, site_type, position);
create index checklist_item_category on checklist_item (city_id, category_key);

create function refuse_published_standard_change() returns trigger language plpgsql as $$
declare
  touched record;
begin
  if tg_op = 'DELETE' then touched := old; else touched := new; end if;
  -- `for share` waits for a publication under way, so no row slips in behind the content hash
  perform from standard_version v
    where v.city_id = touched.city_id and v.id = touched.version_id for share;
  if exists (select 1 from standard_version v
             where v.city_id = touched.city_id and v.id = touched.version_id and v.state = 'published')
     or (tg_op = 'UPDATE' and exists (select 1 from standard_version v
             where v.city_id = old.city_id and v.id = old.version_id and v.state = 'published')) then
    raise exception 'a published standard never changes' using errcode = 'insufficient_privilege';
  end if;
  return touched;
end $$;
create trigger checklist_frozen before insert or update or delete on checklist
  for each row execute function refuse_published_standard_change();
create trigger checklist_item_frozen before insert or update or delete on checklist_item
  for each row execute function refuse_published_standard_change();

create function refuse_published_version_change() returns trigger language plpgsql as $$
begin
  if old.state = 'published' then
    raise exception 'a published standard never changes' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger standard_version_frozen before update or delete on standard_version
  for each row execute function refuse_published_version_change();

create function refuse_standard_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'a published standard never changes' using errcode = 'insufficient_privilege';
end $$;
create trigger standard_version_kept before truncate on standard_version
  execute function refuse_standard_truncate();
create trigger checklist_kept before truncate on checklist
  execute function refuse_standard_truncate();
create trigger checklist_item_kept before truncate on checklist_item
  execute function refuse_standard_truncate();

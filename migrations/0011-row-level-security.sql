-- The second lock. Every table with a city_id, but `city` itself (names of cities are public), shows and
-- takes only rows of the city of this transaction. An unset city sees nothing.

do $$
declare
  fenced text;
begin
  for fenced in
    select c.table_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and c.column_name = 'city_id'
      and t.table_type = 'BASE TABLE' and c.table_name <> 'city'
  loop
    execute format('alter table %I enable row level security', fenced);
    execute format('alter table %I force row level security', fenced);
    execute format(
      'create policy same_city on %I using (city_id = nullif(current_setting(''app.city_id'', true), '''')::uuid)',
      fenced);
  end loop;
end $$;

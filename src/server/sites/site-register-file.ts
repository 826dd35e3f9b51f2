import { sql } from 'kysely';
import { mostImportRows } from '../../contract/site-import.ts';
import { writeXlsx } from '../documents/spreadsheet-writer.ts';
import type { Tx } from '../platform/database/database.ts';
import { type Locale, say } from '../platform/words.ts';
import { type ImportField, importFields, importHeadings } from './site-import-columns.ts';
import { type SiteScope, siteTables } from './site-list-queries.ts';

const headings = importFields.map((field) => importHeadings[field]);
const widths = [22, 26, 18, 22, 22, 32, 13, 13, 10, 10, 16, 30];

/** An empty register, and a second sheet with the words its cells may use. */
export async function writeTemplate(tx: Tx, cityId: string, locale: Locale): Promise<Uint8Array> {
  const types = await tx
    .selectFrom('site_type')
    .select(['code', 'name'])
    .where('city_id', '=', cityId)
    .orderBy('position')
    .execute();
  const units = await tx
    .selectFrom('unit')
    .select(['code', 'name'])
    .where('city_id', '=', cityId)
    .where('valid_to', 'is', null)
    .orderBy('path')
    .limit(mostImportRows)
    .execute();
  const length = Math.max(types.length, units.length);
  const choices = Array.from({ length }, (_, index) => [
    types[index]?.name ?? null,
    types[index]?.code ?? null,
    units[index]?.name ?? null,
    units[index]?.code ?? null,
  ]);
  const code = say(locale, 'common.code');
  return writeXlsx([
    { name: say(locale, 'siteImport.sheetName'), headings, rows: [], widths },
    {
      name: say(locale, 'siteImport.choices'),
      headings: [say(locale, 'sites.type'), code, say(locale, 'siteImport.choicesUnit'), code],
      rows: choices,
      widths: [24, 14, 36, 18],
    },
  ]);
}

/** A unit's name where only one unit has it, else its code. `alias` is written by the caller. */
function wordFor(alias: 'u' | 'b') {
  return sql`case when exists (select from unit x where x.city_id = ${sql.ref(`${alias}.city_id`)}
    and x.name = ${sql.ref(`${alias}.name`)} and x.id <> ${sql.ref(`${alias}.id`)})
    then ${sql.ref(`${alias}.code`)} else ${sql.ref(`${alias}.name`)} end`;
}

type RegisterLine = Record<ImportField, string | number | null>;

/** The sites of a filter in the columns of the import, so that the file can come back. */
export async function writeRegister(tx: Tx, scope: SiteScope, locale: Locale): Promise<Uint8Array> {
  const { rows } = await sql<RegisterLine>`
    select s.code, s.name, t.name as "siteType", ${wordFor('u')} as territory,
      ${wordFor('b')} as "lineBureau", s.address,
      s.lon, s.lat, case when s.lon is null then null else 'WGS84' end as datum,
      case when s.is_ownerless then '是' else '否' end as ownerless, k.login as keeper, s.note
    from ${siteTables(scope.now)}
    left join unit b on b.city_id = s.city_id and b.id = s.line_bureau_id
    left join person k on k.city_id = s.city_id and k.id = s.keeper_person_id
    where ${scope.where} order by s.code limit ${mostImportRows}`.execute(tx);
  return writeXlsx([
    {
      name: say(locale, 'siteImport.sheetName'),
      headings,
      widths,
      rows: rows.map((row) => importFields.map((field) => row[field])),
    },
  ]);
}

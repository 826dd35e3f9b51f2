import { sql } from 'kysely';
import type { RankingTableInput } from '../../contract/ranking-table.ts';
import { rankingDay } from '../../contract/schemes.ts';
import type { Json } from '../../domain/canonical-json.ts';
import { deriveOutput, type RankingOutput, type TableInputs } from '../../domain/rankings/ranking-record.ts';
import type { RankingTable } from '../../domain/rankings/ranking-table.ts';
import { parseDocumentNumber } from '../documents/document-numbers.ts';
import { noteDocumentNumber } from '../organisation/document-counters.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { codeVersion } from './code-version.ts';
import { rankingHash } from './ranking-hash.ts';
import { raiseFlags, requireFreeNumber } from './ranking-publishing.ts';
import { findRanking } from './ranking-queries.ts';
import { findScheme } from './scheme-queries.ts';

const mostUnits = 5000;

/** A table that was published before, or elsewhere; it needs a title and the day of publication. */
export interface PublishedTable {
  readonly id: string;
  readonly table: RankingTableInput;
  /** In words where the table names no days. */
  readonly period: string;
  readonly source: string;
  readonly schemeId?: string;
  readonly isSample?: boolean;
}

/**
 * Takes a published table into the city's history as a published ranking: scores as printed, ranks and
 * flags by its own rules. Units are those the city knows by this name, short name or other name; flags
 * enter the register, but a flag of the past asks for no pledge. The same table again changes nothing.
 *
 * @throws Refused 400 where title, date or number are missing or wrong; 409 where the id or the number is taken.
 */
export async function importPublishedRanking(
  tx: Tx,
  cityId: string,
  published: PublishedTable,
  actor: EventActor,
  now: string,
): Promise<void> {
  const { id, table: given, period, source, schemeId, isSample = false } = published;
  const requestHash = commandHash({ table: given, period, source, schemeId });
  const known = await findRanking(tx, cityId, id);
  if (isRepeated(known, requestHash, 'ranking.idTaken')) return;
  const { title = '', date = '', documentNumber } = given;
  checkTable(given);
  if (schemeId !== undefined && !(await findScheme(tx, cityId, schemeId)))
    throw invalid('schemeId', 'ranking.unknownScheme');
  const document = documentNumber === undefined ? null : parseDocumentNumber(documentNumber);
  if (documentNumber !== undefined && !document)
    throw invalid('table.documentNumber', 'ranking.noDocumentNumber');
  if (document) {
    await requireFreeNumber(tx, cityId, document);
    await noteDocumentNumber(tx, cityId, document);
  }
  const table = await withUnitIds(tx, cityId, given);
  const inputs: TableInputs = { kind: 'table', codeVersion, source, table, bulletin: given.bulletin ?? null };
  const output = deriveOutput(inputs);
  refuseUnscored(output);
  const hash = rankingHash(inputs, output);
  await tx
    .insertInto('ranking')
    .values({
      city_id: cityId,
      id,
      scheme_id: schemeId ?? null,
      round_id: null,
      title,
      period,
      state: 'published',
      inputs: JSON.stringify(inputs),
      output: JSON.stringify(output),
      hash,
      request_hash: requestHash,
      computed_at: now,
      // noon in China: a paper carries a day, not an hour
      published_at: `${date}T04:00:00.000Z`,
      document_prefix: document?.prefix ?? null,
      document_year: document?.year ?? null,
      document_number: document?.number ?? null,
      source,
      is_sample: isSample,
      version: 1,
    })
    .execute();
  const data: Json = { title, documentNumber: documentNumber ?? null, source, hash };
  await recordEvents(tx, cityId, { kind: 'ranking', id }, [{ kind: 'ranking.imported', data }], actor, now);
  await raiseFlags(tx, cityId, { id, output, awardedOn: date }, async () => undefined);
}

/** The table as the domain has it, with the ids of units the city knows by exactly one of their names. */
async function withUnitIds(tx: Tx, cityId: string, given: RankingTableInput): Promise<RankingTable> {
  const names = given.groups.flatMap((group) => group.units.map((unit) => unit.name));
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'name', 'short_name as shortName', 'aliases'])
    .where('city_id', '=', cityId)
    .where(
      sql<boolean>`(name = any(${names}::text[]) or short_name = any(${names}::text[]) or aliases && ${names}::text[])`,
    )
    .execute();
  const idOf = idsByName(rows);
  const {
    title,
    documentNumber,
    date,
    decimals = 2,
    tieRule = 'competition',
    order = 'higher-is-better',
  } = given;
  const groupNames = new Set<string>();
  const groups = given.groups.map((group, groupIndex) => {
    const place = `table.groups.${groupIndex}`;
    if (groupNames.has(group.name)) throw invalid(`${place}.name`, 'ranking.groupTwice');
    groupNames.add(group.name);
    const seen = new Set<string>();
    for (const [index, { name }] of group.units.entries()) {
      if (seen.has(name)) throw invalid(`${place}.units.${index}.name`, 'ranking.unitTwice');
      seen.add(name);
    }
    // two names of one unit must not share its id within a group
    const uses = Map.groupBy(group.units, ({ name }) => idOf.get(name));
    const units = group.units.map((unit) => {
      const id = idOf.get(unit.name);
      return { ...unit, id: uses.get(id)?.length === 1 ? id : undefined };
    });
    return { ...group, units };
  });
  return { title, documentNumber, date, decimals, tieRule, order, groups };
}

interface NamedUnit {
  readonly id: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly aliases: readonly string[];
}

/** Names that mean one unit: its own name first, else a short or other name that no second unit has. */
function idsByName(rows: readonly NamedUnit[]): ReadonlyMap<string, string> {
  const own = Map.groupBy(rows, (row) => row.name);
  const others = Map.groupBy(
    rows.flatMap((row) =>
      [...new Set([row.shortName, ...row.aliases])].map((name) => ({ id: row.id, name })),
    ),
    ({ name }) => name,
  );
  const ids = new Map<string, string>();
  for (const found of [others, own]) {
    for (const [name, units] of found) {
      const [only] = units;
      if (name === null) continue;
      if (only && units.length === 1) ids.set(name, only.id);
      else ids.delete(name);
    }
  }
  return ids;
}

/** What a paper of a city can hold, and the database can keep. */
function checkTable(table: RankingTableInput): void {
  const { title, date, groups } = table;
  if (title === undefined) throw invalid('table.title', 'required');
  if (title.length > 200) throw invalid('table.title', 'too_big', { maximum: 200 });
  if (hasControlCharacter(title)) throw invalid('table.title', 'control-characters');
  if (date === undefined) throw invalid('table.date', 'required');
  if (!rankingDay.safeParse(date).success) throw invalid('table.date', 'invalid_value');
  const units = groups.reduce((sum, group) => sum + group.units.length, 0);
  if (units > mostUnits) throw invalid('table.groups', 'too_big', { maximum: mostUnits });
  const text = JSON.stringify(table);
  // the database keeps neither the null character nor half of a surrogate pair
  if (/\\u0000|\\ud[89a-f]/.test(text)) throw invalid('table', 'control-characters');
}

function hasControlCharacter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  return /[\u0000-\u001f\u007f]/.test(text);
}

/** A table in which nobody has a score is no ranking. */
function refuseUnscored(output: RankingOutput): void {
  if (output.groups.every((group) => group.units.every((unit) => unit.score === null)))
    throw invalid('table.groups', 'ranking.noScores');
}

import { sql } from 'kysely';
import type { RankingTableInput } from '../../contract/ranking-table.ts';
import type { Json } from '../../domain/canonical-json.ts';
import { deriveOutput, type RankingOutput, type TableInputs } from '../../domain/rankings/ranking-record.ts';
import type { RankingTable } from '../../domain/rankings/ranking-table.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid, Refused } from '../platform/refused.ts';
import { codeVersion } from './code-version.ts';
import { noteDocumentNumber, parseDocumentNumber } from './document-numbers.ts';
import { rankingHash, textHash } from './ranking-hash.ts';
import { raiseFlags, requireFreeNumber } from './ranking-publishing.ts';
import { findRanking } from './ranking-queries.ts';
import { findScheme } from './scheme-queries.ts';

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
  const requestHash = textHash({ table: given, period, source, schemeId } as unknown as Json);
  const known = await findRanking(tx, cityId, id);
  if (known) {
    if (known.requestHash === requestHash) return;
    throw new Refused(409, 'ranking.idTaken');
  }
  const { title, date, documentNumber } = given;
  if (title === undefined) throw invalid('table.title', 'required');
  if (date === undefined) throw invalid('table.date', 'required');
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
  const idOf = (name: string) => {
    const exact = rows.filter((row) => row.name === name);
    const alike = rows.filter((row) => row.shortName === name || row.aliases.includes(name));
    const found = exact.length > 0 ? exact : alike;
    return found.length === 1 ? found[0]?.id : undefined;
  };
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
    if (groupNames.has(group.name)) throw invalid(`table.groups.${groupIndex}.name`, 'ranking.groupTwice');
    groupNames.add(group.name);
    const seen = new Set<string>();
    const units = group.units.map((unit, unitIndex) => {
      if (seen.has(unit.name)) {
        throw invalid(`table.groups.${groupIndex}.units.${unitIndex}.name`, 'ranking.unitTwice');
      }
      seen.add(unit.name);
      return { ...unit, id: idOf(unit.name) };
    });
    // two names of one unit must not share its id within a group
    const ids = units.map((unit) => unit.id);
    return {
      ...group,
      units: units.map((unit) =>
        ids.filter((id) => id === unit.id).length > 1 ? { ...unit, id: undefined } : unit,
      ),
    };
  });
  return { title, documentNumber, date, decimals, tieRule, order, groups };
}

/** A table in which nobody has a score is no ranking. */
function refuseUnscored(output: RankingOutput): void {
  if (output.groups.every((group) => group.units.every((unit) => unit.score === null)))
    throw invalid('table.groups', 'ranking.noScores');
}

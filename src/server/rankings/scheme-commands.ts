import type { Json } from '../../domain/canonical-json.ts';
import type { SchemeRules } from '../../domain/rankings/ranking-record.ts';
import { checkScheme } from '../../domain/rankings/scheme.ts';
import { findUnits } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid, notFound, Refused, unwrap } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { findScheme, lockScheme } from './scheme-queries.ts';

export interface SchemeContent {
  readonly name: string;
  readonly validFrom: string;
  /** First day on which it no longer holds. */
  readonly validTo: string | null;
  readonly rules: SchemeRules;
}

export interface NewScheme extends SchemeContent {
  readonly id: string;
  /** The scheme this one continues. */
  readonly newVersionOf?: string;
  readonly isSample?: boolean;
}

/**
 * Stores a scheme. The same scheme again changes nothing.
 *
 * @throws Refused 400 on dates or units that cannot be, 409 where the rules cannot rank or the id is taken.
 */
export async function createScheme(
  tx: Tx,
  cityId: string,
  scheme: NewScheme,
  actor: EventActor,
  now: string,
): Promise<void> {
  const { id, name, validFrom, validTo, rules, newVersionOf, isSample = false } = scheme;
  const requestHash = commandHash({ name, validFrom, validTo, rules, newVersionOf });
  const known = await findScheme(tx, cityId, id);
  if (isRepeated(known, requestHash, 'ranking.idTaken')) return;
  await checkContent(tx, cityId, scheme);
  const before = newVersionOf === undefined ? undefined : await findScheme(tx, cityId, newVersionOf);
  if (newVersionOf !== undefined && !before) throw invalid('newVersionOf', 'ranking.unknownScheme');
  await tx
    .insertInto('scheme')
    .values({
      city_id: cityId,
      id,
      name,
      valid_from: validFrom,
      valid_to: validTo,
      rules: JSON.stringify(rules),
      series_id: before?.seriesId ?? null,
      request_hash: requestHash,
      is_sample: isSample,
      version: 1,
    })
    .execute();
  const data = { name, validFrom, validTo, rules, newVersionOf } as unknown as Json;
  await recordEvents(tx, cityId, { kind: 'scheme', id }, [{ kind: 'scheme.created', data }], actor, now);
}

/**
 * Changes a scheme that no published ranking rests on.
 *
 * @throws Refused 404, 400 and 409 as {@link createScheme}; 409 where it is in use or somebody changed it.
 */
export async function editScheme(
  tx: Tx,
  cityId: string,
  id: string,
  version: number,
  content: SchemeContent,
  actor: EventActor,
  now: string,
): Promise<void> {
  const scheme = await lockScheme(tx, cityId, id);
  if (!scheme) throw notFound();
  if (scheme.publishedRankings > 0)
    throw new Refused(409, 'scheme.inUse', { count: scheme.publishedRankings });
  if (scheme.version !== version) throw new Refused(409, 'stale');
  await checkContent(tx, cityId, content);
  const { name, validFrom, validTo, rules } = content;
  await tx
    .updateTable('scheme')
    .set({
      name,
      valid_from: validFrom,
      valid_to: validTo,
      rules: JSON.stringify(rules),
      version: version + 1,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  const data = { name, validFrom, validTo, rules } as unknown as Json;
  await recordEvents(tx, cityId, { kind: 'scheme', id }, [{ kind: 'scheme.edited', data }], actor, now);
}

async function checkContent(
  tx: Tx,
  cityId: string,
  { validFrom, validTo, rules }: SchemeContent,
): Promise<void> {
  if (validTo !== null && validTo <= validFrom) throw invalid('validTo', 'scheme.endsBeforeStart');
  unwrap(checkScheme(rules));
  const known = new Set(
    (
      await findUnits(
        tx,
        cityId,
        rules.groups.flatMap((group) => group.unitIds),
      )
    ).map((unit) => unit.id),
  );
  for (const [index, group] of rules.groups.entries()) {
    if (group.unitIds.some((unitId) => !known.has(unitId))) {
      throw invalid(`rules.groups.${index}.unitIds`, 'ranking.unknownUnit', { group: group.name });
    }
  }
}

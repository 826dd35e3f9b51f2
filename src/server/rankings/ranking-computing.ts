import type { Json } from '../../domain/canonical-json.ts';
import {
  deriveOutput,
  type Period,
  type RankingInputs,
  type RoundInputs,
} from '../../domain/rankings/ranking-record.ts';
import { collectFacts } from '../../domain/rankings/round-facts.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { codeVersion } from './code-version.ts';
import { rankingHash } from './ranking-hash.ts';
import { findRanking, lockRanking, type Ranking } from './ranking-queries.ts';
import {
  findRankedRound,
  listAnsweredProblems,
  listMembers,
  listScoredInspections,
} from './round-fact-queries.ts';
import { findScheme } from './scheme-queries.ts';

export interface NewRanking {
  readonly id: string;
  readonly schemeId: string;
  readonly roundId: string;
  readonly title: string;
  readonly period: Period;
  /** The published ranking that this one corrects. */
  readonly correctsId?: string;
  readonly isSample?: boolean;
}

/**
 * Computes a ranking from a round and keeps it as a draft. The same command again changes nothing.
 *
 * @throws Refused 400 where period, scheme, round or corrected ranking cannot be; 409 where the id is
 *   taken, the scheme does not hold on the last day of the period, or the ranking was corrected before.
 */
export async function computeRanking(
  tx: Tx,
  cityId: string,
  ranking: NewRanking,
  actor: EventActor,
  now: string,
): Promise<void> {
  const { id, schemeId, roundId, title, period, correctsId, isSample = false } = ranking;
  const requestHash = commandHash({ schemeId, roundId, title, period, correctsId });
  const known = await findRanking(tx, cityId, id);
  if (isRepeated(known, requestHash, 'ranking.idTaken')) return;
  if (correctsId !== undefined) await requireCorrectable(tx, cityId, correctsId);
  const inputs = await freezeRound(tx, cityId, schemeId, roundId, period, now);
  const output = deriveOutput(inputs);
  const hash = rankingHash(inputs, output);
  await tx
    .insertInto('ranking')
    .values({
      city_id: cityId,
      id,
      scheme_id: schemeId,
      round_id: roundId,
      title,
      period: `${period.from}/${period.to}`,
      inputs: JSON.stringify(inputs),
      output: JSON.stringify(output),
      hash,
      request_hash: requestHash,
      computed_at: now,
      corrects_id: correctsId ?? null,
      is_sample: isSample,
      version: 1,
    })
    .execute();
  const data: Json = { title, schemeId, roundId, period: { ...period }, correctsId, hash };
  await recordEvents(tx, cityId, { kind: 'ranking', id }, [{ kind: 'ranking.computed', data }], actor, now);
}

/** Computes a draft again from what is known now. @throws Refused 404; 409 where published or stale. */
export async function recomputeDraft(
  tx: Tx,
  cityId: string,
  id: string,
  version: number,
  actor: EventActor,
  now: string,
): Promise<void> {
  const draft = await lockDraft(tx, cityId, id);
  if (draft.version !== version) throw new Refused(409, 'stale');
  const { inputs: before } = draft;
  if (before.kind !== 'round' || draft.roundId === null) throw notFound();
  const inputs = await freezeRound(tx, cityId, before.scheme.id, draft.roundId, before.period, now);
  const output = deriveOutput(inputs);
  const hash = rankingHash(inputs, output);
  await tx
    .updateTable('ranking')
    .set({
      inputs: JSON.stringify(inputs),
      output: JSON.stringify(output),
      hash,
      computed_at: now,
      version: version + 1,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  const data = { hash };
  await recordEvents(tx, cityId, { kind: 'ranking', id }, [{ kind: 'ranking.recomputed', data }], actor, now);
}

/** Throws a draft away; its history stays. @throws Refused 404; 409 where published. */
export async function deleteDraft(
  tx: Tx,
  cityId: string,
  id: string,
  actor: EventActor,
  now: string,
): Promise<void> {
  const { hash } = await lockDraft(tx, cityId, id);
  await tx.deleteFrom('ranking').where('city_id', '=', cityId).where('id', '=', id).execute();
  const data = { hash };
  await recordEvents(tx, cityId, { kind: 'ranking', id }, [{ kind: 'ranking.deleted', data }], actor, now);
}

/** @throws Refused 404 where there is none, 409 where it is published. */
export async function lockDraft(tx: Tx, cityId: string, id: string): Promise<Ranking> {
  const ranking = await lockRanking(tx, cityId, id);
  if (!ranking) throw notFound();
  if (ranking.state === 'published') throw new Refused(409, 'ranking.published');
  return ranking;
}

/** Only a published ranking is corrected, and only once: the correction of a correction names the last one. */
export async function requireCorrectable(tx: Tx, cityId: string, id: string): Promise<Ranking> {
  const old = await lockRanking(tx, cityId, id);
  if (!old) throw invalid('correctsId', 'ranking.unknownRanking');
  if (old.state !== 'published') throw new Refused(409, 'ranking.correctsDraft');
  if (old.supersededById !== null) throw new Refused(409, 'ranking.correctedAlready', { title: old.title });
  return old;
}

async function freezeRound(
  tx: Tx,
  cityId: string,
  schemeId: string,
  roundId: string,
  period: Period,
  now: string,
): Promise<RoundInputs> {
  if (period.to < period.from) throw invalid('period.to', 'ranking.periodEndsBeforeStart');
  const scheme = await findScheme(tx, cityId, schemeId);
  if (!scheme) throw invalid('schemeId', 'ranking.unknownScheme');
  const { validFrom, validTo } = scheme;
  if (period.to < validFrom || (validTo !== null && period.to >= validTo))
    throw new Refused(409, 'ranking.schemeNotValid', { name: scheme.name, from: validFrom, to: validTo });
  const round = await findRankedRound(tx, cityId, roundId);
  if (!round) throw invalid('roundId', 'ranking.unknownRound');
  const members = await listMembers(
    tx,
    cityId,
    scheme.rules.groups.flatMap((group) => group.unitIds),
  );
  const inspections = await listScoredInspections(tx, cityId, roundId);
  const problems = await listAnsweredProblems(tx, cityId, roundId);
  return {
    kind: 'round',
    codeVersion,
    scheme: { id: schemeId, name: scheme.name, validFrom, validTo, rules: scheme.rules },
    round,
    period,
    asOf: now,
    units: collectFacts(members, inspections, problems, period, now),
  };
}

/** What a draft froze of its scheme is no longer what the scheme says. */
export function rulesChanged(inputs: RankingInputs, scheme: { readonly rules: unknown }): boolean {
  return inputs.kind === 'round' && commandHash(inputs.scheme.rules) !== commandHash(scheme.rules as object);
}

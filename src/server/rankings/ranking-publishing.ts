import { v7 as uuid } from 'uuid';
import type { Json } from '../../domain/canonical-json.ts';
import { flagTones } from '../../domain/rankings/bulletin.ts';
import { deriveOutput, type RankingOutput } from '../../domain/rankings/ranking-record.ts';
import { checkDecisions, type TieDecision } from '../../domain/rankings/tie-decisions.ts';
import { type DocumentNumber, printDocumentNumber } from '../documents/document-numbers.ts';
import { noteDocumentNumber, takeDocumentNumber } from '../organisation/document-counters.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { notFound, Refused, unwrap } from '../platform/refused.ts';
import { commandHash } from '../platform/repeated-command.ts';
import { chinaDay } from './china-day.ts';
import { requireCorrectable, rulesChanged } from './ranking-computing.ts';
import { rankingHash } from './ranking-hash.ts';
import { lockRanking, type Ranking } from './ranking-queries.ts';
import { lockScheme } from './scheme-queries.ts';

export interface Publication {
  readonly version: number;
  /** Left out: the next number of the scheme's agency code and this year. */
  readonly document?: DocumentNumber;
  readonly decisions: readonly TieDecision[];
}

/** A flag that asks its unit for a pledge. `awardedOn`: calendar day. */
export interface PledgedFlag {
  readonly id: string;
  readonly unitId: string;
  readonly awardedOn: string;
}

/** What happens when a unit gets a flag of criticism; pledges stand below rankings on the ladder. */
export type OpenPledge = (tx: Tx, cityId: string, flag: PledgedFlag, now: string) => Promise<unknown>;

/**
 * Freezes a draft: decides ties, takes the document number, writes the flags and asks the criticised
 * units for pledges. The same command again changes nothing.
 *
 * @throws Refused 404; 409 where a tie is undecided or a decision meets none, the draft or its scheme
 *   changed, the number is taken, or it was published otherwise.
 */
export async function publishRanking(
  tx: Tx,
  cityId: string,
  id: string,
  publication: Publication,
  openPledge: OpenPledge,
  actor: EventActor,
  now: string,
): Promise<void> {
  const draft = await lockRanking(tx, cityId, id);
  if (!draft) throw notFound();
  if (draft.state === 'published') return requireSamePublication(draft, publication);
  if (draft.version !== publication.version) throw new Refused(409, 'stale');
  if (draft.schemeId !== null) await requireCurrentRules(tx, cityId, draft, draft.schemeId);
  const corrected = draft.correctsId === null ? null : await requireCorrectable(tx, cityId, draft.correctsId);

  const decisions = unwrap(checkDecisions(draft.output.groups, publication.decisions));
  const output = deriveOutput(draft.inputs, decisions);
  const hash = rankingHash(draft.inputs, output);
  const document = await documentNumberOf(tx, cityId, draft, publication.document, now);
  await tx
    .updateTable('ranking')
    .set({
      state: 'published',
      output: JSON.stringify(output),
      hash,
      document_prefix: document?.prefix ?? null,
      document_year: document?.year ?? null,
      document_number: document?.number ?? null,
      published_at: now,
      published_by: actor.personId,
      version: draft.version + 1,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  const documentNumber = document && printDocumentNumber(document);
  const data = { hash, documentNumber, decisions, correctsId: draft.correctsId } as unknown as Json;
  await recordEvents(tx, cityId, { kind: 'ranking', id }, [{ kind: 'ranking.published', data }], actor, now);
  await raiseFlags(tx, cityId, { id, output, awardedOn: chinaDay(now) }, async (flag, colour) => {
    // the unit answered, or answers, for the same flag of the corrected issue
    if (corrected && hasFlag(corrected.output, flag.unitId, colour)) return;
    await openPledge(tx, cityId, flag, now);
  });
}

/** Writes a row per flag; `whenCriticised` is called for each unit under criticism. */
export async function raiseFlags(
  tx: Tx,
  cityId: string,
  ranking: { readonly id: string; readonly output: RankingOutput; readonly awardedOn: string },
  whenCriticised: (flag: PledgedFlag, colour: string) => Promise<void>,
): Promise<void> {
  const { awardedOn } = ranking;
  const flags = ranking.output.groups.flatMap((group) =>
    group.units.flatMap((unit) =>
      unit.flag === null ? [] : [{ group, unit, colour: unit.flag, id: uuid() }],
    ),
  );
  if (flags.length === 0) return;
  const rows = flags.map(({ group, unit, colour, id }) => ({
    city_id: cityId,
    id,
    ranking_id: ranking.id,
    group_name: group.name,
    unit_id: unit.id ?? null,
    unit_name: unit.name,
    colour,
    score: unit.score,
    rank: unit.rank,
    awarded_on: awardedOn,
  }));
  // a statement carries at most 65 535 values
  for (let start = 0; start < rows.length; start += 1000) {
    await tx
      .insertInto('flag')
      .values(rows.slice(start, start + 1000))
      .execute();
  }
  for (const { group, unit, colour, id } of flags) {
    if (unit.id === undefined || flagTones(group.flags).get(colour) !== 'criticism') continue;
    await whenCriticised({ id, unitId: unit.id, awardedOn }, colour);
  }
}

async function requireCurrentRules(tx: Tx, cityId: string, draft: Ranking, schemeId: string): Promise<void> {
  // the lock keeps the scheme from being edited under a ranking that is just being published
  const scheme = await lockScheme(tx, cityId, schemeId);
  if (!scheme || rulesChanged(draft.inputs, scheme))
    throw new Refused(409, 'ranking.schemeChanged', { name: scheme?.name ?? '' });
}

async function documentNumberOf(
  tx: Tx,
  cityId: string,
  draft: Ranking,
  given: DocumentNumber | undefined,
  now: string,
): Promise<DocumentNumber | null> {
  if (given) {
    await requireFreeNumber(tx, cityId, given);
    await noteDocumentNumber(tx, cityId, given);
    return given;
  }
  const prefix =
    draft.inputs.kind === 'round' ? draft.inputs.scheme.rules.bulletin.documentPrefix : undefined;
  if (prefix === undefined) return null;
  return takeDocumentNumber(tx, cityId, prefix, Number(chinaDay(now).slice(0, 4)));
}

/** @throws Refused 409 where another document carries the number. */
export async function requireFreeNumber(tx: Tx, cityId: string, document: DocumentNumber): Promise<void> {
  const taken = await tx
    .selectFrom('ranking')
    .select('title')
    .where('city_id', '=', cityId)
    .where('document_prefix', '=', document.prefix)
    .where('document_year', '=', document.year)
    .where('document_number', '=', document.number)
    .executeTakeFirst();
  if (!taken) return;
  const number = printDocumentNumber(document);
  throw new Refused(409, 'ranking.documentNumberTaken', { number, title: taken.title });
}

function requireSamePublication(ranking: Ranking, { document, decisions }: Publication): void {
  const isSame =
    (document === undefined || printDocumentNumber(document) === ranking.documentNumber) &&
    commandHash(decisions) === commandHash(ranking.output.decisions);
  if (!isSame) throw new Refused(409, 'ranking.published');
}

function hasFlag(output: RankingOutput, unitId: string, colour: string): boolean {
  return output.groups.some((group) =>
    group.units.some((unit) => unit.id === unitId && unit.flag === colour),
  );
}

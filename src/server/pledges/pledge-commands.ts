import { cityDay } from '../../domain/organisation/city-day.ts';
import type { CommitmentKind, Span, StatedQuantity } from '../../domain/pledges/parsed-pledges.ts';
import { decideConfirmation, lacksOf } from '../../domain/pledges/pledge-confirmation.ts';
import { listPeopleOfSubtree } from '../organisation/person-queries.ts';
import { findUnit } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { type FieldFault, invalid, notFound, Refused } from '../platform/refused.ts';
import { findCommitments, findPledge, lockPledge, type Pledge, type PledgeCause } from './pledge-queries.ts';

export interface CommitmentContent {
  readonly id: string;
  readonly text: string;
  readonly kind: CommitmentKind;
  readonly places: readonly string[];
  readonly quantity: StatedQuantity | null;
  readonly span: Span | null;
  readonly personId: string | null;
  readonly dueOn: string | null;
}

/** What a person writes into a pledge. */
export interface PledgeContent {
  readonly speakerPost: string | null;
  readonly sourceText: string | null;
  readonly causes: readonly PledgeCause[];
  readonly commitments: readonly CommitmentContent[];
  readonly source: string | null;
}

/**
 * Starts a pledge of a unit as a draft. The same command again changes nothing.
 *
 * @throws Refused 409 for an id that holds something else, 400 with the place of a fault.
 */
export async function createPledge(
  tx: Tx,
  cityId: string,
  wish: PledgeContent & { readonly id: string; readonly unitId: string; readonly isSample?: boolean },
  actor: EventActor,
  now: string,
): Promise<void> {
  const there = await findPledge(tx, cityId, wish.id);
  if (there) {
    const content = await storedContent(tx, cityId, there);
    if (there.unitId === wish.unitId && contentText(content) === contentText(wish)) return;
    throw new Refused(409, 'pledge.idTaken');
  }
  const unit = await findUnit(tx, cityId, wish.unitId);
  if (!unit) throw invalid('unitId', 'unit.unknown');
  if (unit.validTo !== null) throw new Refused(409, 'unit.closed', { name: unit.name, day: unit.validTo });
  await checkContent(tx, cityId, unit.path, wish, now);
  await tx
    .insertInto('pledge')
    .values({
      city_id: cityId,
      id: wish.id,
      unit_id: unit.id,
      state: 'draft',
      created_at: now,
      is_sample: wish.isSample ?? false,
      version: 1,
      ...contentColumns(wish),
    })
    .execute();
  await insertCommitments(tx, cityId, wish.id, wish.commitments);
  const data = { unitId: unit.id, ...contentData(wish) };
  const event = { kind: 'pledge.drafted', data };
  await recordEvents(tx, cityId, { kind: 'pledge', id: wish.id }, [event], actor, now);
}

/** Writes a draft anew; a pledge that was due becomes a draft. */
export async function editPledge(
  tx: Tx,
  cityId: string,
  id: string,
  wish: PledgeContent & { readonly version: number },
  actor: EventActor,
  now: string,
): Promise<void> {
  const pledge = await lockPledge(tx, cityId, id);
  if (!pledge) throw notFound();
  const before = contentText(await storedContent(tx, cityId, pledge));
  if (pledge.state === 'draft' && before === contentText(wish)) return;
  if (pledge.state === 'confirmed') throw new Refused(409, 'pledge.confirmedStays');
  if (pledge.version !== wish.version) throw new Refused(409, 'stale');
  await checkContent(tx, cityId, pledge.unitPath, wish, now);
  await tx
    .updateTable('pledge')
    .set({ state: 'draft', version: pledge.version + 1, ...contentColumns(wish) })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  await tx.deleteFrom('commitment').where('city_id', '=', cityId).where('pledge_id', '=', id).execute();
  await insertCommitments(tx, cityId, id, wish.commitments);
  const kind = pledge.state === 'due' ? 'pledge.drafted' : 'pledge.edited';
  const event = { kind, data: { unitId: pledge.unitId, ...contentData(wish) } };
  await recordEvents(tx, cityId, { kind: 'pledge', id }, [event], actor, now);
}

/**
 * Promises a pledge: from now on it never changes. Every commitment needs one person of the unit and
 * one day; the refusal names those that lack something.
 */
export async function confirmPledge(
  tx: Tx,
  cityId: string,
  id: string,
  version: number,
  actor: EventActor,
  now: string,
): Promise<void> {
  const pledge = await lockPledge(tx, cityId, id);
  if (!pledge) throw notFound();
  if (pledge.state === 'confirmed' && pledge.confirmedBy === actor.personId && pledge.version === version + 1)
    return;
  const commitments = await findCommitments(tx, cityId, id);
  const decision = decideConfirmation({ state: pledge.state, commitments });
  if (!decision.accepted) {
    const fields = lacksOf(commitments).map(({ index, field }) => ({
      path: `commitments.${index}.${field}`,
      code: 'required',
    }));
    throw new Refused(409, decision.refusal.code, decision.refusal.facts, fields);
  }
  if (pledge.version !== version) throw new Refused(409, 'stale');
  // a person named in the draft may have left since
  await checkPeople(tx, cityId, pledge.unitPath, commitments, now);
  await tx
    .updateTable('pledge')
    .set({ state: 'confirmed', confirmed_at: now, confirmed_by: actor.personId, version: version + 1 })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  const event = { kind: 'pledge.confirmed', data: { commitments: commitments.length } };
  await recordEvents(tx, cityId, { kind: 'pledge', id }, [event], actor, now);
}

async function storedContent(tx: Tx, cityId: string, pledge: Pledge): Promise<PledgeContent> {
  return { ...pledge, commitments: await findCommitments(tx, cityId, pledge.id) };
}

/** The content as the history keeps it. */
function contentData(content: PledgeContent) {
  const { speakerPost, sourceText, source } = content;
  return {
    speakerPost,
    sourceText,
    source,
    causes: content.causes.map(({ text, span }) => ({ text, span: span && [...span] })),
    commitments: content.commitments.map((each) => ({
      id: each.id,
      text: each.text,
      kind: each.kind,
      places: [...each.places],
      quantity: each.quantity && {
        value: each.quantity.value,
        unit: each.quantity.unit,
        text: each.quantity.text,
      },
      span: each.span && [...each.span],
      personId: each.personId,
      dueOn: each.dueOn,
    })),
  };
}

function contentText(content: PledgeContent): string {
  return JSON.stringify(contentData(content));
}

function contentColumns(content: PledgeContent) {
  return {
    speaker_post: content.speakerPost,
    source_text: content.sourceText,
    causes: JSON.stringify(contentData(content).causes),
    source: content.source,
  };
}

async function insertCommitments(
  tx: Tx,
  cityId: string,
  pledgeId: string,
  commitments: readonly CommitmentContent[],
): Promise<void> {
  if (commitments.length === 0) return;
  const taken = await tx
    .selectFrom('commitment')
    .select('id')
    .where('city_id', '=', cityId)
    .where(
      'id',
      'in',
      commitments.map((each) => each.id),
    )
    .execute();
  const index = commitments.findIndex((each) => taken.some(({ id }) => id === each.id));
  if (index >= 0) throw invalid(`commitments.${index}.id`, 'pledge.idTaken');
  await tx
    .insertInto('commitment')
    .values(
      commitments.map((each, position) => ({
        city_id: cityId,
        id: each.id,
        pledge_id: pledgeId,
        position,
        text: each.text,
        kind: each.kind,
        places: [...each.places],
        quantity: each.quantity && JSON.stringify(each.quantity),
        span_from: each.span?.[0] ?? null,
        span_to: each.span?.[1] ?? null,
        person_id: each.personId,
        due_on: each.dueOn,
      })),
    )
    .execute();
}

async function checkContent(
  tx: Tx,
  cityId: string,
  unitPath: string,
  content: PledgeContent,
  now: string,
): Promise<void> {
  const length = content.sourceText?.length ?? 0;
  const faults: FieldFault[] = [];
  const check = (path: string, span: Span | null) => {
    if (span && (span[0] >= span[1] || span[1] > length)) faults.push({ path, code: 'pledge.spanOutside' });
  };
  for (const [index, cause] of content.causes.entries()) check(`causes.${index}.span`, cause.span);
  const ids = new Set<string>();
  for (const [index, commitment] of content.commitments.entries()) {
    check(`commitments.${index}.span`, commitment.span);
    if (ids.has(commitment.id)) faults.push({ path: `commitments.${index}.id`, code: 'pledge.idTaken' });
    ids.add(commitment.id);
  }
  if (faults.length > 0) throw new Refused(400, 'invalid', {}, faults.slice(0, 20));
  await checkPeople(tx, cityId, unitPath, content.commitments, now);
}

/** A commitment is answered for by an active person with a role in the unit's subtree today. */
async function checkPeople(
  tx: Tx,
  cityId: string,
  unitPath: string,
  commitments: readonly { readonly personId: string | null }[],
  now: string,
): Promise<void> {
  const wanted = commitments.flatMap((each) => each.personId ?? []);
  const found = await listPeopleOfSubtree(tx, cityId, unitPath, [...new Set(wanted)], cityDay(now));
  const faults = commitments.flatMap((each, index) =>
    each.personId === null || found.has(each.personId)
      ? []
      : [{ path: `commitments.${index}.personId`, code: 'pledge.personNotOfUnit' }],
  );
  if (faults.length > 0) throw new Refused(400, 'invalid', {}, faults.slice(0, 20));
}

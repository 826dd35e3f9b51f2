import { z } from 'zod';
import {
  confirmPledge as confirmPledgeEndpoint,
  createPledge as createPledgeEndpoint,
  editPledge as editPledgeEndpoint,
  getPledge,
  listCommitments as listCommitmentsEndpoint,
  listPledges as listPledgesEndpoint,
  type PledgePage,
  parsePledgeFile,
  parsePledgeText,
} from '../../contract/pledges.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { commitmentState } from '../../domain/pledges/pledge-confirmation.ts';
import { speechText } from '../documents/speech-text.ts';
import { findUnit, listPathNames } from '../organisation/unit-queries.ts';
import { pathInSight } from '../organisation/unit-sight.ts';
import { listHistory } from '../organisation/unit-tree-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { pageOf, placeDay, placeInstant, readCursor } from '../platform/paging.ts';
import { Permissions } from '../platform/permissions.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { confirmPledge, createPledge, editPledge } from './pledge-commands.ts';
import {
  type Commitment,
  countCommitments,
  countPledges,
  findCommitments,
  findFlag,
  findPledge,
  listCommitments,
  listPledges,
  type Pledge,
} from './pledge-queries.ts';
import { matchSpeeches, readSpeeches } from './speech-reading.ts';

const pledgePlace = z.tuple([placeInstant, z.uuid()]);
const commitmentPlace = z.tuple([placeDay, z.uuid()]);

interface Here {
  readonly tx: Tx;
  readonly cityId: string;
  readonly ask: Permissions;
  readonly now: string;
}

async function requirePledge({ tx, cityId, ask }: Here, id: string, verb: Verb): Promise<Pledge> {
  const pledge = await findPledge(tx, cityId, id);
  ask.requireSight('pledge.view', pledge?.unitPath ?? '');
  if (!pledge) throw notFound();
  ask.require(verb, pledge.unitPath);
  return pledge;
}

function commitmentViewOf(commitment: Commitment, today: string) {
  const { id, position, text, kind, places, quantity, span, personId, personName, dueOn } = commitment;
  return {
    id,
    position,
    text,
    kind,
    places: [...places],
    quantity,
    span: span && ([span[0], span[1]] as [number, number]),
    person: personId === null ? null : { id: personId, name: personName ?? '' },
    dueOn,
    state: commitmentState(dueOn, today),
  };
}

/** Past its due day without having been confirmed. */
function isLate(pledge: { state: string; dueOn: string | null }, today: string): boolean {
  return pledge.state !== 'confirmed' && pledge.dueOn !== null && pledge.dueOn < today;
}

async function pledgePageOf(here: Here, id: string): Promise<PledgePage> {
  const { tx, cityId, ask, now } = here;
  const pledge = await findPledge(tx, cityId, id);
  if (!pledge) throw notFound();
  const today = cityDay(now);
  const names = await listPathNames(tx, cityId, [{ id: pledge.unitId, path: pledge.unitPath }]);
  const confirmer = pledge.confirmedBy
    ? await tx
        .selectFrom('person')
        .select('name')
        .where('city_id', '=', cityId)
        .where('id', '=', pledge.confirmedBy)
        .executeTakeFirst()
    : undefined;
  const commitments = await findCommitments(tx, cityId, id);
  const isOpen = pledge.state !== 'confirmed';
  return {
    id: pledge.id,
    unit: {
      id: pledge.unitId,
      name: pledge.unitName,
      pathNames: [...(names.get(pledge.unitId) ?? [])],
    },
    state: pledge.state,
    speakerPost: pledge.speakerPost,
    sourceText: pledge.sourceText,
    causes: pledge.causes.map(({ text, span }) => ({ text, span: span && [span[0], span[1]] })),
    commitments: commitments.map((each) => commitmentViewOf(each, today)),
    dueOn: pledge.dueOn,
    isLate: isLate(pledge, today),
    flag: (pledge.flagId ? await findFlag(tx, cityId, pledge.flagId) : undefined) ?? null,
    createdAt: pledge.createdAt,
    confirmedAt: pledge.confirmedAt,
    confirmedBy: confirmer?.name ?? null,
    source: pledge.source,
    isSample: pledge.isSample,
    version: pledge.version,
    history: (await listHistory(tx, cityId, 'pledge', id)).entries,
    may: {
      edit: isOpen && ask.may('pledge.edit', pledge.unitPath),
      confirm: isOpen && ask.may('pledge.confirm', pledge.unitPath),
    },
  };
}

/** Speeches read into drafts, drafts confirmed into promises, promises followed by day. */
export function pledgeRoutes(): Route[] {
  return [
    implementPrepared(
      parsePledgeText,
      async ({ actor, body }) => {
        new Permissions(actor).requireAnywhere('pledge.edit');
        return readSpeeches(body.text, body.year);
      },
      async ({ tx, cityId, ask }, speeches) => {
        ask.requireAnywhere('pledge.edit');
        return { speeches: await matchSpeeches(tx, cityId, ask.reach('pledge.edit'), speeches) };
      },
    ),

    implementPrepared(
      parsePledgeFile,
      async ({ actor, body, upload }) => {
        new Permissions(actor).requireAnywhere('pledge.edit');
        if (!upload) throw invalid('file', 'required');
        const text = await speechText(upload.fileName, upload.bytes);
        if (!text.accepted) throw new Refused(400, text.refusal.code, text.refusal.facts);
        const parsed = parsePledgeText.body.safeParse({ text: text.value });
        if (!parsed.success) throw new Refused(400, 'pledge.fileTooLong', { file: upload.fileName });
        return readSpeeches(text.value, body.year);
      },
      async ({ tx, cityId, ask }, speeches) => {
        ask.requireAnywhere('pledge.edit');
        return { speeches: await matchSpeeches(tx, cityId, ask.reach('pledge.edit'), speeches) };
      },
    ),

    implement(createPledgeEndpoint, async (call) => {
      const { tx, cityId, ask, actor, body, now } = call;
      ask.requireAnywhere('pledge.edit');
      const unit = await findUnit(tx, cityId, body.unitId);
      if (!unit || !ask.may('pledge.view', unit.path)) throw invalid('unitId', 'unit.unknown');
      ask.require('pledge.edit', unit.path);
      await createPledge(tx, cityId, body, actor, now);
      return pledgePageOf(call, body.id);
    }),

    implement(editPledgeEndpoint, async (call) => {
      const pledge = await requirePledge(call, call.params.id, 'pledge.edit');
      await editPledge(call.tx, call.cityId, pledge.id, call.body, call.actor, call.now);
      return pledgePageOf(call, pledge.id);
    }),

    implement(confirmPledgeEndpoint, async (call) => {
      const pledge = await requirePledge(call, call.params.id, 'pledge.confirm');
      await confirmPledge(call.tx, call.cityId, pledge.id, call.body.version, call.actor, call.now);
      return pledgePageOf(call, pledge.id);
    }),

    implement(getPledge, async (call) => {
      const pledge = await requirePledge(call, call.params.id, 'pledge.view');
      return pledgePageOf(call, pledge.id);
    }),

    implement(listPledgesEndpoint, async (call) => {
      const { tx, cityId, ask, query, now } = call;
      const roots = ask.reach('pledge.view');
      const within = await pathInSight(call, 'pledge.view', query.unitId);
      const after = readCursor(pledgePlace, query.cursor);
      const filter = { within, state: query.state, after, limit: query.limit + 1 };
      const today = cityDay(now);
      const found = await listPledges(tx, cityId, roots, today, filter);
      const { rows, next } = pageOf(found, query.limit, (last) => [last.createdAt, last.id]);
      const names = await listPathNames(
        tx,
        cityId,
        rows.map((row) => ({ id: row.unitId, path: row.unitPath })),
      );
      return {
        pledges: rows.map((row) => ({
          ...row,
          unit: { id: row.unitId, name: row.unitName, pathNames: [...(names.get(row.unitId) ?? [])] },
          isLate: isLate(row, today),
        })),
        counts: await countPledges(tx, cityId, roots, within),
        nextCursor: next,
      };
    }),

    implement(listCommitmentsEndpoint, async (call) => {
      const { tx, cityId, ask, query, now } = call;
      const roots = ask.reach('pledge.view');
      const within = await pathInSight(call, 'pledge.view', query.unitId);
      const after = readCursor(commitmentPlace, query.cursor);
      const filter = { within, state: query.state, after, limit: query.limit + 1 };
      const today = cityDay(now);
      const found = await listCommitments(tx, cityId, roots, today, filter);
      const { rows, next } = pageOf(found, query.limit, (last) => [last.dueOn ?? '', last.id]);
      const names = await listPathNames(
        tx,
        cityId,
        rows.map((row) => ({ id: row.unitId, path: row.unitPath })),
      );
      return {
        commitments: rows.map((row) => ({
          ...commitmentViewOf(row, today),
          pledgeId: row.pledgeId,
          unit: { id: row.unitId, name: row.unitName, pathNames: [...(names.get(row.unitId) ?? [])] },
        })),
        counts: await countCommitments(tx, cityId, roots, today, within),
        nextCursor: next,
      };
    }),
  ];
}

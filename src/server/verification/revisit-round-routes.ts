import { sql } from 'kysely';
import { z } from 'zod';
import {
  announceRevisits,
  closeRevisitRound,
  drawRevisitRound,
  getRevisitRegister,
  getRevisitRound,
  listRevisitRounds as listRoundsEndpoint,
  previewRevisits,
  type RevisitRoundLine,
  voidRevisitRound,
} from '../../contract/revisits.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { checksWhenNoneFails } from '../../domain/verification/exact-interval.ts';
import {
  allocateSample,
  periodOf,
  registerText,
  smallestSample,
} from '../../domain/verification/revisit-draw.ts';
import { checkPeriod, type RevisitRoundState } from '../../domain/verification/revisit-round.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { pageOf, placeInstant, readCursor } from '../platform/paging.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { announce, close, draw, fixesOf, registeredFix, voidAnnounced } from './revisit-round-commands.ts';
import {
  countRevisitRounds,
  findRevisitProgress,
  findRevisitRound,
  listCandidates,
  listRevisitRounds,
  noRevisitProgress,
  type RevisitProgress,
  type RevisitRoundRow,
} from './revisit-round-queries.ts';
import { mayPlanRevisits, requireRevisitPlanner, sightOfRevisits } from './revisit-sight.ts';

const roundPlace = z.tuple([placeInstant, z.uuid()]);

/** Rounds of revisits: announced, drawn, closed. */
export function revisitRoundRoutes(): Route[] {
  return [
    implement(listRoundsEndpoint, async ({ tx, cityId, actor, ask, query }) => {
      const sight = sightOfRevisits(ask, actor.personId);
      const after = readCursor(roundPlace, query.cursor);
      const filter = { state: query.state, after, limit: query.limit + 1 };
      const found = await listRevisitRounds(tx, cityId, filter);
      const { rows, next } = pageOf(found, query.limit, (last) => [last.announced_at, last.id]);
      const ids = rows.map(({ id }) => id);
      const progress = await findRevisitProgress(tx, cityId, ids, sight);
      return {
        rounds: rows.map((row) => lineOf(row, progress.get(row.id) ?? noRevisitProgress)),
        counts: await countRevisitRounds(tx, cityId),
        next,
        mayPlan: mayPlanRevisits(ask),
      };
    }),

    implement(previewRevisits, async ({ tx, cityId, ask, query, now }) => {
      requireRevisitPlanner(ask);
      const { from, to, size, minimumPerUnit } = query;
      const period = checkPeriod(from, to, cityDay(now));
      if (!period.accepted) throw invalid('to', period.refusal.code, period.refusal.facts);
      const units = await countFixesByUnit(tx, cityId, { from, to });
      const fixes = units.map(({ code, fixes: count }) => ({ unit: code, fixes: count }));
      const sizes = allocateSample(fixes, size, minimumPerUnit);
      const { recheckToleratedPercent } = await loadLedgerSettings(tx, cityId);
      const registerCount = fixes.reduce((total, unit) => total + unit.fixes, 0);
      return {
        registerCount,
        least: smallestSample(fixes, minimumPerUnit),
        enough: registerCount === 0 ? 0 : checksWhenNoneFails(recheckToleratedPercent / 100, registerCount),
        toleratedPercent: recheckToleratedPercent,
        units: units.map(({ id, name, ...unit }, index) => ({
          unit: { id, name },
          ...unit,
          drawn: sizes[index] ?? 0,
        })),
      };
    }),

    implement(announceRevisits, async (call) => {
      requireRevisitPlanner(call.ask);
      await announce(call, call.body);
      return { id: call.body.id };
    }),

    implement(drawRevisitRound, async (call) => {
      requireRevisitPlanner(call.ask);
      return draw(call, call.params.id, call.body.publicNumber);
    }),

    implement(closeRevisitRound, async (call) => {
      requireRevisitPlanner(call.ask);
      await close(call, call.params.id, call.body.leaveOpen);
      return { state: 'closed' as const };
    }),

    implement(voidRevisitRound, async (call) => {
      requireRevisitPlanner(call.ask);
      await voidAnnounced(call, call.params.id, call.body.reason);
      return { state: 'voided' as const };
    }),

    implement(getRevisitRound, async ({ tx, cityId, actor, ask, params }) => {
      const sight = sightOfRevisits(ask, actor.personId);
      const row = await findRevisitRound(tx, cityId, params.id);
      if (!row) throw notFound();
      const progress = await findRevisitProgress(tx, cityId, [row.id], sight);
      const own = progress.get(row.id) ?? noRevisitProgress;
      const names = await findPeople(tx, cityId, [row.announced_by, row.drawn_by]);
      const named = (id: string) => ({ id, name: names.get(id) ?? '' });
      return {
        ...lineOf(row, own),
        facts: factsOf(row, sight.seesPlan),
        announcedBy: named(row.announced_by),
        drawnBy: row.drawn_by === null ? null : named(row.drawn_by),
        closedAt: row.closed_at,
        voidReason: row.void_reason,
        withoutInspector: own.withoutInspector,
        mayPlan: mayPlanRevisits(ask),
        seesPlan: sight.seesPlan,
      };
    }),

    implement(getRevisitRegister, async ({ tx, cityId, actor, ask, params }) => {
      const sight = sightOfRevisits(ask, actor.personId);
      const row = await findRevisitRound(tx, cityId, params.id);
      if (!row || (row.state !== 'closed' && !sight.seesPlan)) throw notFound();
      const candidates = await listCandidates(tx, cityId, row.id);
      return {
        fileName: `register-${row.register_hash.slice(0, 12)}.txt`,
        mediaType: 'text/plain; charset=utf-8',
        bytes: Buffer.from(registerText(candidates.map(registeredFix)), 'utf8'),
      };
    }),
  ];
}

function lineOf(row: RevisitRoundRow, progress: RevisitProgress): RevisitRoundLine {
  const { revisits, held, failed, notPossible } = progress;
  return {
    id: row.id,
    name: row.name,
    state: row.state as RevisitRoundState,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    announcedAt: row.announced_at,
    registerCount: row.register_count,
    isSample: row.is_sample,
    revisits,
    held,
    failed,
    notPossible,
  };
}

/**
 * The secret half of the seed is for all once the round is closed. Before the draw nobody gets it, not even
 * the office; after it those who see the drawn fixes anyway.
 */
function factsOf(row: RevisitRoundRow, seesPlan: boolean) {
  const isRevealed = row.state === 'closed' || (row.state === 'drawn' && seesPlan);
  return {
    registerHash: row.register_hash,
    registerCount: row.register_count,
    seedSource: row.seed_source,
    publicNumber: row.public_number,
    secretHash: row.secret_hash,
    secret: isRevealed ? row.secret : null,
    period: periodOf(row.period_from, row.period_to),
    size: row.size,
    minimumPerUnit: row.minimum_per_unit,
    announcedAt: row.announced_at,
    drawnAt: row.drawn_at,
  };
}

async function countFixesByUnit(
  tx: Tx,
  cityId: string,
  period: { readonly from: string; readonly to: string },
): Promise<{ id: string; name: string; code: string; fixes: number }[]> {
  const { rows } = await sql<{ id: string; name: string; code: string; fixes: number }>`
    select u.id, u.name, u.code, count(*) as fixes ${fixesOf(cityId, period)}
    group by u.id, u.name, u.code order by u.code`.execute(tx);
  return rows;
}

async function findPeople(
  tx: Tx,
  cityId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const known = ids.filter((id) => id !== null);
  const rows = await tx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('id', '=', sql<string>`any(${known}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

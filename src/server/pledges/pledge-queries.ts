import { sql } from 'kysely';
import type { CommitmentKind, Span, StatedQuantity } from '../../domain/pledges/parsed-pledges.ts';
import type { PledgeState } from '../../domain/pledges/pledge-confirmation.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';

export interface PledgeCause {
  readonly text: string;
  readonly span: Span | null;
}

/** A pledge as its row holds it, with the path of its unit. */
export interface Pledge {
  readonly id: string;
  readonly unitId: string;
  readonly unitPath: string;
  readonly unitName: string;
  readonly flagId: string | null;
  readonly state: PledgeState;
  readonly speakerPost: string | null;
  readonly sourceText: string | null;
  readonly causes: readonly PledgeCause[];
  readonly dueOn: string | null;
  readonly createdAt: string;
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
  readonly isSample: boolean;
  readonly source: string | null;
  readonly version: number;
}

function selectPledges(tx: Tx, cityId: string) {
  return tx
    .selectFrom('pledge as l')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'l.city_id').onRef('u.id', '=', 'l.unit_id'),
    )
    .select([
      'l.id',
      'l.unit_id as unitId',
      'u.path as unitPath',
      'u.name as unitName',
      'l.flag_id as flagId',
      'l.state',
      'l.speaker_post as speakerPost',
      'l.source_text as sourceText',
      'l.causes',
      'l.due_on as dueOn',
      'l.created_at as createdAt',
      'l.confirmed_at as confirmedAt',
      'l.confirmed_by as confirmedBy',
      'l.is_sample as isSample',
      'l.source',
      'l.version',
    ])
    .where('l.city_id', '=', cityId);
}

/** The check constraint of the table holds the same states; causes are written only by our commands. */
function pledgeOf(row: { state: string; causes: unknown } & Omit<Pledge, 'state' | 'causes'>): Pledge {
  return { ...row, state: row.state as PledgeState, causes: row.causes as PledgeCause[] };
}

export async function findPledge(tx: Tx, cityId: string, id: string): Promise<Pledge | undefined> {
  const row = await selectPledges(tx, cityId).where('l.id', '=', id).executeTakeFirst();
  return row && pledgeOf(row);
}

/** Like {@link findPledge}, and nobody else can change it until this transaction ends. */
export async function lockPledge(tx: Tx, cityId: string, id: string): Promise<Pledge | undefined> {
  const row = await selectPledges(tx, cityId).where('l.id', '=', id).forUpdate('l').executeTakeFirst();
  return row && pledgeOf(row);
}

export interface Commitment {
  readonly id: string;
  readonly pledgeId: string;
  readonly position: number;
  readonly text: string;
  readonly kind: CommitmentKind;
  readonly places: readonly string[];
  readonly quantity: StatedQuantity | null;
  readonly span: Span | null;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly dueOn: string | null;
}

function selectCommitments(tx: Tx, cityId: string) {
  return tx
    .selectFrom('commitment as c')
    .leftJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'c.city_id').onRef('p.id', '=', 'c.person_id'),
    )
    .select([
      'c.id',
      'c.pledge_id as pledgeId',
      'c.position',
      'c.text',
      'c.kind',
      'c.places',
      'c.quantity',
      'c.span_from as spanFrom',
      'c.span_to as spanTo',
      'c.person_id as personId',
      'p.name as personName',
      'c.due_on as dueOn',
    ])
    .where('c.city_id', '=', cityId);
}

type CommitmentRow = Omit<Commitment, 'kind' | 'quantity' | 'span'> & {
  readonly kind: string;
  readonly quantity: unknown;
  readonly spanFrom: number | null;
  readonly spanTo: number | null;
};

function commitmentOf<Row extends CommitmentRow>(row: Row) {
  const { spanFrom, spanTo, ...rest } = row;
  return {
    ...rest,
    kind: row.kind as CommitmentKind,
    quantity: row.quantity as StatedQuantity | null,
    span: spanFrom === null || spanTo === null ? null : ([spanFrom, spanTo] as const),
  };
}

/** The commitments of a pledge in their order. */
export async function findCommitments(
  tx: Tx,
  cityId: string,
  pledgeId: string,
): Promise<readonly Commitment[]> {
  const rows = await selectCommitments(tx, cityId)
    .where('c.pledge_id', '=', pledgeId)
    .orderBy('c.position')
    .execute();
  return rows.map(commitmentOf);
}

/** The flag behind a pledge, with the ranking it came from. */
export async function findFlag(tx: Tx, cityId: string, flagId: string) {
  return tx
    .selectFrom('flag as f')
    .innerJoin('ranking as r', (join) =>
      join.onRef('r.city_id', '=', 'f.city_id').onRef('r.id', '=', 'f.ranking_id'),
    )
    .select([
      'f.id',
      'f.colour',
      'f.group_name as groupName',
      'f.rank',
      'f.awarded_on as awardedOn',
      'f.ranking_id as rankingId',
      'r.title as rankingTitle',
    ])
    .where('f.city_id', '=', cityId)
    .where('f.id', '=', flagId)
    .executeTakeFirst();
}

export interface PledgeFilter {
  readonly within?: string | undefined;
  readonly state?: PledgeState | undefined;
  /** Instant of its making and id after which the page begins. */
  readonly after?: readonly [at: string, id: string] | undefined;
  readonly limit: number;
}

/** Pledges of the subtrees `roots`, newest first, with their counts. */
export async function listPledges(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  today: string,
  filter: PledgeFilter,
) {
  const { within, state, after, limit } = filter;
  const { rows } = await sql<{
    id: string;
    unitId: string;
    unitPath: string;
    unitName: string;
    state: PledgeState;
    speakerPost: string | null;
    dueOn: string | null;
    flagColour: string | null;
    commitmentCount: number;
    overdueCount: number;
    createdAt: string;
    confirmedAt: string | null;
    isSample: boolean;
  }>`
    select l.id, l.unit_id as "unitId", u.path as "unitPath", u.name as "unitName", l.state,
      l.speaker_post as "speakerPost", l.due_on as "dueOn", f.colour as "flagColour",
      (select count(*) from commitment c where c.city_id = l.city_id and c.pledge_id = l.id)
        as "commitmentCount",
      (select count(*) from commitment c where c.city_id = l.city_id and c.pledge_id = l.id
        and l.state = 'confirmed' and c.due_on < ${today}::date) as "overdueCount",
      l.created_at as "createdAt", l.confirmed_at as "confirmedAt", l.is_sample as "isSample"
    from pledge l
    join unit u on u.city_id = l.city_id and u.id = l.unit_id
    left join flag f on f.city_id = l.city_id and f.id = l.flag_id
    where l.city_id = ${cityId} and ${withinSubtrees('l.unit_id', cityId, roots)}
      ${within === undefined ? sql`` : sql`and ${withinSubtrees('l.unit_id', cityId, [within])}`}
      ${state === undefined ? sql`` : sql`and l.state = ${state}`}
      ${after ? sql`and (date_trunc('milliseconds', l.created_at), l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by date_trunc('milliseconds', l.created_at) desc, l.id desc limit ${limit}`.execute(tx);
  return rows;
}

/** How many pledges there are in each state, over all pages. */
export async function countPledges(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  within: string | undefined,
): Promise<Record<PledgeState, number>> {
  let query = tx
    .selectFrom('pledge as l')
    .select(['l.state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('l.city_id', '=', cityId)
    .where(withinSubtrees('l.unit_id', cityId, roots));
  if (within !== undefined) query = query.where(withinSubtrees('l.unit_id', cityId, [within]));
  const counts: Record<PledgeState, number> = { due: 0, draft: 0, confirmed: 0 };
  for (const row of await query.groupBy('l.state').execute()) {
    counts[row.state as PledgeState] = Number(row.count);
  }
  return counts;
}

export interface CommitmentFilter {
  readonly within?: string | undefined;
  readonly state?: 'open' | 'overdue' | undefined;
  /** Due day and id after which the page begins. */
  readonly after?: readonly [dueOn: string, id: string] | undefined;
  readonly limit: number;
}

/** Commitments of confirmed pledges in the subtrees `roots`, the earliest day first. */
export async function listCommitments(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  today: string,
  filter: CommitmentFilter,
) {
  const { within, state, after, limit } = filter;
  let query = selectCommitments(tx, cityId)
    .innerJoin('pledge as l', (join) =>
      join.onRef('l.city_id', '=', 'c.city_id').onRef('l.id', '=', 'c.pledge_id'),
    )
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'l.city_id').onRef('u.id', '=', 'l.unit_id'),
    )
    .select(['u.id as unitId', 'u.name as unitName', 'u.path as unitPath'])
    .where('l.state', '=', 'confirmed')
    .where(withinSubtrees('l.unit_id', cityId, roots));
  if (within !== undefined) query = query.where(withinSubtrees('l.unit_id', cityId, [within]));
  if (state !== undefined) query = query.where('c.due_on', state === 'overdue' ? '<' : '>=', today);
  if (after) {
    query = query.where(sql<boolean>`(c.due_on, c.id) > (${after[0]}::date, ${after[1]}::uuid)`);
  }
  const rows = await query.orderBy('c.due_on').orderBy('c.id').limit(limit).execute();
  return rows.map(commitmentOf);
}

/** Open and overdue commitments of confirmed pledges, over all pages. */
export async function countCommitments(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  today: string,
  within: string | undefined,
): Promise<{ open: number; overdue: number }> {
  const { rows } = await sql<{ open: number; overdue: number }>`
    select count(*) filter (where c.due_on >= ${today}::date) as open,
      count(*) filter (where c.due_on < ${today}::date) as overdue
    from commitment c join pledge l on l.city_id = c.city_id and l.id = c.pledge_id
    where c.city_id = ${cityId} and l.state = 'confirmed' and ${withinSubtrees('l.unit_id', cityId, roots)}
      ${within === undefined ? sql`` : sql`and ${withinSubtrees('l.unit_id', cityId, [within])}`}`.execute(
    tx,
  );
  return rows[0] ?? { open: 0, overdue: 0 };
}

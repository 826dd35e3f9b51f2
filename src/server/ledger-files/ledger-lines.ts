import { sql } from 'kysely';
import { z } from 'zod';
import type { StreamedCell } from '../documents/spreadsheet-stream.ts';
import type { Tx } from '../platform/database/database.ts';
import { say } from '../platform/words.ts';
import type { Condition } from '../problems/problem-state-conditions.ts';
import { type LedgerField, ledgerFields } from './ledger-columns.ts';
import type { LedgerNames } from './ledger-names.ts';

/** Lines fetched at once: enough that a round trip weighs nothing, few enough to weigh nothing themselves. */
const linesAtOnce = 250;

/** What the database tells of an entry; the names of units and people are filled in here. */
interface LineRow {
  readonly number: number;
  readonly state: string;
  readonly severity: string;
  readonly sourceKind: string;
  readonly categoryKey: string;
  readonly unitId: string | null;
  readonly assistingUnitIds: readonly string[];
  readonly personId: string | null;
  readonly raisedBy: string | null;
  readonly struckOffBy: string | null;
  readonly proposedUnitId: string | null;
  readonly linkedFromState: string | null;
  readonly limitClockKey: string;
  readonly limitText: string;
  readonly isSample: boolean;
  readonly stopReasonKey: string | null;
  /** As the source of an import wrote it; null for entries of our own. */
  readonly words: Readonly<Record<string, string>> | null;
  readonly siteCode: string | null;
  readonly siteName: string | null;
  readonly title: string;
  readonly deadline: string | null;
  readonly measures: string;
  readonly progress: string;
  readonly struckOffAt: string | null;
  readonly place: string | null;
  readonly description: string;
  readonly item: string | null;
  readonly defects: number | null;
  readonly round: string | null;
  readonly raisedAt: string;
  readonly dispatchedAt: string | null;
  readonly originalDeadline: string | null;
  readonly startedAt: string | null;
  readonly fixClaimedAt: string | null;
  readonly reworkCount: number;
  readonly returnCount: number;
  readonly transferCount: number;
  readonly extensionCount: number;
  readonly deferralCount: number;
  readonly deferredAt: string | null;
  readonly deferredUntil: string | null;
  readonly clockStopCount: number;
  readonly clockStoppedAt: string | null;
  readonly clockStoppedUntil: string | null;
  readonly mainNumber: number | null;
  readonly parentNumber: number | null;
  readonly recurrenceOfNumber: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly sourceRef: string | null;
}

/** The entries under some conditions, by number, read with a cursor: all of one moment, few at a time. */
export async function* readLedgerLines(
  tx: Tx,
  conditions: readonly Condition[],
  names: LedgerNames,
): AsyncGenerator<readonly (readonly StreamedCell[])[]> {
  await sql`declare ledger_lines no scroll cursor for
    select p.number, p.state, p.severity, p.source_kind as "sourceKind", p.category_key as "categoryKey",
      p.unit_id as "unitId", p.assisting_unit_ids as "assistingUnitIds", p.person_id as "personId",
      p.raised_by as "raisedBy", p.struck_off_by as "struckOffBy", p.proposed_unit_id as "proposedUnitId",
      p.linked_from_state as "linkedFromState", p.deadline_clock as "limitClockKey",
      p.deadline_hours as "limitText", p.is_sample as "isSample", p.clock_stop_reason as "stopReasonKey",
      o.words, s.code as "siteCode", s.name as "siteName", p.title, p.deadline_at as deadline, p.measures,
      p.progress, p.struck_off_at as "struckOffAt", p.place_text as place, p.description,
      p.item_code as item, p.defects, r.name as round, p.raised_at as "raisedAt",
      p.dispatched_at as "dispatchedAt", p.original_deadline_at as "originalDeadline",
      p.started_at as "startedAt", p.fix_claimed_at as "fixClaimedAt", p.rework_count as "reworkCount",
      p.return_count as "returnCount", p.transfer_count as "transferCount",
      p.extension_count as "extensionCount", p.deferral_count as "deferralCount",
      p.deferred_at as "deferredAt", p.deferred_until as "deferredUntil",
      p.clock_stop_count as "clockStopCount", p.clock_stopped_at as "clockStoppedAt",
      p.clock_stopped_until as "clockStoppedUntil",
      (select m.number from problem m where m.city_id = p.city_id and m.id = p.main_problem_id) as "mainNumber",
      (select m.number from problem m where m.city_id = p.city_id and m.id = p.parent_id) as "parentNumber",
      (select m.number from problem m where m.city_id = p.city_id and m.id = p.recurrence_of) as "recurrenceOfNumber",
      p.lon, p.lat, case when o.problem_id is null then p.source_ref end as "sourceRef"
    from problem p
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join round r on r.city_id = p.city_id and r.id = p.round_id
    left join ledger_import_row o on o.city_id = p.city_id and o.problem_id = p.id
    where ${sql.join(conditions, sql` and `)} order by p.number`.execute(tx);
  for (;;) {
    const { rows } = await sql<LineRow>`fetch forward ${sql.lit(linesAtOnce)} from ledger_lines`.execute(tx);
    if (rows.length > 0) yield rows.map((row) => cellsOf(row, names));
    if (rows.length < linesAtOnce) break;
  }
  await sql`close ledger_lines`.execute(tx);
}

const separator = '、';

/** Words of the format are Chinese whatever the reader's language: files of different people are alike. */
function word(kind: 'state' | 'severity', key: string): string {
  return say('zh-CN', `problems.${kind}.${key}`);
}

function cellsOf(row: LineRow, names: LedgerNames): StreamedCell[] {
  // what only the source of an import can say is said in its words until we know better ourselves
  const told = (field: LedgerField): string | null => row.words?.[field] ?? null;
  const isImported = row.sourceKind === 'import';
  const cells: Record<LedgerField, StreamedCell> = {
    number: row.number,
    siteCode: row.siteCode,
    siteName: row.siteName,
    title: row.title,
    source: (isImported ? told('source') : null) ?? say('zh-CN', `problems.source.${row.sourceKind}`),
    leadUnit: names.unit(row.unitId),
    assistingUnits: row.assistingUnitIds.flatMap((id) => names.unit(id) ?? []).join(separator),
    person: names.person(row.personId),
    deadline: row.deadline,
    measures: row.measures,
    progress: row.progress,
    state: word('state', row.state),
    struckOffAt: row.struckOffAt,
    place: row.place,
    description: row.description,
    category: names.category(row.categoryKey),
    severity: word('severity', row.severity),
    item: row.item ?? told('item'),
    defects: row.defects,
    round: row.round ?? told('round'),
    reporter: names.person(row.raisedBy) ?? told('reporter'),
    raisedAt: row.raisedAt,
    dispatchedAt: row.dispatchedAt,
    originalDeadline: row.originalDeadline,
    startedAt: row.startedAt,
    fixClaimedAt: row.fixClaimedAt,
    verifier: row.struckOffAt === null ? null : (names.person(row.struckOffBy) ?? told('verifier')),
    reworkCount: row.reworkCount,
    returnCount: row.returnCount,
    transferCount: row.transferCount,
    proposedUnit: names.unit(row.proposedUnitId),
    extensionCount: row.extensionCount,
    deferralCount: row.deferralCount,
    deferredAt: row.deferredAt,
    deferredUntil: row.deferredUntil,
    clockStopCount: row.clockStopCount,
    clockStoppedAt: row.clockStoppedAt,
    clockStoppedUntil: row.clockStoppedUntil,
    clockStopReason: row.stopReasonKey,
    mainNumber: row.mainNumber,
    stateBeforeLink: row.linkedFromState === null ? null : word('state', row.linkedFromState),
    parentNumber: row.parentNumber,
    recurrenceOfNumber: row.recurrenceOfNumber,
    limitHours: Number(row.limitText),
    limitClock: say('zh-CN', `ledgerFiles.clock.${row.limitClockKey}`),
    lon: row.lon,
    lat: row.lat,
    sourceRef: row.sourceRef ?? told('sourceRef'),
    sample: row.isSample ? say('zh-CN', 'common.yes') : null,
  };
  return ledgerFields.map((field) => {
    const cell = cells[field];
    return cell === '' ? null : cell;
  });
}

/** How many entries there are under some conditions. */
export async function countLedgerLines(tx: Tx, conditions: readonly Condition[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from problem p where ${sql.join(conditions, sql` and `)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

const changePosition = z.string().regex(/^\d{1,20}$/);

/** Below this number of changes everything is settled; the next incremental export begins with it. */
export async function readChangePosition(tx: Tx): Promise<string> {
  const { rows } = await sql<{ position: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as position`.execute(tx);
  return changePosition.parse(rows[0]?.position);
}

/** "Changed since this position." */
export function changedSince(cityId: string, position: string): Condition {
  return sql<boolean>`p.id in (select e.subject_id from event e
    where e.city_id = ${cityId} and e.subject_kind = 'problem' and e.xact_id >= ${position}::xid8)`;
}

import type { Tx } from '../platform/database/database.ts';
import type { ProofFinding, ProofReport } from './proof-finding.ts';

/** What a self-check found, as it was kept. */
export interface StoredCheck {
  readonly at: string;
  readonly tookMs: number;
  readonly report: Pick<
    ProofReport,
    'events' | 'subjects' | 'problems' | 'heads' | 'treeSize' | 'findingCount' | 'findings'
  >;
}

/** Findings that are kept with a check. */
const mostKept = 10;

/** Keeps what a self-check found. */
export async function recordCheck(tx: Tx, cityId: string, id: string, check: StoredCheck): Promise<void> {
  const { at, tookMs, report } = check;
  await tx
    .insertInto('proof_check')
    .values({
      city_id: cityId,
      id,
      at,
      took_ms: Math.round(tookMs),
      event_count: report.events,
      subject_count: report.subjects,
      problem_count: report.problems,
      head_count: report.heads,
      tree_size: report.treeSize,
      finding_count: report.findingCount,
      findings: JSON.stringify(report.findings.slice(0, mostKept)),
    })
    .execute();
}

/** The newest self-check; undefined before the first. */
export async function findLastCheck(tx: Tx, cityId: string): Promise<StoredCheck | undefined> {
  const row = await tx
    .selectFrom('proof_check')
    .selectAll()
    .where('city_id', '=', cityId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    at: row.at,
    tookMs: row.took_ms,
    report: {
      events: row.event_count,
      subjects: row.subject_count,
      problems: row.problem_count,
      heads: row.head_count,
      treeSize: row.tree_size,
      findingCount: row.finding_count,
      findings: row.findings as ProofFinding[],
    },
  };
}

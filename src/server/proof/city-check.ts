import { type Database, inCity, type Tx } from '../platform/database/database.ts';
import { readyForAll } from './cursor-reading.ts';
import type { WrittenHead } from './head-file.ts';
import { findProblemNumber, listLostEvents, readEntries, readSubjects } from './history-reading.ts';
import {
  collectFindings,
  type FindingList,
  mostFindings,
  type ProofFinding,
  type ProofReport,
} from './proof-finding.ts';
import { checkRows } from './row-check.ts';
import { checkSubject, subjectOf } from './subject-check.ts';
import { checkHeads, checkTree, readWrittenHeads } from './tree-check.ts';
import type { TreeHead } from './tree-head.ts';
import { listHeadsAfter } from './tree-head-queries.ts';

/** What a check may compare with besides the database itself. */
export interface CheckAgainst {
  /** Heads that were written down outside the database. */
  readonly written?: AsyncIterable<WrittenHead>;
  /** Public key of the installation as known from elsewhere. */
  readonly key?: Buffer | null;
}

/**
 * Checks everything a city's database says about its history, at one moment: every link of every chain,
 * every current row of a problem, every head of the tree. Memory stays the same however much there is.
 */
export async function checkCity(
  db: Database,
  cityId: string,
  against: CheckAgainst = {},
): Promise<ProofReport> {
  return inCity(db, cityId, 'snapshot', async (tx) => {
    await readyForAll(tx);
    const findings = collectFindings();
    const counts = await checkSubjects(tx, cityId, findings);
    await reportLost(tx, cityId, findings, counts.broken);
    const heads = await readHeads(tx, cityId);
    const key = against.key ?? null;
    checkHeads(cityId, heads, key, findings);
    const written = against.written ? await readWrittenHeads(cityId, against.written, key, findings) : [];
    const { tree } = await checkTree(heads, written, readEntries(tx, cityId), findings);
    return {
      events: counts.events,
      subjects: counts.subjects,
      problems: counts.problems,
      heads: heads.length,
      writtenHeads: written.length,
      treeSize: tree.size,
      lastHead: shownHead(heads.at(-1)),
      findingCount: findings.count,
      findings: findings.findings,
    };
  });
}

/** A head as a report names it. */
export function shownHead(head: TreeHead | undefined): ProofReport['lastHead'] {
  return head ? { size: head.size, at: head.at, root: head.root.toString('hex') } : null;
}

/** All heads, oldest first; one for some minutes of work, so they fit into memory. */
export async function readHeads(tx: Tx, cityId: string): Promise<TreeHead[]> {
  const heads: TreeHead[] = [];
  for (;;) {
    const more = await listHeadsAfter(tx, cityId, heads.at(-1)?.size ?? 0, 10_000);
    heads.push(...more);
    if (more.length < 10_000) return heads;
  }
}

async function checkSubjects(tx: Tx, cityId: string, findings: FindingList) {
  const rows = checkRows(tx, cityId, findings);
  // subjects already reported, so that a gap is not told twice; as few as findings are kept
  const broken = new Set<string>();
  let events = 0;
  let subjects = 0;
  for await (const history of readSubjects(tx, cityId)) {
    subjects += 1;
    events += history.length;
    const checked = checkSubject(cityId, history);
    const subject = subjectOf(history);
    if (!checked.holds) {
      if (subject && broken.size < mostFindings) broken.add(subject.id);
      findings.add(await withNumber(tx, cityId, checked.finding));
    }
    if (subject?.kind === 'problem') await rows.take(subject, history, checked.holds ? checked.end : null);
  }
  await rows.end();
  return { events, subjects, problems: rows.count, broken };
}

/** A problem whose first event is lost or spoilt is named by the number of its row. */
async function withNumber(tx: Tx, cityId: string, found: ProofFinding): Promise<ProofFinding> {
  const { subject } = found;
  if (subject?.kind !== 'problem' || subject.number !== null) return found;
  return { ...found, subject: { ...subject, number: await findProblemNumber(tx, cityId, subject.id) } };
}

/** Events that the tree knows and the history does not have: a tail cut off, or a whole subject taken away. */
async function reportLost(
  tx: Tx,
  cityId: string,
  findings: FindingList,
  broken: ReadonlySet<string>,
): Promise<void> {
  for (const lost of await listLostEvents(tx, cityId, mostFindings)) {
    const { subjectKind: kind, subjectId: id, lastKept, firstVersion, count } = lost;
    if (broken.has(id)) continue;
    const number = kind === 'problem' ? await findProblemNumber(tx, cityId, id) : null;
    const code = lastKept === null ? 'subjectMissing' : 'tailMissing';
    findings.add({ code, subject: { kind, id, number }, version: firstVersion, facts: { count } });
  }
}

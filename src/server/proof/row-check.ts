import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { ChainEnd } from '../platform/event-log.ts';
import { findRowDifference, type StoredProblemEvent } from '../problems/problem-history.ts';
import type { ProblemRow } from '../problems/problem-rows.ts';
import { eachOf, readInBatches } from './cursor-reading.ts';
import type { FindingList, FoundSubject } from './proof-finding.ts';
import type { LoggedEvent } from './subject-check.ts';

/**
 * Compares the current rows of problems with their histories, both read side by side by id. `take` is
 * called with each problem's history in the order of ids, `end` after the last.
 */
export interface RowCheck {
  readonly count: number;
  /** @param end where its chain ends; null where the chain is broken, which was reported already. */
  take(subject: FoundSubject, events: readonly LoggedEvent[], end: ChainEnd | null): Promise<void>;
  end(): Promise<void>;
}

/** Begins to compare the rows of a city. */
export function checkRows(tx: Tx, cityId: string, findings: FindingList): RowCheck {
  const rows = eachOf(
    readInBatches<ProblemRow>(
      tx,
      'proof_problems',
      sql`select * from problem where city_id = ${cityId} order by id`,
    ),
  );
  let count = 0;
  let row: ProblemRow | null | undefined;
  const advance = async (): Promise<void> => {
    const { value, done } = await rows.next();
    row = done ? null : value;
    if (row) count += 1;
  };
  const passOver = async (until: string | null): Promise<void> => {
    if (row === undefined) await advance();
    for (; row && (until === null || row.id < until); await advance()) {
      const subject = { kind: 'problem', id: row.id, number: row.number } as const;
      findings.add({ code: 'rowWithoutHistory', subject, version: null, facts: {} });
    }
  };
  return {
    get count() {
      return count;
    },
    async take(subject, events, end) {
      await passOver(subject.id);
      if (row?.id !== subject.id) {
        findings.add({ code: 'rowMissing', subject, version: null, facts: {} });
        return;
      }
      if (end) compare(row, subject, events, end, findings);
      await advance();
    },
    end: () => passOver(null),
  };
}

function compare(
  row: ProblemRow,
  subject: FoundSubject,
  events: readonly LoggedEvent[],
  end: ChainEnd,
  findings: FindingList,
): void {
  const difference = findRowDifference(row, events as readonly StoredProblemEvent[]);
  if (difference) {
    findings.add({ code: 'rowDiffers', subject, version: end.version, facts: { ...difference } });
  } else if (!row.last_hash.equals(end.hash)) {
    const facts = { expected: end.hash.toString('hex'), found: row.last_hash.toString('hex') };
    findings.add({ code: 'rowEndDiffers', subject, version: end.version, facts });
  }
}

import type { SubjectKind } from '../platform/event-log.ts';

/** What does not hold, as a code. Words: `proof.finding.<code>`. */
export const findingCodes = [
  // one subject's chain
  'eventChanged',
  'eventRewritten',
  'eventInserted',
  'eventsReordered',
  'eventMissing',
  'linkBroken',
  'tailMissing',
  'subjectMissing',
  // the current row of a problem
  'rowDiffers',
  'rowEndDiffers',
  'rowMissing',
  'rowWithoutHistory',
  // the tree over all events
  'leafMissing',
  'leafBeyondHeads',
  'rootDiffers',
  'headChanged',
  'headMissing',
  'headForeignKey',
  // heads that were written down elsewhere
  'writtenHeadUnreadable',
  'writtenHeadForged',
  'writtenHeadDiffers',
  'writtenHeadBeyond',
  // an export
  'lineUnreadable',
  'exportCut',
  'exportCountDiffers',
  'exportSealDiffers',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** The subject a finding is about. `number`: human number of a problem; null where it has none or it is lost. */
export interface FoundSubject {
  readonly kind: SubjectKind;
  readonly id: string;
  readonly number: number | null;
}

/** One thing that does not hold, with its place. Facts are what words name: hashes in hex, counts, members. */
export interface ProofFinding {
  readonly code: FindingCode;
  readonly subject: FoundSubject | null;
  readonly version: number | null;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What a check went through, and what it found. */
export interface ProofReport {
  readonly events: number;
  readonly subjects: number;
  /** Current rows compared with their history; none in an export. */
  readonly problems: number;
  readonly heads: number;
  /** Heads from elsewhere that were compared. */
  readonly writtenHeads: number;
  /** Leaves under the last head; events after it are not in the tree yet. */
  readonly treeSize: number;
  /** Head over everything checked, for comparing by eye; null before the first. */
  readonly lastHead: { readonly size: number; readonly at: string; readonly root: string } | null;
  readonly findingCount: number;
  /** The first {@link mostFindings}. */
  readonly findings: readonly ProofFinding[];
}

/** Findings that are kept; the rest is counted. */
export const mostFindings = 50;

/** Keeps the first findings and counts the others. */
export interface FindingList {
  readonly findings: readonly ProofFinding[];
  readonly count: number;
  add(finding: ProofFinding): void;
}

/** An empty list. */
export function collectFindings(): FindingList {
  const findings: ProofFinding[] = [];
  let count = 0;
  return {
    findings,
    get count() {
      return count;
    },
    add(finding) {
      count += 1;
      if (findings.length < mostFindings) findings.push(finding);
    },
  };
}

/** A finding about no subject. */
export function finding(
  code: FindingCode,
  facts: Readonly<Record<string, string | number>> = {},
): ProofFinding {
  return { code, subject: null, version: null, facts };
}

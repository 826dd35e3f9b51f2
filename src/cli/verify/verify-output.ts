import type { ProofReport } from '../../server/proof/proof-finding.ts';
import { sayFinding, sayMoment } from '../../server/proof/proof-words.ts';
import { cliLanguage, sayCli } from '../house/cli-words.ts';

/** What was checked, and how long it took; `city` null where the file was no export. */
export interface CheckedPlace {
  readonly city: { readonly code: string; readonly name: string } | null;
  readonly seconds: number;
  /** File of heads that were written down; null where none was given. */
  readonly headFile: string | null;
}

/** Findings that are printed; the rest is counted. */
const mostPrinted = 20;

/**
 * Prints what was checked, and each thing that does not hold: the counts to standard output, findings to
 * the error output, the first of them first.
 *
 * @returns whether everything holds.
 */
export function printReport(report: ProofReport, place: CheckedPlace): boolean {
  const { city, headFile, seconds } = place;
  const { events, subjects, problems, heads, writtenHeads, lastHead } = report;
  const speed = Math.round(events / Math.max(seconds, 0.001));
  const counts = { events, subjects, problems, heads, seconds: seconds.toFixed(1), speed };
  // what is no export has nothing to count
  if (!city) {
    process.stderr.write(`${faultLines(report).join('\n')}\n`);
    return false;
  }
  const lines = [sayCli('proof.cli.city', city)];
  lines.push(sayCli(problems > 0 ? 'proof.cli.counts' : 'proof.cli.exportCounts', counts));
  lines.push(
    headFile !== null && writtenHeads > 0
      ? sayCli('proof.cli.written', { count: writtenHeads, file: headFile })
      : sayCli('proof.cli.noWritten'),
  );
  lines.push(
    lastHead
      ? sayCli('proof.cli.lastHead', { ...lastHead, at: sayMoment(lastHead.at) })
      : sayCli('proof.cli.noHead'),
  );
  const waiting = events - report.treeSize;
  if (waiting > 0) lines.push(sayCli('proof.cli.notCovered', { count: waiting }));
  if (report.findingCount === 0) lines.push(sayCli('proof.cli.holds'));
  process.stdout.write(`${lines.join('\n')}\n`);
  if (report.findingCount > 0) process.stderr.write(`${faultLines(report).join('\n')}\n`);
  return report.findingCount === 0;
}

function faultLines(report: ProofReport): string[] {
  const [first, ...others] = report.findings.slice(0, mostPrinted).map((one) => sayFinding(cliLanguage, one));
  const left = report.findingCount - others.length - 1;
  return [
    sayCli('proof.cli.fails', { count: report.findingCount }),
    ...(first === undefined ? [] : [sayCli('proof.cli.first', { finding: first })]),
    ...others,
    ...(left > 0 ? [sayCli('proof.cli.more', { count: left })] : []),
  ];
}

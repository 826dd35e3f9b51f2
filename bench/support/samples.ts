/** Milliseconds of processor time; of the database null where it cannot be read. */
export interface ProcessorTime {
  readonly node: number;
  readonly database: number | null;
}

/** How long each of many calls took, in milliseconds, and what they cost. */
export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Per call. */
  readonly cpu: ProcessorTime;
}

/** The value below which `share` of the numbers lie; by the nearest rank. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  return percentile(numbers, 0.5);
}

/** `min / median / max` as text. */
export function spread(numbers: readonly number[], digits = 0): string {
  return [Math.min(...numbers), median(numbers), Math.max(...numbers)]
    .map((number) => number.toFixed(digits))
    .join(' / ');
}

/** Prints rows under a head, columns aligned; the first column to the left. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const lineOf = (row: readonly string[]) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ');
  console.log(lineOf(head));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(lineOf(row));
}

/**
 * Runs `work` in `clients` closed loops, each beginning its next call when the last has ended, until
 * `seconds` are over or `work` answers false.
 */
export async function runClosedLoops(
  clients: number,
  seconds: number,
  work: (client: number) => Promise<boolean>,
  processorTime: () => Promise<ProcessorTime>,
): Promise<Measured> {
  const took: number[] = [];
  const before = await processorTime();
  const begun = performance.now();
  const until = begun + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_none, client) => {
      for (let start = performance.now(); start < until; start = performance.now()) {
        if (!(await work(client))) return;
        took.push(performance.now() - start);
      }
    }),
  );
  const elapsed = performance.now() - begun;
  const after = await processorTime();
  return {
    perSecond: (took.length / elapsed) * 1000,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    cpu: {
      node: (after.node - before.node) / took.length,
      database:
        before.database === null || after.database === null
          ? null
          : (after.database - before.database) / took.length,
    },
  };
}

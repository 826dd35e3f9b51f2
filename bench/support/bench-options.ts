/** What a benchmark is told on the command line. */
export interface BenchOptions {
  /** Length of one measurement. */
  readonly seconds: number;
  readonly rounds: number;
  /** Size of the ledger in `ledger-list`. */
  readonly problems: number;
}

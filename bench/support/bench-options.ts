/** What a benchmark is told on the command line. */
export interface BenchOptions {
  /** Length of one measurement. */
  readonly seconds: number;
  readonly rounds: number;
  /** Size of the ledger in `ledger-list`. */
  readonly problems: number;
  /** Photos to look among in `photo-twins`. */
  readonly photos: number;
  /** Folder for what is too long to print, such as query plans. */
  readonly output: string;
}

/** Of the problems struck off in a period: how many came back. */
export interface RecurrenceCounts {
  readonly struckOff: number;
  /** Struck-off problems that a later problem is again. */
  readonly cameBack: number;
  /** Struck off so recently that the window is still open: they may come back yet. */
  readonly windowOpen: number;
}

/** Fewest struck-off problems a rate is said of; below it only the counts are shown. */
export const fewestForRate = 5;

/** Share that came back, between 0 and 1; null where too few were struck off to say. */
export function recurrenceRate({ struckOff, cameBack }: RecurrenceCounts): number | null {
  return struckOff < fewestForRate ? null : cameBack / struckOff;
}

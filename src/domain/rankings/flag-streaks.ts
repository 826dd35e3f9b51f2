/** A published ranking that counts, as streaks see it. */
export interface FlagIssue {
  /** Rankings of one series follow each other. */
  readonly series: string;
  /** Instant of publication; orders the issues of a series. */
  readonly publishedAt: string;
  readonly flags: readonly { readonly unit: string; readonly colour: string }[];
}

/**
 * How many rankings in a row up to the last one of a series gave a unit the same flag. A unit that
 * several series flag has its longest running streak.
 *
 * @returns streaks of at least 1 by `unit` and `colour`, as `${unit}\n${colour}`.
 */
export function runningStreaks(issues: readonly FlagIssue[]): ReadonlyMap<string, number> {
  const streaks = new Map<string, number>();
  for (const series of Map.groupBy(issues, (issue) => issue.series).values()) {
    const latestFirst = series.toSorted((a, b) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt));
    const keys = latestFirst.map(
      ({ flags }) => new Set(flags.map(({ unit, colour }) => streakKey(unit, colour))),
    );
    for (const key of keys[0] ?? []) {
      const broken = keys.findIndex((set) => !set.has(key));
      const length = broken === -1 ? keys.length : broken;
      streaks.set(key, Math.max(length, streaks.get(key) ?? 0));
    }
  }
  return streaks;
}

export function streakKey(unit: string, colour: string): string {
  return `${unit}\n${colour}`;
}

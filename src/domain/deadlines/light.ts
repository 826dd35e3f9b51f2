/** green: in time. yellow: the last quarter of the time. red: overdue. */
export const lights = ['green', 'yellow', 'red'] as const;
export type Light = (typeof lights)[number];

/**
 * The deadline light, by the clock on the wall from `start` to `deadline`.
 *
 * The deadline itself is still in time (yellow). A deadline at or before its start has no quarters: it is
 * yellow until it has passed.
 *
 * @param now ISO 8601 instant, as are `start` (when the deadline began to run) and `deadline`.
 */
export function light(now: string, start: string, deadline: string): Light {
  const [at, from, to] = [Date.parse(now), Date.parse(start), Date.parse(deadline)];
  if (at > to) return 'red';
  return at >= from + ((to - from) * 3) / 4 ? 'yellow' : 'green';
}

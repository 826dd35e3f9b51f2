/**
 * Slows guessing: after `most` failures for one login and address within the window, further tries are
 * refused before any password is hashed. Kept in memory: a restart forgives, several processes each
 * count their own, and both only widen the limit by a small factor.
 */
export function createSignInLimit(clock: () => Date, most = 10, windowSeconds = 300) {
  const failures = new Map<string, { count: number; until: number }>();
  return {
    /** Seconds to wait, or 0. */
    wait(key: string): number {
      const entry = failures.get(key);
      const now = clock().getTime();
      if (!entry || entry.until <= now) return 0;
      return entry.count >= most ? Math.ceil((entry.until - now) / 1000) : 0;
    },
    failed(key: string): void {
      const now = clock().getTime();
      if (failures.size > 10_000)
        for (const [known, entry] of failures) if (entry.until <= now) failures.delete(known);
      if (failures.size > 50_000) failures.clear();
      const entry = failures.get(key);
      if (entry && entry.until > now) entry.count += 1;
      else failures.set(key, { count: 1, until: now + windowSeconds * 1000 });
    },
    succeeded(key: string): void {
      failures.delete(key);
    },
  };
}

/**
 * How long forms take, as a histogram: how many were completed within each span of seconds. Spans grow by a
 * quarter, so that a quantile is known to a quarter, and nobody's single time is kept.
 */
const shortest = 1;
const growth = 1.25;

/** Longer than this a form was left lying, not filled in; seconds. */
export const longestTiming = 7200;

/** Number of spans. */
export const spanCount = Math.ceil(Math.log(longestTiming / shortest) / Math.log(growth)) + 1;

/** Upper end of a span, in seconds; the span begins where the one before ends. */
export function spanEnd(span: number): number {
  return shortest * growth ** span;
}

/** The span that a time falls into. @param seconds 0 to {@link longestTiming}. */
export function spanOf(seconds: number): number {
  let span = 0;
  while (span < spanCount - 1 && seconds > spanEnd(span)) span += 1;
  return span;
}

/** How many forms were completed within one span. */
export interface SpanCount {
  readonly span: number;
  readonly count: number;
}

/** Fewer completed forms than this say nothing, and might point at a person. */
export const fewestTimings = 5;

/** How many, and their times; null below {@link fewestTimings}. */
export interface TimingSummary {
  readonly count: number;
  readonly medianSeconds: number | null;
  /** Nine of ten were faster. */
  readonly ninthDecileSeconds: number | null;
}

/** What a histogram tells. */
export function summariseTimings(histogram: readonly SpanCount[]): TimingSummary {
  const count = histogram.reduce((sum, one) => sum + one.count, 0);
  if (count < fewestTimings) return { count, medianSeconds: null, ninthDecileSeconds: null };
  return {
    count,
    medianSeconds: quantile(histogram, count, 0.5),
    ninthDecileSeconds: quantile(histogram, count, 0.9),
  };
}

/** By the nearest rank; within its span the times are taken to lie evenly. */
function quantile(histogram: readonly SpanCount[], total: number, share: number): number {
  const rank = Math.ceil(share * total);
  let below = 0;
  for (const { span, count } of [...histogram].sort((a, b) => a.span - b.span)) {
    if (below + count >= rank) {
      const start = span === 0 ? 0 : spanEnd(span - 1);
      return start + ((rank - below) / count) * (spanEnd(span) - start);
    }
    below += count;
  }
  return longestTiming;
}

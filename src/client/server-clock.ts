/** A reply slower than this says too little about the moment it was written. */
const slowMs = 3000;

let offsetMs: number | null = null;

/**
 * Learns from a reply how far this device's clock is ahead of the server's. The header `date` is written in
 * whole seconds, half-way between sending and receiving as far as anybody can tell.
 *
 * @param sentAt this device's clock in milliseconds when the call went out; `receivedAt`: when it came back.
 */
export function noteServerTime(date: string | null, sentAt: number, receivedAt: number): void {
  const server = date === null ? Number.NaN : Date.parse(date);
  const took = receivedAt - sentAt;
  // negative: somebody set the clock in between
  if (Number.isNaN(server) || took < 0 || took > slowMs) return;
  offsetMs = (sentAt + receivedAt) / 2 - (server + 500);
}

/** Whole seconds that this device's clock is ahead of the server's; null: no reply told yet. */
export function clockOffsetS(): number | null {
  return offsetMs === null ? null : Math.round(offsetMs / 1000);
}

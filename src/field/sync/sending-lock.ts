/**
 * Runs `work` if no other tab of this person is sending; two senders would wait for each other's photos.
 * Browsers without locks have one tab in practice: the page itself never starts twice.
 *
 * @returns false where another tab is at it.
 */
export async function withSendingLock(personId: string, work: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) {
    await work();
    return true;
  }
  return navigator.locks.request(`guatu-sending-${personId}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await work();
    return true;
  });
}

import type { Tx } from '../platform/database/database.ts';

/**
 * Told of sites that were entered or changed, in the transaction of the change: what hangs on sites keeps
 * itself in step. May refuse the change by throwing.
 */
export type SiteWatcher = (tx: Tx, cityId: string, siteIds: readonly string[], now: string) => Promise<void>;

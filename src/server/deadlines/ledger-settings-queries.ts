import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import { type LedgerSettings, readLedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import type { Tx } from '../platform/database/database.ts';
import { say } from '../platform/words.ts';

/**
 * What the city decided about its ledger, in one statement by primary key and never from memory: a changed
 * rule counts from the next command on. An arbiter who has left does not count.
 */
export async function loadLedgerSettings(tx: Tx, cityId: string): Promise<LedgerSettings> {
  const { rows } = await sql<{ settings: Json; arbiter: string | null }>`
    select c.settings, (select p.id from person p where p.city_id = c.city_id and p.is_active
        and p.id::text = c.settings->>'arbiterPersonId') as arbiter
    from city c where c.city_id = ${cityId}`.execute(tx);
  const settings = readLedgerSettings(rows[0]?.settings ?? {});
  return {
    ...settings,
    arbiterPersonId: rows[0]?.arbiter ?? null,
    clockStopReasons: settings.clockStopReasons.map((reason) => ({
      ...reason,
      label: reason.label || nameOf('zh-CN', reason.key),
      labelEn: reason.labelEn || (reason.label === '' ? nameOf('en', reason.key) : reason.label),
    })),
  };
}

function nameOf(locale: 'zh-CN' | 'en', key: string): string {
  const words = `deadlines.stopReason.${key}`;
  const name = say(locale, words);
  return name === words ? key : name;
}

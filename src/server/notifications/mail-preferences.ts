import { sql } from 'kysely';
import {
  defaultMailSettings,
  type MailMode,
  type MailSettings,
  mailModes,
} from '../../domain/notifications/mail-time.ts';
import type { NoticeGroup } from '../../domain/notifications/notice-rules.ts';
import type { Tx } from '../platform/database/database.ts';

/** What a person chose; `mail` null: as the city set it. */
export interface Preferences {
  readonly email: string | null;
  readonly mail: MailSettings | null;
  readonly muted: readonly NoticeGroup[];
}

export const noPreferences: Preferences = { email: null, mail: null, muted: [] };

/** When the city writes to people who chose nothing (`city.settings.mail`). */
export async function findCityMail(tx: Tx, cityId: string): Promise<MailSettings> {
  const { rows } = await sql<{ mail: Partial<Record<keyof MailSettings, unknown>> | null }>`
    select settings->'mail' as mail from city where city_id = ${cityId}`.execute(tx);
  return readMailSettings(rows[0]?.mail ?? null);
}

/** Broken settings must not silence the house: the defaults count for what makes no sense. */
function readMailSettings(given: Partial<Record<keyof MailSettings, unknown>> | null): MailSettings {
  const fallback = defaultMailSettings;
  if (given === null || typeof given !== 'object') return fallback;
  const isQuiet = given.quietFrom !== undefined || given.quietTo !== undefined;
  const digestAt = Array.isArray(given.digestAt) ? given.digestAt.filter((at) => typeof at === 'string') : [];
  return {
    mode: mailModes.find((mode) => mode === given.mode) ?? fallback.mode,
    digestAt: digestAt.length > 0 ? digestAt : fallback.digestAt,
    quietFrom: isQuiet ? clockOf(given.quietFrom) : fallback.quietFrom,
    quietTo: isQuiet ? clockOf(given.quietTo) : fallback.quietTo,
    quietOnDaysOff:
      typeof given.quietOnDaysOff === 'boolean' ? given.quietOnDaysOff : fallback.quietOnDaysOff,
  };
}

function clockOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export async function setCityMail(tx: Tx, cityId: string, mail: MailSettings): Promise<void> {
  await sql`update city set settings = jsonb_set(settings, '{mail}', ${JSON.stringify(mail)}::jsonb)
    where city_id = ${cityId}`.execute(tx);
}

/** Preferences of these people; who chose nothing is not among them. */
export async function findPreferences(
  tx: Tx,
  cityId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Preferences>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('notice_preference')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('person_id', 'in', personIds)
    .execute();
  return new Map(
    rows.map((row) => [
      row.person_id,
      {
        email: row.email,
        mail:
          row.mode === null
            ? null
            : {
                mode: row.mode as MailMode,
                digestAt: row.digest_at ?? defaultMailSettings.digestAt,
                quietFrom: row.quiet_from,
                quietTo: row.quiet_to,
                quietOnDaysOff: row.quiet_on_days_off ?? defaultMailSettings.quietOnDaysOff,
              },
        muted: row.muted as NoticeGroup[],
      },
    ]),
  );
}

export async function setPreferences(
  tx: Tx,
  cityId: string,
  personId: string,
  { email, mail, muted }: Preferences,
  now: string,
): Promise<void> {
  const chosen = {
    email,
    mode: mail?.mode ?? null,
    digest_at: mail ? [...mail.digestAt] : null,
    quiet_from: mail?.quietFrom ?? null,
    quiet_to: mail?.quietTo ?? null,
    quiet_on_days_off: mail?.quietOnDaysOff ?? null,
    muted: [...new Set(muted)],
    updated_at: now,
  };
  await tx
    .insertInto('notice_preference')
    .values({ city_id: cityId, person_id: personId, ...chosen })
    .onConflict((conflict) => conflict.columns(['city_id', 'person_id']).doUpdateSet(chosen))
    .execute();
}

import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { say } from '../platform/words.ts';
import { inSightOfUse, type PhotoSight } from './photo-sight.ts';

/** What is printed on a copy, and of which photo. */
export interface StampFacts {
  readonly sha256: string;
  /** Number of the problem; `null` where the photo is evidence of an inspection only. */
  readonly problemNumber: number | null;
  readonly deviceTakenAt: string | null;
  readonly exifTakenAt: string | null;
  readonly receivedAt: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracyM: number | null;
  readonly exifLon: number | null;
  readonly exifLat: number | null;
}

/** The facts of one use of a photo; undefined where there is none in sight. */
export async function findStampFacts(
  tx: Tx,
  cityId: string,
  useId: string,
  sight: PhotoSight,
): Promise<StampFacts | undefined> {
  const { rows } = await sql<StampFacts>`
    select pu.sha256, problem.number as "problemNumber", pu.device_taken_at as "deviceTakenAt",
      photo.exif_taken_at as "exifTakenAt", photo.received_at as "receivedAt", pu.lon, pu.lat,
      pu.accuracy_m as "accuracyM", photo.exif_lon as "exifLon", photo.exif_lat as "exifLat"
    from photo_use pu
    join photo on photo.city_id = pu.city_id and photo.sha256 = pu.sha256
    left join problem on problem.city_id = pu.city_id and problem.id = pu.subject_id
      and pu.subject_kind = 'problem'
    where pu.city_id = ${cityId} and pu.id = ${useId} and ${inSightOfUse(cityId, sight)}`.execute(tx);
  return rows[0];
}

/**
 * The lines of a stamp. Each fact says where it comes from: a stamp is comfort, and what proves is the hash.
 * In Latin letters whatever the language, because pictures have no other font here.
 */
export function stampLines(facts: StampFacts): string[] {
  const words = (key: string, values: Readonly<Record<string, unknown>> = {}) =>
    say('en', `evidence.stamp.${key}`, values);
  const [taken, source] = facts.deviceTakenAt
    ? [facts.deviceTakenAt, words('device')]
    : facts.exifTakenAt
      ? [facts.exifTakenAt, words('exif')]
      : [facts.receivedAt, words('received')];
  return [
    facts.problemNumber === null ? words('inspection') : words('problem', { number: facts.problemNumber }),
    `${chinaTime(taken)} ${source}`,
    placeLine(facts, words),
    words('hash', { hash: facts.sha256.slice(0, 32) }),
    facts.sha256.slice(32),
    words('copy'),
  ];
}

function placeLine(
  facts: StampFacts,
  words: (key: string, values?: Readonly<Record<string, unknown>>) => string,
): string {
  if (facts.lon !== null && facts.lat !== null) {
    const around = facts.accuracyM === null ? '' : ` ±${Math.round(facts.accuracyM)} M`;
    return `${degrees(facts.lat, 'N', 'S')} ${degrees(facts.lon, 'E', 'W')}${around} ${words('device')}`;
  }
  if (facts.exifLon !== null && facts.exifLat !== null) {
    return `${degrees(facts.exifLat, 'N', 'S')} ${degrees(facts.exifLon, 'E', 'W')} ${words('exif')}`;
  }
  return words('noPlace');
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Math.abs(value).toFixed(5)}° ${value < 0 ? negative : positive}`;
}

/** 2026-11-23 14:05:00 +08:00 */
function chinaTime(instant: string): string {
  const shifted = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} +08:00`;
}

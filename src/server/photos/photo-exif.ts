import exifr from 'exifr';

/** What the camera wrote into the file; each part `null` where absent or senseless. */
export interface PhotoExif {
  /** ISO instant. */
  readonly takenAt: string | null;
  /** WGS-84 degrees; both or neither. */
  readonly lon: number | null;
  readonly lat: number | null;
  readonly model: string | null;
  /** Zone written beside the capture time, `+08:00`; `null`: none, so Chinese time was assumed. */
  readonly offset: string | null;
  /** ISO instant by the satellites. */
  readonly satelliteAt: string | null;
  /** ISO instant of the last change that the file admits to. */
  readonly changedAt: string | null;
  /** Program that wrote the file: of a phone its system, of an edited picture the editor. */
  readonly software: string | null;
}

const nothing: PhotoExif = {
  takenAt: null,
  lon: null,
  lat: null,
  model: null,
  offset: null,
  satelliteAt: null,
  changedAt: null,
  software: null,
};

/** EXIF writes local time; cameras seldom say which. China has one time zone. */
const assumedOffset = '+08:00';

/**
 * Reads an EXIF block.
 *
 * Capture time: `DateTimeOriginal`, in the zone of `OffsetTimeOriginal` where the camera wrote one
 * (EXIF 2.31), else taken as China Standard Time, UTC+08:00.
 *
 * @param block TIFF bytes as sharp hands them out, with or without the leading `Exif\0\0`.
 * @returns facts, all `null` for a broken block: a photo with spoilt EXIF is still a photo.
 */
export async function readExif(block: Buffer | undefined): Promise<PhotoExif> {
  if (!block) return nothing;
  const tiff = block.subarray(0, 6).toString('latin1') === 'Exif\0\0' ? block.subarray(6) : block;
  try {
    const tags: unknown = await exifr.parse(tiff, { tiff: true, exif: true, gps: true, reviveValues: false });
    return typeof tags === 'object' && tags !== null ? factsOf(tags as ExifTags) : nothing;
  } catch {
    return nothing;
  }
}

interface ExifTags {
  readonly DateTimeOriginal?: unknown;
  readonly OffsetTimeOriginal?: unknown;
  readonly ModifyDate?: unknown;
  readonly OffsetTime?: unknown;
  readonly Software?: unknown;
  /** Universal time: `2026:11:23`, and hours, minutes, seconds. */
  readonly GPSDateStamp?: unknown;
  readonly GPSTimeStamp?: unknown;
  readonly Model?: unknown;
  /** Decimal degrees, reckoned by the reader from the GPS tags. */
  readonly longitude?: unknown;
  readonly latitude?: unknown;
}

function factsOf(tags: ExifTags): PhotoExif {
  return {
    takenAt: instantOf(tags.DateTimeOriginal, tags.OffsetTimeOriginal),
    ...positionOf(tags.longitude, tags.latitude),
    model: textOf(tags.Model),
    offset: zoneOf(tags.OffsetTimeOriginal),
    satelliteAt: satelliteTimeOf(tags.GPSDateStamp, tags.GPSTimeStamp),
    changedAt: instantOf(tags.ModifyDate, tags.OffsetTime ?? tags.OffsetTimeOriginal),
    software: textOf(tags.Software),
  };
}

const exifTime = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/;

function instantOf(time: unknown, offset: unknown): string | null {
  const match = typeof time === 'string' ? exifTime.exec(time) : null;
  if (!match) return null;
  const [, year = '', month = '', day = '', ...clock] = match;
  const zone = zoneOf(offset) ?? assumedOffset;
  const written = `${year}-${month}-${day}T${clock.join(':')}`;
  const instant = new Date(`${written}${zone}`);
  // before digital cameras, or the 31st of a month that has 30 days, which Date would roll over
  const exists = new Date(`${written}Z`).toJSON()?.startsWith(written);
  return exists && Number(year) >= 1990 && !Number.isNaN(instant.getTime()) ? instant.toISOString() : null;
}

function zoneOf(offset: unknown): string | null {
  if (typeof offset !== 'string') return null;
  const match = /^[+-](\d\d):([0-5]\d)/.exec(offset);
  return match && Number(match[1]) <= 14 ? match[0] : null;
}

/** `GPSTimeStamp` arrives as text `5:30:15` or as three numbers, by the reader's mood. */
function satelliteTimeOf(day: unknown, time: unknown): string | null {
  const date = typeof day === 'string' ? /^(\d{4})[:-](\d\d)[:-](\d\d)/.exec(day) : null;
  const clock = Array.isArray(time) ? time : typeof time === 'string' ? time.split(':') : [];
  const [hours, minutes, seconds] = clock.map(Number);
  if (!date || hours === undefined || minutes === undefined || seconds === undefined) return null;
  const parts = [hours, minutes, Math.floor(seconds)].map((part) => String(part).padStart(2, '0'));
  return instantOf(`${date[1]}:${date[2]}:${date[3]} ${parts.join(':')}`, '+00:00');
}

function positionOf(lon: unknown, lat: unknown): { lon: number | null; lat: number | null } {
  const none = { lon: null, lat: null };
  if (typeof lon !== 'number' || typeof lat !== 'number') return none;
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return none;
  // phones write 0, 0 where they had no fix
  return lon === 0 && lat === 0 ? none : { lon, lat };
}

function textOf(tag: unknown): string | null {
  if (typeof tag !== 'string') return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: cameras pad with NUL, which text columns refuse
  const text = tag.replace(/[\u0000-\u001f\u007f\ufffd]/g, '').trim();
  return text === '' ? null : text.slice(0, 100);
}

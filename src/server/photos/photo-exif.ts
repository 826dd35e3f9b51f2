import exifr from 'exifr';

/** What the camera wrote into the file; each part `null` where absent or senseless. */
export interface PhotoExif {
  /** ISO instant. */
  readonly takenAt: string | null;
  /** WGS-84 degrees; both or neither. */
  readonly lon: number | null;
  readonly lat: number | null;
  readonly model: string | null;
}

const nothing: PhotoExif = { takenAt: null, lon: null, lat: null, model: null };

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
  readonly Model?: unknown;
  /** Decimal degrees, reckoned by the reader from the GPS tags. */
  readonly longitude?: unknown;
  readonly latitude?: unknown;
}

function factsOf(tags: ExifTags): PhotoExif {
  return {
    takenAt: instantOf(tags.DateTimeOriginal, tags.OffsetTimeOriginal),
    ...positionOf(tags.longitude, tags.latitude),
    model: modelOf(tags.Model),
  };
}

const exifTime = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/;

function instantOf(time: unknown, offset: unknown): string | null {
  const match = typeof time === 'string' ? exifTime.exec(time) : null;
  if (!match) return null;
  const [, year = '', month = '', day = '', ...clock] = match;
  const zone = typeof offset === 'string' && /^[+-]\d\d:\d\d$/.test(offset) ? offset : assumedOffset;
  const written = `${year}-${month}-${day}T${clock.join(':')}`;
  const instant = new Date(`${written}${zone}`);
  // before digital cameras, or the 31st of a month that has 30 days, which Date would roll over
  const exists = new Date(`${written}Z`).toJSON()?.startsWith(written);
  return exists && Number(year) >= 1990 && !Number.isNaN(instant.getTime()) ? instant.toISOString() : null;
}

function positionOf(lon: unknown, lat: unknown): { lon: number | null; lat: number | null } {
  const none = { lon: null, lat: null };
  if (typeof lon !== 'number' || typeof lat !== 'number') return none;
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return none;
  // phones write 0, 0 where they had no fix
  return lon === 0 && lat === 0 ? none : { lon, lat };
}

function modelOf(model: unknown): string | null {
  if (typeof model !== 'string') return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: cameras pad with NUL, which text columns refuse
  const text = model.replace(/[\u0000-\u001f\u007f\ufffd]/g, '').trim();
  return text === '' ? null : text.slice(0, 100);
}

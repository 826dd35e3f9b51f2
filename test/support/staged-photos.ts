import type { Exif } from 'sharp';
import { drawScene, type SyntheticScene } from './synthetic-photo.ts';

/** Moments of a staged problem; the old photo is thirteen days older. */
export const moments = {
  old: '2026-11-10T02:00:00.000Z',
  raised: '2026-11-23T02:00:00.000Z',
  /** The fix is claimed an hour later, with a photo of five minutes before. */
  fixed: '2026-11-23T02:55:00.000Z',
  claimed: '2026-11-23T03:00:00.000Z',
  checked: '2026-11-23T04:00:00.000Z',
} as const;

/** The site of all staged problems, and a phone that stands twenty metres beside its point. */
export const here = { lon: 113.24, lat: 35.21 };
export const beside = { lon: 113.2402, lat: 35.21 };
export const away = { lon: 113.27, lat: 35.21 };

interface CameraFacts {
  readonly at: string;
  readonly place?: { lon: number; lat: number } | null;
  readonly software?: string;
  readonly changedAt?: string;
  readonly satelliteAt?: string;
}

/** What a camera writes into a file. */
export function cameraExif({ at, place = beside, software, changedAt, satelliteAt }: CameraFacts): Exif {
  const satellite = satelliteAt === undefined ? {} : satelliteTags(satelliteAt);
  return {
    IFD0: {
      Model: 'Sample Phone 1',
      ...(software === undefined ? {} : { Software: software }),
      ...(changedAt === undefined ? {} : { DateTime: chinaTime(changedAt) }),
    },
    IFD2: { DateTimeOriginal: chinaTime(at), OffsetTimeOriginal: '+08:00', OffsetTime: '+08:00' },
    ...(place === null && satelliteAt === undefined
      ? {}
      : { IFD3: { ...(place === null ? {} : placeTags(place)), ...satellite } }),
  };
}

function satelliteTags(at: string): Record<string, string> {
  const [hours, minutes, seconds] = at.slice(11, 19).split(':');
  return {
    GPSDateStamp: at.slice(0, 10).replaceAll('-', ':'),
    GPSTimeStamp: `${Number(hours)}/1 ${Number(minutes)}/1 ${Number(seconds)}/1`,
  };
}

function placeTags({ lon, lat }: { lon: number; lat: number }): Record<string, string> {
  const degrees = (value: number) => `${Math.round(value * 1e6)}/1000000 0/1 0/1`;
  return { GPSLatitudeRef: 'N', GPSLatitude: degrees(lat), GPSLongitudeRef: 'E', GPSLongitude: degrees(lon) };
}

function chinaTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replaceAll('-', ':')
    .replace('T', ' ');
}

/** Pixels of staged photos. */
export const [width, height] = [640, 480];

/** A photo of a scene, with what the camera wrote. */
export async function shoot(scene: SyntheticScene, exif: Exif | null): Promise<Buffer> {
  const picture = await drawScene({ width, height, ...scene });
  return (exif ? picture.withExif(exif) : picture).jpeg({ quality: 90 }).toBuffer();
}

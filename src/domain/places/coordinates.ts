/**
 * Positions in the three datums that maps in China use. Everything is stored as WGS-84; what arrives in
 * GCJ-02 (Amap, Tencent, official web maps) or BD-09 (Baidu) is turned back once, on arrival.
 *
 * The shift of GCJ-02 is a published-by-reverse-engineering polynomial with sines over the Krasovsky 1940
 * ellipsoid; BD-09 turns and stretches GCJ-02 once more.
 */

export const datums = ['WGS84', 'GCJ02', 'BD09'] as const;
export type Datum = (typeof datums)[number];

/** Degrees, longitude east and latitude north positive. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
}

/** Krasovsky 1940: semi-major axis in metres and first eccentricity squared. */
const axis = 6_378_245;
const eccentricity = 0.006_693_421_622_965_943;
const bd09Turn = (Math.PI * 3000) / 180;
/** About a millimetre: below what any phone or map can tell. */
const enough = 1e-8;

/** The rectangle in which GCJ-02 differs from WGS-84; outside, both are the same. */
export function isShiftedArea({ lon, lat }: Position): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

/** Longitude and latitude of a position that can be on Earth. */
export function isPosition({ lon, lat }: Position): boolean {
  return Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function wave(x: number, first: number, second: number): number {
  return ((20 * Math.sin(x * Math.PI * first) + 20 * Math.sin(x * Math.PI * second)) * 2) / 3;
}

/** How far GCJ-02 lies from WGS-84 at a position, in degrees. */
function shiftAt({ lon, lat }: Position): Position {
  const [x, y] = [lon - 105, lat - 35];
  const root = Math.sqrt(Math.abs(x));
  const ripple = wave(x, 6, 2);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    ripple +
    ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    ripple +
    ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
  const radians = (lat / 180) * Math.PI;
  const flat = 1 - eccentricity * Math.sin(radians) ** 2;
  const meridian = ((axis * (1 - eccentricity)) / (flat * Math.sqrt(flat))) * Math.PI;
  const parallel = (axis / Math.sqrt(flat)) * Math.cos(radians) * Math.PI;
  return { lon: (east * 180) / parallel, lat: (north * 180) / meridian };
}

/** WGS-84 → GCJ-02; the same position outside the shifted area. */
export function gcj02FromWgs84(position: Position): Position {
  if (!isShiftedArea(position)) return position;
  const shift = shiftAt(position);
  return { lon: position.lon + shift.lon, lat: position.lat + shift.lat };
}

/**
 * GCJ-02 → WGS-84. The shift cannot be inverted in closed form; each step corrects the guess by what the
 * forward way misses, and about five steps reach a millimetre.
 */
export function wgs84FromGcj02(position: Position): Position {
  if (!isShiftedArea(position)) return position;
  let guess = position;
  for (let step = 0; step < 30; step += 1) {
    const shift = shiftAt(guess);
    const [missLon, missLat] = [position.lon - guess.lon - shift.lon, position.lat - guess.lat - shift.lat];
    guess = { lon: guess.lon + missLon, lat: guess.lat + missLat };
    if (Math.abs(missLon) < enough && Math.abs(missLat) < enough) break;
  }
  return guess;
}

/** GCJ-02 → BD-09. */
export function bd09FromGcj02({ lon, lat }: Position): Position {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * bd09Turn);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * bd09Turn);
  return { lon: radius * Math.cos(angle) + 0.0065, lat: radius * Math.sin(angle) + 0.006 };
}

/** BD-09 → GCJ-02, by the same correction of a guess. */
export function gcj02FromBd09(position: Position): Position {
  let guess: Position = { lon: position.lon - 0.0065, lat: position.lat - 0.006 };
  for (let step = 0; step < 30; step += 1) {
    const there = bd09FromGcj02(guess);
    const [missLon, missLat] = [position.lon - there.lon, position.lat - there.lat];
    guess = { lon: guess.lon + missLon, lat: guess.lat + missLat };
    if (Math.abs(missLon) < enough && Math.abs(missLat) < enough) break;
  }
  return guess;
}

/** Any datum → WGS-84, rounded to seven decimals (about a centimetre). */
export function wgs84From(datum: Datum, position: Position): Position {
  const exact = exactWgs84(datum, position);
  return { lon: roundDegrees(exact.lon), lat: roundDegrees(exact.lat) };
}

function exactWgs84(datum: Datum, position: Position): Position {
  switch (datum) {
    case 'WGS84':
      return position;
    case 'GCJ02':
      return wgs84FromGcj02(position);
    case 'BD09': {
      // Baidu shifts inside China only; abroad its positions are WGS-84 as well
      if (!isShiftedArea(position)) return position;
      return wgs84FromGcj02(gcj02FromBd09(position));
    }
    default:
      return datum satisfies never;
  }
}

function roundDegrees(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

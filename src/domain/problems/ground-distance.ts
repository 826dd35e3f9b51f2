/** A place in WGS-84 degrees. */
export interface GroundPoint {
  readonly lon: number;
  readonly lat: number;
}

/** Mean radius of the earth in metres (IUGG R1). */
const earthRadius = 6_371_008.8;

/** Metres between two places along the great circle (haversine; within 0.6 % of the ellipsoid). */
export function groundDistance(a: GroundPoint, b: GroundPoint): number {
  const radians = Math.PI / 180;
  const [latA, latB] = [a.lat * radians, b.lat * radians];
  const halfLat = Math.sin((latB - latA) / 2);
  const halfLon = Math.sin(((b.lon - a.lon) * radians) / 2);
  const chord = halfLat * halfLat + Math.cos(latA) * Math.cos(latB) * halfLon * halfLon;
  // rounding may carry opposite points a hair above 1
  return 2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, chord)));
}

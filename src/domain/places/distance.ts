import type { Position } from './coordinates.ts';

/** Mean radius of the Earth in metres (IUGG). */
const earthRadius = 6_371_008.8;

/**
 * Metres between two WGS-84 positions along a great circle (haversine formula). Within 0.6 % of the
 * ellipsoid, far below what a phone's position is good for.
 */
export function distanceMetres(a: Position, b: Position): number {
  const [latA, latB] = [radians(a.lat), radians(b.lat)];
  const halfLat = Math.sin((latB - latA) / 2);
  const halfLon = Math.sin(radians(b.lon - a.lon) / 2);
  const chord = halfLat * halfLat + Math.cos(latA) * Math.cos(latB) * halfLon * halfLon;
  // rounding may carry opposite points a hair above 1
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(chord)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** A point on the sketch, in units of the drawing. */
export interface SketchPoint {
  readonly x: number;
  readonly y: number;
}

/** What the sketch shows, in degrees of WGS-84. */
export interface SketchFrame {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Side of the drawing, in its own units. */
export const sketchSide = 1000;

/** Degrees around a single place: half a kilometre of latitude. */
const leastSpan = 0.01;

/** The frame that holds all points with a margin; null where there is none. */
export function frameOf(points: readonly (readonly [number, number])[]): SketchFrame | null {
  if (points.length === 0) return null;
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  // one scale for both ways: a square in metres, not in degrees
  const span = Math.max((east - west) * narrow, north - south, leastSpan) * 1.15;
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  return {
    west: lon - span / narrow / 2,
    east: lon + span / narrow / 2,
    south: lat - span / 2,
    north: lat + span / 2,
  };
}

/** Where a place lies on the drawing; north is up. */
export function pointIn(frame: SketchFrame, lon: number, lat: number): SketchPoint {
  return {
    x: ((lon - frame.west) / (frame.east - frame.west)) * sketchSide,
    y: ((frame.north - lat) / (frame.north - frame.south)) * sketchSide,
  };
}

const metresPerDegree = 111_320;

/** Metres that one unit of the drawing stands for. */
export function metresPerUnit(frame: SketchFrame): number {
  return ((frame.north - frame.south) * metresPerDegree) / sketchSide;
}

import type { BorderCollection, MapCluster, MapPoint, SiteLight } from '../../contract/sites.ts';

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number];

/** What every mark on the map carries; a single site has `sites` 1 and its `id`, a group has `id` "". */
export interface MarkFacts {
  readonly id: string;
  readonly sites: number;
  readonly clear: number;
  readonly open: number;
  readonly overdue: number;
}

interface Mark {
  readonly type: 'Feature';
  readonly properties: MarkFacts;
  readonly geometry: { readonly type: 'Point'; readonly coordinates: [number, number] };
}

/** How a site stands. */
export function lightOf(openProblems: number, overdueProblems: number): SiteLight {
  return overdueProblems > 0 ? 'overdue' : openProblems > 0 ? 'open' : 'clear';
}

/** Points and groups of the server as one collection, so that whatever is joined further adds up. */
export function markCollection(points: readonly MapPoint[], clusters: readonly MapCluster[]) {
  const features = [...points.map(pointMark), ...clusters.map(clusterMark)];
  return { type: 'FeatureCollection' as const, features };
}

function pointMark([id, lon, lat, , open, overdue]: MapPoint): Mark {
  const light = lightOf(open, overdue);
  const share = (wanted: SiteLight) => (light === wanted ? 1 : 0);
  const properties = {
    id,
    sites: 1,
    clear: share('clear'),
    open: share('open'),
    overdue: share('overdue'),
  };
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lon, lat] } };
}

function clusterMark([lon, lat, sites, clear, open, overdue]: MapCluster): Mark {
  return {
    type: 'Feature',
    properties: { id: '', sites, clear, open, overdue },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  };
}

/** Names of districts at their label points, in the language of the page. */
export function borderLabels(borders: BorderCollection, useEnglish: boolean) {
  const features = borders.features.flatMap(({ properties }) =>
    properties.label_point
      ? [
          {
            type: 'Feature' as const,
            properties: { name: (useEnglish && properties.name_en) || properties.name },
            geometry: { type: 'Point' as const, coordinates: properties.label_point },
          },
        ]
      : [],
  );
  return { type: 'FeatureCollection' as const, features };
}

/** The smallest box around positions; null where there are none. */
export function boundsOf(positions: Iterable<readonly [number, number]>): Bounds | null {
  let box: [number, number, number, number] | null = null;
  for (const [lon, lat] of positions) {
    if (!box) box = [lon, lat, lon, lat];
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** The box around everything that is drawn: marks if there are any, else the borders. */
export function wholeView(
  points: readonly MapPoint[],
  clusters: readonly MapCluster[],
  borders: BorderCollection | null,
): Bounds | null {
  const marks = boundsOf([
    ...points.map((point): [number, number] => [point[1], point[2]]),
    ...clusters.map((cluster): [number, number] => [cluster[0], cluster[1]]),
  ]);
  return marks ?? boundsOf((borders?.features ?? []).flatMap(({ geometry }) => ringsOf(geometry).flat()));
}

function ringsOf(geometry: BorderCollection['features'][number]['geometry']): [number, number][][] {
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

/** "west,south,east,north" as the server takes it, wider than the view by `margin` of its size. */
export function boxText([west, south, east, north]: Bounds, margin = 0.25): string {
  const [x, y] = [(east - west) * margin, (north - south) * margin];
  const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value)).toFixed(6);
  return [clamp(west - x, 180), clamp(south - y, 90), clamp(east + x, 180), clamp(north + y, 90)].join(',');
}

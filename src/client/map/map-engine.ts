import { type GeoJSONSource, MapLibreMap, type MapOptions, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { BorderCollection, MapCluster, MapPoint } from '../../contract/sites.ts';
import { colours } from '../theme.ts';
import { type Bounds, borderLabels, type MarkFacts, markCollection } from './map-features.ts';
import { drawMark } from './map-icons.ts';
import { lightMarks } from './site-light.tsx';

setWorkerUrl(workerUrl);

type Style = Exclude<NonNullable<MapOptions['style']>, string>;

/** What the map tells its page. */
export interface MapListener {
  onSelect(siteId: string): void;
  /** A click beside every mark, or any click while a position is being chosen. */
  onPoint(position: { lon: number; lat: number }): void;
  onView(bounds: Bounds): void;
  onFailed(): void;
}

/** A map on the screen; `remove` frees the graphics card's memory. */
export interface MapEngine {
  showMarks(points: readonly MapPoint[], clusters: readonly MapCluster[]): void;
  showBorders(borders: BorderCollection | null, useEnglish: boolean): void;
  /** The chosen position, or none. */
  showPicked(position: { lon: number; lat: number } | null): void;
  fit(bounds: Bounds): void;
  goTo(position: { lon: number; lat: number }): void;
  centre(): { lon: number; lat: number };
  setPicking(isPicking: boolean): void;
  /** Accessible name of the map. */
  setLabel(label: string): void;
  remove(): void;
}

const nothing = { type: 'FeatureCollection' as const, features: [] };
const fontStack = ['sans-serif'];
const groupSum = (key: keyof MarkFacts) => ['+', ['get', key]] as const;

/** Of a group: how many stand as the shape says, of how many; nothing under a single site. */
const groupText = [
  'case',
  ['==', ['get', 'sites'], 1],
  '',
  ['>', ['get', 'overdue'], 0],
  ['concat', ['get', 'overdue'], '/', ['get', 'sites']],
  ['>', ['get', 'open'], 0],
  ['concat', ['get', 'open'], '/', ['get', 'sites']],
  ['to-string', ['get', 'sites']],
];
/** Wide enough that borders tell where a single site lies. */
const closestFit = 13;

/** Nothing is loaded from elsewhere: no tiles, no sprites, no glyphs; texts come from local fonts. */
const style = {
  version: 8,
  sources: {
    borders: { type: 'geojson', data: nothing },
    names: { type: 'geojson', data: nothing },
    picked: { type: 'geojson', data: nothing },
    marks: {
      type: 'geojson',
      data: nothing,
      cluster: true,
      clusterRadius: 36,
      clusterMaxZoom: 15,
      clusterProperties: {
        sites: groupSum('sites'),
        clear: groupSum('clear'),
        open: groupSum('open'),
        overdue: groupSum('overdue'),
      },
    },
  },
  layers: [
    { id: 'paper', type: 'background', paint: { 'background-color': colours.paper } },
    { id: 'land', type: 'fill', source: 'borders', paint: { 'fill-color': '#EFF0EA' } },
    {
      id: 'border',
      type: 'line',
      source: 'borders',
      paint: { 'line-color': '#9AA39B', 'line-width': 1.2, 'line-dasharray': [4, 2] },
    },
    {
      id: 'name',
      type: 'symbol',
      source: 'names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': fontStack,
        'text-size': 14,
      },
      paint: { 'text-color': colours.second, 'text-halo-color': colours.paper, 'text-halo-width': 1.5 },
    },
    {
      id: 'mark',
      type: 'symbol',
      source: 'marks',
      layout: {
        'icon-image': [
          'case',
          ['>', ['get', 'overdue'], 0],
          'overdue',
          ['>', ['get', 'open'], 0],
          'open',
          'clear',
        ],
        'icon-size': ['case', ['>', ['get', 'sites'], 1], 1.3, 1],
        'icon-allow-overlap': true,
        // marks may cover the names of districts, not take their room
        'icon-ignore-placement': true,
        'text-ignore-placement': true,
        'text-field': groupText,
        'text-font': fontStack,
        'text-size': 13,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
        'text-optional': true,
      },
      paint: { 'text-color': colours.ink, 'text-halo-color': colours.panel, 'text-halo-width': 1.5 },
    },
    {
      id: 'picked',
      type: 'circle',
      source: 'picked',
      paint: {
        'circle-radius': 9,
        'circle-color': colours.accent,
        'circle-stroke-color': colours.panel,
        'circle-stroke-width': 3,
      },
    },
  ],
} as unknown as Style;

/**
 * Draws a map into `container`.
 *
 * @throws where the device has no WebGL.
 */
export function openMap(container: HTMLElement, view: Bounds, listener: MapListener): MapEngine {
  const map = new MapLibreMap({
    container,
    style,
    bounds: boundsFor(view),
    fitBoundsOptions: { padding: 36, maxZoom: closestFit },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    maxZoom: 19,
    minZoom: 3,
  });
  map.touchZoomRotate.disableRotation();
  let isPicking = false;
  let isReady = false;
  const waiting: (() => void)[] = [];
  const whenReady = (work: () => void) => void (isReady ? work() : waiting.push(work));
  const show = (source: string, data: object) =>
    whenReady(
      () =>
        void map.getSource<GeoJSONSource>(source)?.setData(data as Parameters<GeoJSONSource['setData']>[0]),
    );
  map.on('load', () => {
    for (const light of ['clear', 'open', 'overdue'] as const) {
      const image = drawMark(light, lightMarks[light].colour);
      if (image) map.addImage(light, image, { pixelRatio: 2 });
    }
    isReady = true;
    for (const work of waiting.splice(0)) work();
    listener.onView(viewOf(map));
  });
  map.on('moveend', () => listener.onView(viewOf(map)));
  map.on('click', (event) => {
    const position = { lon: event.lngLat.lng, lat: event.lngLat.lat };
    const [mark] = isReady && !isPicking ? map.queryRenderedFeatures(event.point, { layers: ['mark'] }) : [];
    if (!mark) return listener.onPoint(position);
    const facts = mark.properties as MarkFacts & { cluster_id?: number };
    if (facts.sites === 1 && facts.id) return listener.onSelect(facts.id);
    map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2, duration: 0 });
  });
  map.on('mousemove', 'mark', () => {
    map.getCanvas().style.cursor = isPicking ? 'crosshair' : 'pointer';
  });
  map.on('mouseleave', 'mark', () => {
    map.getCanvas().style.cursor = isPicking ? 'crosshair' : '';
  });
  const lost = () => listener.onFailed();
  map.getCanvas().addEventListener('webglcontextlost', lost);
  return {
    showMarks: (points, clusters) => show('marks', markCollection(points, clusters)),
    showBorders(borders, useEnglish) {
      show('borders', borders ?? nothing);
      show('names', borders ? borderLabels(borders, useEnglish) : nothing);
    },
    showPicked(position) {
      if (position && !map.getBounds().contains([position.lon, position.lat])) {
        map.jumpTo({ center: [position.lon, position.lat] });
      }
      const coordinates = position ? [position.lon, position.lat] : [];
      const features = position
        ? [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } }]
        : [];
      show('picked', { type: 'FeatureCollection', features });
    },
    fit: (bounds) => void map.fitBounds(boundsFor(bounds), { padding: 36, maxZoom: closestFit, duration: 0 }),
    goTo: ({ lon, lat }) => void map.jumpTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 15) }),
    centre() {
      const { lng, lat } = map.getCenter();
      return { lon: lng, lat };
    },
    setPicking(wanted) {
      isPicking = wanted;
      map.getCanvas().style.cursor = wanted ? 'crosshair' : '';
    },
    setLabel: (label) => map.getCanvas().setAttribute('aria-label', label),
    remove() {
      // taking the map away loses its context too; that is no failure
      map.getCanvas().removeEventListener('webglcontextlost', lost);
      map.remove();
    },
  };
}

function boundsFor([west, south, east, north]: Bounds): [number, number, number, number] {
  return [west, south, east, north];
}

function viewOf(map: MapLibreMap): Bounds {
  const box = map.getBounds();
  return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
}

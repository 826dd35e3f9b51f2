import { Alert, Button, Flex } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { BorderCollection, MapCluster, MapPoint } from '../../contract/sites.ts';
import { colours } from '../theme.ts';
import { useLocale, useWords } from '../words.tsx';
import { type MapEngine, openMap } from './map-engine.ts';
import { type Bounds, wholeView } from './map-features.ts';

export interface ChosenPosition {
  readonly lon: number;
  readonly lat: number;
  /** How it was chosen. */
  readonly source: 'map' | 'device';
}

export interface CityMapProps {
  readonly points: readonly MapPoint[];
  readonly clusters?: readonly MapCluster[];
  readonly borders: BorderCollection | null;
  /** Height in CSS pixels. */
  readonly height: number;
  readonly onSelect?: (siteId: string) => void;
  /** Box that is shown, after every move. */
  readonly onView?: (bounds: Bounds) => void;
  /** The chosen position; with `onPick`, clicks and Enter choose one. */
  readonly picked?: { lon: number; lat: number } | null;
  readonly onPick?: (position: ChosenPosition) => void;
}

/** China, where nothing else says what to show. */
const anywhere: Bounds = [73, 18, 135, 54];

/** The city's map: quiet borders, sites by standing. Draws only what it is given; loads nothing. */
export function CityMap(props: CityMapProps) {
  const { points, clusters = [], borders, height, picked } = props;
  const say = useWords();
  const { locale } = useLocale();
  const container = useRef<HTMLDivElement>(null);
  const engine = useRef<MapEngine>(null);
  const latest = useRef(props);
  latest.current = props;
  const [fault, setFault] = useState<'none' | 'map' | 'locate'>('none');
  const label = say('map.label');
  const view = wholeView(points, clusters, borders);
  const first = useRef(view);
  if (first.current === null) first.current = view;

  useEffect(() => {
    if (!container.current) return;
    try {
      const start = latest.current.picked;
      const near: Bounds | null = start
        ? [start.lon - 0.01, start.lat - 0.01, start.lon + 0.01, start.lat + 0.01]
        : null;
      engine.current = openMap(container.current, near ?? first.current ?? anywhere, {
        onSelect: (id) => latest.current.onSelect?.(id),
        onPoint: (position) => latest.current.onPick?.({ ...position, source: 'map' }),
        onView: (bounds) => latest.current.onView?.(bounds),
        onFailed: () => setFault('map'),
      });
    } catch {
      setFault('map');
    }
    return () => {
      engine.current?.remove();
      engine.current = null;
    };
  }, []);
  // the first data that come decide the first view
  const hadView = useRef(view !== null);
  useEffect(() => {
    if (hadView.current || !view) return;
    hadView.current = true;
    if (!latest.current.picked) engine.current?.fit(view);
  }, [view]);
  useEffect(() => engine.current?.setLabel(label), [label]);
  useEffect(() => engine.current?.showMarks(points, clusters), [points, clusters]);
  useEffect(() => engine.current?.showBorders(borders, locale === 'en'), [borders, locale]);
  useEffect(() => engine.current?.showPicked(picked ?? null), [picked]);
  const isPicking = props.onPick !== undefined;
  useEffect(() => engine.current?.setPicking(isPicking), [isPicking]);

  function chooseCentre(): void {
    const centre = engine.current?.centre();
    if (centre) props.onPick?.({ ...centre, source: 'map' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isCanvas = event.target instanceof HTMLCanvasElement;
    if (!isPicking || !isCanvas || event.key !== 'Enter') return;
    event.preventDefault();
    chooseCentre();
  }

  function locate(): void {
    setFault('none');
    if (!('geolocation' in navigator)) {
      setFault('locate');
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const position = { lon: coords.longitude, lat: coords.latitude };
        engine.current?.goTo(position);
        latest.current.onPick?.({ ...position, source: 'device' });
      },
      () => setFault('locate'),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }

  return (
    <Flex vertical gap={8}>
      {fault !== 'none' && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={say(fault === 'map' ? 'map.failed' : 'map.locateFailed')}
        />
      )}
      <section aria-label={label} style={{ position: 'relative' }} onKeyDown={onKeyDown}>
        <div
          ref={container}
          style={{ height, background: colours.paper, border: `1px solid ${colours.line}` }}
        />
        {isPicking && <Crosshair />}
      </section>
      <Flex wrap gap={8} align="center">
        <Button
          size="small"
          onClick={() => {
            if (view) engine.current?.fit(view);
          }}
        >
          {say('map.fit')}
        </Button>
        <Button size="small" onClick={locate}>
          {say('map.locate')}
        </Button>
        {isPicking && (
          <>
            <Button size="small" onClick={chooseCentre}>
              {say('map.pickCentre')}
            </Button>
            <span style={{ color: colours.second }}>{say('map.keyboard')}</span>
          </>
        )}
      </Flex>
    </Flex>
  );
}

/** Marks the centre, which Enter chooses. */
function Crosshair() {
  const bar = { position: 'absolute', background: colours.ink, opacity: 0.5, pointerEvents: 'none' } as const;
  return (
    <>
      <span aria-hidden style={{ ...bar, left: '50%', top: 'calc(50% - 12px)', width: 1, height: 24 }} />
      <span aria-hidden style={{ ...bar, top: '50%', left: 'calc(50% - 12px)', height: 1, width: 24 }} />
    </>
  );
}

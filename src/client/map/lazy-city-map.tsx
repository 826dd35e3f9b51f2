import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import type { CityMapProps } from './city-map.tsx';

// the map's code is larger than the rest of a page together: loaded only where a map is shown
const Loaded = lazy(async () => ({ default: (await import('./city-map.tsx')).CityMap }));

/** {@link CityMap}, loaded when it is first shown. */
export function LazyCityMap(props: CityMapProps) {
  return (
    <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height: props.height }} />}>
      <Loaded {...props} />
    </Suspense>
  );
}

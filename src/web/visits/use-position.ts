import { useEffect, useState } from 'react';
import type { Fix } from '../../client/visit-draft.ts';

/** How the search for a position stands. */
export type PositionState =
  | { readonly kind: 'searching' }
  | { readonly kind: 'fixed'; readonly fix: Fix }
  /** `refused`: the person or the browser said no; `unavailable`: no signal, or no such device. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable' };

/** Follows the phone's position while the page is open; nothing is kept or sent by this. */
export function usePosition(): PositionState {
  const [state, setState] = useState<PositionState>({ kind: 'searching' });
  useEffect(() => {
    if (!('geolocation' in navigator)) {
      setState({ kind: 'unavailable' });
      return;
    }
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        const { longitude: lon, latitude: lat, accuracy: accuracyM } = coords;
        setState({ kind: 'fixed', fix: { lon, lat, accuracyM, at: new Date(timestamp).toISOString() } });
      },
      (error) =>
        // a fix once found stays, with its time beside it
        setState((known) => {
          if (known.kind === 'fixed') return known;
          return { kind: error.code === error.PERMISSION_DENIED ? 'refused' : 'unavailable' };
        }),
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, []);
  return state;
}

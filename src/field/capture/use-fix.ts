import { useEffect, useState } from 'react';
import type { PhoneFix } from './take-photo.ts';

/** How the search for a position stands. `refused`: the person or the browser said no. */
export type FixState =
  | { readonly kind: 'searching' | 'refused' | 'unavailable'; readonly fix: null }
  | { readonly kind: 'fixed'; readonly fix: PhoneFix };

/** Follows the phone's position while the screen is open; nothing of it is kept by this. */
export function useFix(): FixState {
  const [state, setState] = useState<FixState>({ kind: 'searching', fix: null });
  useEffect(() => {
    if (!('geolocation' in navigator)) {
      setState({ kind: 'unavailable', fix: null });
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
          const kind = error.code === error.PERMISSION_DENIED ? 'refused' : 'unavailable';
          return { kind, fix: null };
        }),
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, []);
  return state;
}

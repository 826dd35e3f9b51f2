import { type ReactNode, useEffect, useState } from 'react';

/** Where in the app: the part behind `#`, so that the one cached page serves every place offline. */
export function useFieldPlace(): readonly string[] {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const follow = () => {
      setPlace(readPlace());
      window.scrollTo(0, 0);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return place;
}

function readPlace(): readonly string[] {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
}

export function goTo(...place: readonly string[]): void {
  location.hash = `/${place.map(encodeURIComponent).join('/')}`;
}

export function FieldLink(props: { to: readonly string[]; className?: string; children: ReactNode }) {
  const address = `#/${props.to.map(encodeURIComponent).join('/')}`;
  return (
    <a href={address} className={props.className}>
      {props.children}
    </a>
  );
}

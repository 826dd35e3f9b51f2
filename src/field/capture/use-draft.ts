import { useEffect, useRef, useState } from 'react';
import { usePhone } from '../shell/phone.tsx';
import { findDraft, keepDraft } from '../store/packet-store.ts';

/**
 * A form under way, kept in the phone's store with every change: an app killed now has it all later.
 *
 * @param start what a new form begins with; asked once, when the store has none.
 * @returns `undefined` until the store has answered.
 */
export function useDraft<T>(
  kind: string,
  id: string,
  start: () => T,
): { draft: T | undefined; change: (next: T) => void; fault: string } {
  const { db } = usePhone();
  const [draft, setDraft] = useState<T>();
  const [fault, setFault] = useState('');
  const first = useRef(start);
  // writes go one after another, so that an older form never overtakes a newer one
  const line = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    let isCurrent = true;
    void findDraft(db, id).then((kept) => {
      if (isCurrent) setDraft((kept as T | undefined) ?? first.current());
    });
    return () => {
      isCurrent = false;
    };
  }, [db, id]);
  const change = (next: T) => {
    setDraft(next);
    line.current = line.current
      .then(() => keepDraft(db, kind, id, next, new Date().toISOString()))
      .then(
        () => setFault(''),
        (error: unknown) => setFault(error instanceof Error ? error.message : String(error)),
      );
  };
  return { draft, change, fault };
}

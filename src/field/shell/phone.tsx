import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { FieldPacket } from '../../contract/sync.ts';
import { nextTryAt, type OutboxItem } from '../../domain/sync/outbox-item.ts';
import { askSession, type FieldPerson } from '../account/field-session.ts';
import { listDraftPhotos } from '../store/draft-photos.ts';
import { type FieldDatabase, openFieldDatabase } from '../store/field-database.ts';
import { clearSafe, enterOutbox, listOutbox, type NewOutboxItem } from '../store/outbox-store.ts';
import { findPacketFacts, keepPacket, type PacketFacts } from '../store/packet-store.ts';
import { fieldRequest } from '../sync/field-request.ts';
import { httpTransport } from '../sync/http-transport.ts';
import { loadBorders } from '../sync/load-borders.ts';
import { SendFailure } from '../sync/send-failure.ts';
import { type SendingEnd, sendOutbox } from '../sync/send-outbox.ts';
import { withSendingLock } from '../sync/sending-lock.ts';

/** Days for which what the server has stays on the phone as well. */
const keptDays = 7;

/** One person's phone: stores, what waits, and how the line stands. */
export interface Phone {
  readonly db: FieldDatabase;
  readonly person: FieldPerson;
  readonly outbox: readonly OutboxItem[];
  readonly packet: PacketFacts | null;
  /** Counts changes of the stores; screens read anew when it moves. */
  readonly changes: number;
  readonly line: SendingEnd | 'sending';
  readonly isFetching: boolean;
  /** Tells the screens that a store changed. */
  touch(): void;
  /** Takes a finished form and sends it as soon as possible. */
  enter(item: NewOutboxItem, draftId: string | null): Promise<void>;
  /** Sends what waits, then brings what is new. */
  syncNow(): Promise<void>;
}

const PhoneContext = createContext<Phone | null>(null);

/** Whether the server knows this very person now: what he captured never goes out under another name. */
async function standingOf(personId: string): Promise<'signedIn' | 'signedOut' | 'offline'> {
  const session = await askSession();
  if (session === 'offline') return 'offline';
  return session.person?.id === personId ? 'signedIn' : 'signedOut';
}

/** Opens the stores of the person and keeps sending: at start, back online, back in sight, and on a clock. */
export function PhoneHouse({ person, children }: { person: FieldPerson; children: ReactNode }) {
  const [db, setDb] = useState<FieldDatabase | null>(null);
  const [outbox, setOutbox] = useState<readonly OutboxItem[]>([]);
  const [packet, setPacket] = useState<PacketFacts | null>(null);
  const [changes, setChanges] = useState(0);
  const [line, setLine] = useState<Phone['line']>('idle');
  const [isFetching, setFetching] = useState(false);
  const waiting = useRef<readonly OutboxItem[]>([]);
  const isSending = useRef(false);

  useEffect(() => {
    let isOpen = true;
    let opened: FieldDatabase | null = null;
    void openFieldDatabase(person.id).then((database) => {
      opened = database;
      if (isOpen) setDb(database);
      else database.close();
    });
    return () => {
      isOpen = false;
      opened?.close();
    };
  }, [person.id]);

  const touch = useCallback(() => setChanges((count) => count + 1), []);

  useEffect(() => {
    if (!db) return;
    // read anew whenever something changed
    void changes;
    void listOutbox(db).then((items) => {
      waiting.current = items;
      setOutbox(items);
    });
    void findPacketFacts(db).then(setPacket);
  }, [db, changes]);

  const send = useCallback(async () => {
    if (!db || isSending.current) return;
    isSending.current = true;
    setLine('sending');
    let end: SendingEnd = 'idle';
    try {
      const standing = await standingOf(person.id);
      if (standing !== 'signedIn') {
        end = standing;
        return;
      }
      await withSendingLock(person.id, async () => {
        end = await sendOutbox({
          db,
          transport: httpTransport,
          now: () => new Date().toISOString(),
          chance: Math.random,
        });
        await clearSafe(db, await listDraftPhotos(db), new Date().toISOString(), keptDays);
      });
    } finally {
      isSending.current = false;
      setLine(end);
      touch();
    }
  }, [db, person.id, touch]);

  const fetchPacket = useCallback(async () => {
    if (!db) return;
    setFetching(true);
    try {
      if ((await standingOf(person.id)) !== 'signedIn') return;
      const known = await findPacketFacts(db);
      const query = known ? `?since=${encodeURIComponent(known.cursor)}` : '';
      await keepPacket(db, await fieldRequest<FieldPacket>('GET', `/api/field/packet${query}`));
      await loadBorders(db, new Date());
    } catch (error) {
      if (!(error instanceof SendFailure)) throw error;
      // what was taken along before still serves; the line says how it stands
      setLine(error.status === 401 ? 'signedOut' : 'offline');
    } finally {
      setFetching(false);
      touch();
    }
  }, [db, person.id, touch]);

  const syncNow = useCallback(async () => {
    await send();
    await fetchPacket();
  }, [send, fetchPacket]);

  useEffect(() => {
    if (!db) return;
    void syncNow();
    const whenBack = () => void syncNow();
    const whenSeen = () => document.visibilityState === 'visible' && void syncNow();
    const clock = setInterval(() => {
      const due = nextTryAt(waiting.current);
      if (due !== null && Date.parse(due) <= Date.now()) void send();
    }, 3000);
    window.addEventListener('online', whenBack);
    document.addEventListener('visibilitychange', whenSeen);
    return () => {
      clearInterval(clock);
      window.removeEventListener('online', whenBack);
      document.removeEventListener('visibilitychange', whenSeen);
    };
  }, [db, syncNow, send]);

  const phone = useMemo<Phone | null>(() => {
    if (!db) return null;
    const enter = async (item: NewOutboxItem, draftId: string | null) => {
      await enterOutbox(db, item, draftId);
      touch();
      void send();
    };
    return { db, person, outbox, packet, changes, line, isFetching, touch, enter, syncNow };
  }, [db, person, outbox, packet, changes, line, isFetching, touch, send, syncNow]);
  if (!phone) return null;
  return <PhoneContext value={phone}>{children}</PhoneContext>;
}

export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error('no phone around this component');
  return phone;
}

/** Reads from the stores, again after every change. Undefined until the first answer. */
export function useStored<T>(
  read: (db: FieldDatabase) => Promise<T>,
  keys: readonly unknown[],
): T | undefined {
  const { db, changes } = usePhone();
  const [stored, setStored] = useState<T>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what `read` depends on
  useEffect(() => {
    let isCurrent = true;
    void read(db).then((value) => isCurrent && setStored(value));
    return () => {
      isCurrent = false;
    };
  }, [db, changes, ...keys]);
  return stored;
}

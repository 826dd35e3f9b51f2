import type { FailureKind } from './failure-kind.ts';

/** What a phone has to say to the server. */
export type OutboxKind = 'inspection' | 'problemMove' | 'problemRaise';

/**
 * Where an item stands. `received`: the server has the answers, photos are still on the phone. `done`: the
 * server has everything. `attention`: somebody must look; nothing of it is lost. `refused`: will never be
 * taken; kept until the person lets it go.
 */
export const outboxStates = ['waiting', 'received', 'done', 'attention', 'refused'] as const;
export type OutboxState = (typeof outboxStates)[number];

/** Why the last try failed. `message`: the server's words in the person's language; empty where none came. */
export interface OutboxFailure {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** One command on its way, as the phone keeps it. The body never changes after the first try. */
export interface OutboxItem {
  /** Id of the command itself, made on the phone: sending twice enters once. */
  readonly id: string;
  readonly kind: OutboxKind;
  /** Place in the order of making; smaller goes first. */
  readonly order: number;
  /** What it is about: visit or problem. Items of one subject keep their order. */
  readonly subjectId: string;
  /** For the list of unsent things. */
  readonly title: string;
  readonly path: string;
  readonly body: { readonly [key: string]: unknown };
  /** SHA-256 of the photos it names. */
  readonly photos: readonly string[];
  /** Whether the server takes the command only when it holds the photos. */
  readonly photosFirst: boolean;
  /**
   * State of the problem that the person saw. Where it still is the same, a newer version of the problem
   * (a photo, a note) does not stand against his move.
   */
  readonly basedOnState: string | null;
  /** The form it was made of, to go back to; null where there was none. */
  readonly form: { readonly id: string; readonly kind: string; readonly content: unknown } | null;
  readonly state: OutboxState;
  readonly madeAt: string;
  readonly attempts: number;
  /** Not before this instant; null: at once. */
  readonly retryAt: string | null;
  readonly failure: OutboxFailure | null;
  /** The server's receipt, whole; null before it came. */
  readonly receipt: unknown;
  readonly receivedAt: string | null;
  readonly doneAt: string | null;
}

/** Whether an item still has something to send by itself. */
export function isUnderWay(item: OutboxItem): boolean {
  return item.state === 'waiting' || item.state === 'received';
}

/** Whether an item is not safely on the server: it counts as unsent, whoever's turn it is. */
export function isUnsent(item: OutboxItem): boolean {
  return item.state !== 'done';
}

/**
 * The next item to try: the oldest whose pause is over and that waits for no earlier item of its subject.
 * An item that needs a person holds back only its own subject's later ones, never the rest.
 *
 * @param now ISO 8601 instant by the phone's clock.
 */
export function nextItem(items: readonly OutboxItem[], now: string): OutboxItem | null {
  const held = new Set<string>();
  for (const item of [...items].sort((a, b) => a.order - b.order)) {
    if (item.state === 'done') continue;
    const isFree = !held.has(item.subjectId);
    held.add(item.subjectId);
    if (!isFree || !isUnderWay(item)) continue;
    if (item.retryAt === null || Date.parse(item.retryAt) <= Date.parse(now)) return item;
  }
  return null;
}

/** When the next try is due; null where nothing waits for a time. */
export function nextTryAt(items: readonly OutboxItem[]): string | null {
  const times = items.filter(isUnderWay).map((item) => item.retryAt ?? item.madeAt);
  return times.length === 0 ? null : times.reduce((first, time) => (time < first ? time : first));
}

/** When the oldest unsent item was made; null where everything is safe. */
export function oldestUnsent(items: readonly OutboxItem[]): string | null {
  const made = items.filter(isUnsent).map((item) => item.madeAt);
  return made.length === 0 ? null : made.reduce((first, time) => (time < first ? time : first));
}

/** The server has the answers. */
export function withReceipt(item: OutboxItem, receipt: unknown, now: string): OutboxItem {
  return {
    ...item,
    state: 'received',
    receipt,
    receivedAt: item.receivedAt ?? now,
    failure: null,
    retryAt: null,
  };
}

/** The server has the answers and every photo. */
export function withEvidence(item: OutboxItem, now: string): OutboxItem {
  return { ...item, state: 'done', doneAt: now, failure: null, retryAt: null };
}

/** A try failed. What may pass by itself is tried again after a pause, the rest waits for a person. */
export function withFailure(item: OutboxItem, failure: OutboxFailure, pauseMs: number): OutboxItem {
  const attempts = item.attempts + 1;
  switch (failure.kind) {
    case 'later':
      return {
        ...item,
        attempts,
        failure,
        retryAt: new Date(Date.parse(failure.at) + pauseMs).toISOString(),
      };
    case 'person':
      return { ...item, attempts, failure, state: 'attention', retryAt: null };
    case 'never':
      return { ...item, attempts, failure, state: 'refused', retryAt: null };
    default: {
      const unknown: never = failure.kind;
      throw new Error(`unknown failure ${String(unknown)}`);
    }
  }
}

/** The person says: try again now. What the server already has stays received. */
export function retried(item: OutboxItem): OutboxItem {
  if (item.state === 'done') return item;
  return { ...item, state: item.receipt === null ? 'waiting' : 'received', retryAt: null, failure: null };
}

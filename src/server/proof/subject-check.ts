import { type ChainEnd, type ChainedEvent, chainStart, eventHash } from '../platform/event-log.ts';
import type { FindingCode, FoundSubject, ProofFinding } from './proof-finding.ts';

/** An event with what the tree knows of it; null where it is no leaf yet. */
export interface LoggedEvent extends ChainedEvent {
  readonly leaf: { readonly index: number; readonly eventHash: Buffer } | null;
  /** Hash of the text the event was read from, where it was read from text; else it is computed. */
  readonly ownHash?: Buffer;
}

/** The subject of a history; a problem's human number stands in its first event. */
export function subjectOf(events: readonly LoggedEvent[]): FoundSubject | null {
  const [first] = events;
  if (!first) return null;
  return { kind: first.subjectKind, id: first.subjectId, number: numberIn(events) };
}

function numberIn(events: readonly LoggedEvent[]): number | null {
  for (const { kind, data } of events) {
    if (kind !== 'problem.raised' || typeof data !== 'object' || data === null || Array.isArray(data))
      continue;
    const { number } = data as { readonly number?: unknown };
    if (typeof number === 'number') return number;
  }
  return null;
}

/** Where a chain ends, if it holds; else its first broken link. */
export type SubjectCheck =
  | { readonly holds: true; readonly end: ChainEnd }
  | { readonly holds: false; readonly finding: ProofFinding };

/**
 * Recomputes one subject's chain.
 *
 * @param events its whole history, by version.
 */
export function checkSubject(cityId: string, events: readonly LoggedEvent[]): SubjectCheck {
  const subject = subjectOf(events);
  const broken = (code: FindingCode, version: number, facts: ProofFinding['facts'] = {}): SubjectCheck => ({
    holds: false,
    finding: { code, subject, version, facts },
  });
  const lastLeaf = events.findLastIndex((event) => event.leaf !== null);
  let end: ChainEnd = chainStart;
  for (const [place, event] of events.entries()) {
    const version = end.version + 1;
    if (event.version < version) return broken('eventInserted', event.version);
    if (event.version > version) {
      return broken('eventMissing', version, { count: event.version - version, next: event.version });
    }
    const own = event.ownHash ?? eventHash(cityId, event);
    const { hash, prevHash, leaf } = event;
    const isWhole = own.equals(hash);
    const isLinked = prevHash.equals(end.hash);
    const isLogged = leaf === null || leaf.eventHash.equals(hash);
    if (!isWhole || !isLinked || !isLogged) {
      const other = swappedWith(events, place);
      if (other) return broken('eventsReordered', version, { other: other.version });
      const inserted = insertedAt(events, place, end);
      if (inserted) return broken('eventInserted', inserted.version);
      if (!isWhole) return broken('eventChanged', version, hashes(hash, own));
      if (!isLogged) return broken('eventRewritten', version, hashes(leaf.eventHash, hash));
      return broken('linkBroken', version, hashes(end.hash, prevHash));
    }
    // the tree already holds what came after it
    if (leaf === null && place < lastLeaf) return broken('eventInserted', version);
    end = { version, hash };
  }
  return { holds: true, end };
}

function hashes(expected: Buffer, found: Buffer): ProofFinding['facts'] {
  return { expected: expected.toString('hex'), found: found.toString('hex') };
}

/** A later event that stands before this one by its hashes: the two were exchanged. */
function swappedWith(events: readonly LoggedEvent[], place: number): LoggedEvent | undefined {
  const here = events[place];
  if (!here) return undefined;
  return events
    .slice(place + 1)
    .find((later) => here.prevHash.equals(later.hash) || later.leaf?.eventHash.equals(here.hash));
}

/**
 * The event that was pushed in: the next one links over this, or this one links over the one before it.
 */
function insertedAt(events: readonly LoggedEvent[], place: number, end: ChainEnd): LoggedEvent | undefined {
  const [before, here, next] = [events[place - 1], events[place], events[place + 1]];
  if (next?.prevHash.equals(end.hash)) return here;
  if (here?.leaf && next?.hash.equals(here.leaf.eventHash)) return here;
  if (before && here?.prevHash.equals(before.prevHash)) return before;
  return undefined;
}

import type { ClauseRole } from './commitment-clauses.ts';
import { openingLength, roleOf, startsWithVerb } from './commitment-clauses.ts';
import { statedDue } from './commitment-due.ts';
import type { Topic } from './commitment-kinds.ts';
import { topicOf } from './commitment-kinds.ts';
import { namedPlaces } from './named-places.ts';
import type { CommitmentKind } from './parsed-pledges.ts';
import { clauseText, longestClause } from './speech-items.ts';
import type { Clause, Sentence } from './speech-sentences.ts';
import { statedQuantities } from './stated-quantity.ts';

/** A stretch of compact text that one can be held to. */
export interface CommitmentStretch {
  readonly from: number;
  readonly to: number;
  readonly kind: CommitmentKind;
}

interface OpenStretch {
  from: number;
  to: number;
  topic: string;
  kind: CommitmentKind;
  hasDue: boolean;
  hasQuantity: boolean;
  hasPlace: boolean;
  /** Clauses of mere resolve since the last one that belongs here. */
  gap: number;
}

/** An outcome may follow its action across this many clauses of resolve. */
const widestGap = 3;

/**
 * Cuts one sentence of a measure into commitments. Neighbouring clauses on one topic stay together; a
 * new topic, a second due day, a second amount or a second place opens a new commitment. Clauses that
 * lead in are kept in front, outcomes behind; pure resolve is left out at both ends.
 */
export function sentenceCommitments(compact: string, sentence: Sentence): readonly CommitmentStretch[] {
  const found: OpenStretch[] = [];
  let lead: number | null = null;
  for (const clause of sentence.clauses.flatMap((whole) => partsOf(compact, whole))) {
    const text = clauseText(compact, clause);
    const facts = factsOf(text);
    const { role } = roleOf(text);
    const current = found.at(-1) ?? null;
    if (role === 'cue') continue;
    if (role === 'rhetoric') {
      if (current) current.gap += 1;
      lead = null;
    } else if (role === 'frame') {
      lead = lead ?? clause.from;
    } else if (current && lead === null && belongsTo(current, role, text, facts)) {
      extend(current, clause.to, facts);
    } else if (role === 'action' || facts.hasDue || facts.hasQuantity) {
      const topic = topicOf(text);
      found.push({
        from: lead ?? clause.from + openingLength(text),
        to: clause.to,
        topic: topic?.topic ?? 'other',
        kind: topic?.kind ?? 'other',
        ...facts,
        gap: 0,
      });
      lead = null;
    } else if (role === 'plain') {
      lead = lead ?? clause.from + openingLength(text);
    }
  }
  return found.map(({ from, to, kind }) => ({ from, to, kind }));
}

function belongsTo(open: OpenStretch, role: ClauseRole['role'], text: string, facts: ClauseFacts): boolean {
  const topic = topicOf(text);
  if (role === 'action') return open.topic === topic?.topic && !repeats(open, facts);
  if (opensAnother(open, topic, facts)) return false;
  return facts.hasDue || open.gap <= (role === 'outcome' ? widestGap : 0);
}

interface ClauseFacts {
  readonly hasDue: boolean;
  readonly hasQuantity: boolean;
  readonly hasPlace: boolean;
}

function factsOf(text: string): ClauseFacts {
  return {
    hasDue: statedDue(text, null) !== null,
    hasQuantity: statedQuantities(text).length > 0,
    hasPlace: namedPlaces(text).some((place) => place.isPlace),
  };
}

function extend(open: OpenStretch, to: number, facts: ClauseFacts): void {
  open.to = to;
  open.gap = 0;
  open.hasDue ||= facts.hasDue;
  open.hasQuantity ||= facts.hasQuantity;
  open.hasPlace ||= facts.hasPlace;
}

function repeats(open: OpenStretch, facts: ClauseFacts): boolean {
  return (
    (open.hasDue && facts.hasDue) ||
    (open.hasQuantity && facts.hasQuantity) ||
    (open.hasPlace && facts.hasPlace)
  );
}

/** An outcome with its own day, amount or place on another topic is a promise of its own. */
function opensAnother(open: OpenStretch, topic: Topic | null, facts: ClauseFacts): boolean {
  if (facts.hasDue && open.hasDue) return true;
  if (facts.hasQuantity && open.hasQuantity) return true;
  const stated = facts.hasDue || facts.hasQuantity || facts.hasPlace;
  return stated && topic !== null && topic.kind !== open.kind;
}

/** Parts of a clause between 、 where the next part is a promise of another kind. */
function partsOf(compact: string, clause: Clause): readonly Clause[] {
  if (clause.to - clause.from > longestClause) return [];
  const parts: Clause[] = [];
  const text = compact.slice(clause.from, clause.to);
  let from = 0;
  for (let at = text.indexOf('、'); at >= 0; at = text.indexOf('、', at + 1)) {
    const next = text.indexOf('、', at + 1);
    const part = text.slice(at + 1, next < 0 ? text.length : next);
    if (!startsWithVerb(part) || insideQuotation(text, at)) continue;
    const before = topicOf(text.slice(from, at));
    const after = topicOf(part);
    if (before === null || after === null) continue;
    const twoAmounts = statedQuantities(part).length > 0 && statedQuantities(text.slice(from, at)).length > 0;
    if (before.kind === after.kind && !twoAmounts) continue;
    parts.push({ from: clause.from + from, to: clause.from + at });
    from = at + 1;
  }
  parts.push({ from: clause.from + from, to: clause.to });
  return parts;
}

function insideQuotation(text: string, at: number): boolean {
  return /[“《(][^”》)]{0,60}$/.test(text.slice(0, at));
}

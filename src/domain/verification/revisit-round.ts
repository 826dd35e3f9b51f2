import { accept, type Decision, refuse } from '../decision.ts';
import { smallestSample, type UnitFixes } from './revisit-draw.ts';

export const revisitRoundStates = ['announced', 'drawn', 'closed', 'voided'] as const;
export type RevisitRoundState = (typeof revisitRoundStates)[number];

/** What is fixed and published when a round is announced, before anybody can know the draw. */
export interface AnnouncedRound {
  readonly name: string;
  /** Days on which the fixes were struck off, `YYYY-MM-DD`, both inclusive. */
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly size: number;
  readonly minimumPerUnit: number;
  /** Where the public number will come from: the result of a lottery on a named day, say. */
  readonly seedSource: string;
  readonly registerHash: string;
  readonly registerCount: number;
  readonly secretHash: string;
}

/** A round of revisits: the fold of its events. */
export interface RevisitRound extends AnnouncedRound {
  readonly state: RevisitRoundState;
  readonly publicNumber: string | null;
  /** Shown to all from the closing on; null before. */
  readonly revealedSecret: string | null;
  readonly voidReason: string | null;
  readonly version: number;
}

export type RevisitRoundEvent =
  | { readonly kind: 'revisit.round_announced'; readonly data: AnnouncedRound }
  | {
      readonly kind: 'revisit.round_drawn';
      readonly data: {
        readonly publicNumber: string;
        readonly drawn: number;
        readonly withoutInspector: number;
      };
    }
  | {
      readonly kind: 'revisit.round_closed';
      readonly data: { readonly secret: string; readonly leftOpen: number };
    }
  | { readonly kind: 'revisit.round_voided'; readonly data: { readonly reason: string } };

/** Longest period of a round, in days: a longer one is a slip in the year. */
export const longestPeriodDays = 366;

type Events = Decision<readonly RevisitRoundEvent[]>;

/**
 * Checks the days of a period. It must be over, so that the register is whole.
 *
 * @param today day of the city.
 */
export function checkPeriod(from: string, to: string, today: string): Decision<null> {
  if (to < from) return refuse('revisit.periodReversed');
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days > longestPeriodDays) return refuse('revisit.periodTooLong', { most: longestPeriodDays });
  return to >= today ? refuse('revisit.periodNotOver', { day: to }) : accept(null);
}

/** Announces a round over a checked period. @param units of the frozen register. */
export function announceRound(round: AnnouncedRound, units: readonly UnitFixes[]): Events {
  if (round.registerCount === 0) return refuse('revisit.nothingStruckOff');
  const least = smallestSample(units, round.minimumPerUnit);
  if (round.size < least) return refuse('revisit.sampleTooSmall', { least, size: round.size });
  return accept([{ kind: 'revisit.round_announced', data: round }]);
}

/** Draws an announced round with the public number, once. */
export function drawRound(
  round: RevisitRound,
  publicNumber: string,
  result: { readonly drawn: number; readonly withoutInspector: number },
): Events {
  if (round.state !== 'announced') return refuse('revisit.notAnnounced', { state: round.state });
  return accept([{ kind: 'revisit.round_drawn', data: { publicNumber, ...result } }]);
}

/**
 * Closes a drawn round and reveals the secret: from now on anybody can repeat the draw.
 *
 * @param open revisits without an answer; they stay on record as not made, and only where the closer says so.
 */
export function closeRound(round: RevisitRound, secret: string, open: number, leaveOpen: boolean): Events {
  if (round.state !== 'drawn') return refuse('revisit.notDrawn', { state: round.state });
  if (open > 0 && !leaveOpen) return refuse('revisit.stillOpen', { count: open });
  return accept([{ kind: 'revisit.round_closed', data: { secret, leftOpen: open } }]);
}

/**
 * Takes back an announcement, with a reason that stays. A drawn round cannot be voided: nobody draws again
 * until he likes the result.
 */
export function voidRound(round: RevisitRound, reason: string): Events {
  if (round.state !== 'announced') return refuse('revisit.notAnnounced', { state: round.state });
  return accept([{ kind: 'revisit.round_voided', data: { reason } }]);
}

/** The round after an event; `null` before its first. @throws TypeError where the history is broken. */
export function applyRevisitRound(round: RevisitRound | null, event: RevisitRoundEvent): RevisitRound {
  if (event.kind === 'revisit.round_announced') {
    if (round) throw new TypeError('a round is announced twice');
    return {
      ...event.data,
      state: 'announced',
      publicNumber: null,
      revealedSecret: null,
      voidReason: null,
      version: 1,
    };
  }
  if (!round) throw new TypeError('a round begins with its announcement');
  const version = round.version + 1;
  switch (event.kind) {
    case 'revisit.round_drawn':
      return { ...round, state: 'drawn', publicNumber: event.data.publicNumber, version };
    case 'revisit.round_closed':
      return { ...round, state: 'closed', revealedSecret: event.data.secret, version };
    case 'revisit.round_voided':
      return { ...round, state: 'voided', voidReason: event.data.reason, version };
    default:
      return event satisfies never;
  }
}

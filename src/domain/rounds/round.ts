import { accept, type Decision, refuse } from '../decision.ts';

export const roundStates = ['planned', 'open', 'closed'] as const;
export type RoundState = (typeof roundStates)[number];

/** A round with what its moves depend on. */
export interface RoundFacts {
  readonly state: RoundState;
  readonly visits: number;
  /** Visits without an inspector. */
  readonly unassigned: number;
  readonly done: number;
}

/** Longest span of a round, in days: a longer one is a slip in the year. */
export const longestRoundDays = 366;

/** Checks the days of a round, `YYYY-MM-DD`, both inclusive. */
export function checkRoundDays(startsOn: string, endsOn: string): Decision<null> {
  if (endsOn < startsOn) return refuse('round.daysReversed');
  const days = (Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000 + 1;
  return days > longestRoundDays ? refuse('round.tooLong', { most: longestRoundDays }) : accept(null);
}

/** Sites and inspectors can change until the round is closed. */
export function decidePlanning(round: Pick<RoundFacts, 'state'>): Decision<null> {
  return round.state === 'closed' ? refuse('round.closed') : accept(null);
}

/** Opens a planned round: it has visits, and every one of them has somebody on it. */
export function decideOpening(round: RoundFacts): Decision<'open'> {
  if (round.state === 'closed') return refuse('round.closed');
  if (round.state === 'open') return refuse('round.alreadyOpen');
  if (round.visits === 0) return refuse('round.noVisits');
  if (round.unassigned > 0) return refuse('round.unassigned', { count: round.unassigned });
  return accept('open');
}

/** Closes an open round. Visits not made stay on record as not made. */
export function decideClosing(round: RoundFacts): Decision<'closed'> {
  if (round.state === 'closed') return refuse('round.closed');
  if (round.state === 'planned') return refuse('round.notOpen');
  return accept('closed');
}

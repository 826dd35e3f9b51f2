import type { Refusal } from '../decision.ts';
import type { Problem } from './problem.ts';
import type { ProblemCommandType } from './problem-commands.ts';
import type { MoveFacts } from './problem-facts.ts';
import { refusalOfMove } from './problem-gate.ts';
import { problemCommandTypes } from './problem-moves.ts';

/** A move as the office app shows it: open, or greyed with the reason. */
export interface PossibleMove {
  readonly command: ProblemCommandType;
  readonly allowed: boolean;
  /** Why not; absent where allowed. */
  readonly refusal?: Refusal;
}

/** Every move of an existing problem with whether this person may make it now, in the order of its life. */
export function possibleMoves(problem: Problem, facts: MoveFacts): readonly PossibleMove[] {
  return problemCommandTypes
    .filter((command) => command !== 'raise')
    .map((command) => {
      const refusal = refusalOfMove(problem, command, facts);
      return refusal ? { command, allowed: false, refusal } : { command, allowed: true };
    });
}

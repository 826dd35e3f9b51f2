import type { PacketProblem } from '../../contract/sync.ts';
import { moveOf } from '../../domain/problems/problem-moves.ts';
import type { FieldPerson } from '../account/field-session.ts';

/** Moves that are made in the field. */
export const fieldMoves = [
  'assign',
  'start',
  'claimFixed',
  'confirmFixed',
  'sendBack',
  'reportProgress',
] as const;
export type FieldMove = (typeof fieldMoves)[number];

/**
 * What this person may probably do about a problem, by the table of moves and why it is on his phone. The
 * server decides again; the phone only keeps hopeless forms from being filled in.
 */
export function movesOf(problem: PacketProblem, person: FieldPerson): readonly FieldMove[] {
  return fieldMoves.filter((command) => {
    const move = moveOf(command);
    if (!move.from.includes(problem.state) || !person.verbs.includes(move.verb)) return false;
    switch (command) {
      case 'assign':
        return problem.reasons.includes('unit');
      case 'start':
      case 'claimFixed':
      case 'reportProgress':
        return problem.reasons.includes('mine') || problem.reasons.includes('unit');
      case 'confirmFixed':
      case 'sendBack':
        return (
          problem.reasons.includes('verify') &&
          problem.personId !== person.id &&
          problem.fixClaimedBy !== person.id
        );
      default:
        return command satisfies never;
    }
  });
}

import { type Decision, refuse } from '../decision.ts';
import type { Problem } from './problem.ts';
import type { ProblemCommand } from './problem-commands.ts';
import type { Assignment, ProblemEvent } from './problem-events.ts';
import type { ProblemFacts } from './problem-facts.ts';
import { decideDeadline, happened, withReason } from './problem-happened.ts';
import { isOpen } from './problem-states.ts';

type LinkCommand = Extract<
  ProblemCommand,
  { type: 'linkDuplicate' | 'unlinkDuplicate' | 'setParent' | 'clearParent' | 'answerRecurrence' }
>;

/** How problems hang together: duplicates, parts, and the same again. Every link can be undone. */
export function decideLink(
  problem: Problem,
  command: LinkCommand,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  switch (command.type) {
    case 'linkDuplicate':
      return decideDuplicate(problem, command, facts);
    case 'unlinkDuplicate':
      return withReason(command.reason, (reason) =>
        happened(facts, {
          kind: 'problem.unlinked_duplicate',
          data: { mainProblemId: problem.mainProblemId ?? '', reason },
        }),
      );
    case 'setParent':
      return decideParent(problem, command.parentId, facts);
    case 'clearParent':
      return withReason(command.reason, (reason) =>
        happened(facts, {
          kind: 'problem.parent_cleared',
          data: { parentId: problem.parentId ?? '', reason },
        }),
      );
    case 'answerRecurrence':
      return decideRecurrence(problem, command, facts);
    default: {
      const unknown: never = command;
      throw new Error(`unknown link ${JSON.stringify(unknown)}`);
    }
  }
}

/** The main problem is open and no duplicate itself, so links lead somewhere and never in a circle. */
function decideDuplicate(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'linkDuplicate' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const { related: main } = facts;
  if (command.mainProblemId === problem.id) return refuse('problem.duplicateOfItself');
  if (!main || main.problemId !== command.mainProblemId) return refuse('problem.otherNotFound');
  if (!isOpen(main.state)) return refuse('problem.mainNotOpen', { state: main.state });
  return withReason(command.reason, (reason) =>
    happened(facts, {
      kind: 'problem.linked_duplicate',
      data: { mainProblemId: main.problemId, fromState: problem.state, reason },
    }),
  );
}

/** Parts lie one level deep: a part has no parts, and a problem with parts is none. */
function decideParent(
  problem: Problem,
  parentId: string,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const { related: parent } = facts;
  if (parentId === problem.id) return refuse('problem.partOfItself');
  if (!parent || parent.problemId !== parentId) return refuse('problem.otherNotFound');
  if (!isOpen(parent.state)) return refuse('problem.parentNotOpen', { state: parent.state });
  if (parent.parentId !== null) return refuse('problem.parentIsPart');
  if (facts.childCount > 0) return refuse('problem.hasParts', { count: facts.childCount });
  return happened(facts, { kind: 'problem.parent_set', data: { parentId } });
}

/** Only what had been struck off before can come again. */
function decideRecurrence(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'answerRecurrence' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const { related: earlier } = facts;
  if (!earlier || earlier.problemId !== command.previousId || earlier.problemId === problem.id) {
    return refuse('problem.otherNotFound');
  }
  if (earlier.struckOffAt === null || Date.parse(earlier.struckOffAt) > Date.parse(problem.raisedAt)) {
    return refuse('problem.earlierNotStruckOff');
  }
  return happened(facts, {
    kind: 'problem.recurrence_answered',
    data: { previousId: earlier.problemId, same: command.same },
  });
}

/**
 * Another category: unit, limit and deadline are computed anew, the old ones stay in history.
 *
 * A problem that is with a unit stays there where the rule of the new category finds none.
 */
export function decideCategory(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'changeCategory' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const { category } = facts;
  if (!category || category.categoryKey !== command.categoryKey) return refuse('problem.noCategory');
  if (category.categoryKey === problem.categoryKey && command.severity === problem.severity) {
    return refuse('problem.sameCategory');
  }
  if (!(category.deadlineHours > 0)) return refuse('problem.noTimeLimit');
  const assignment = decideNewOwner(problem, facts);
  if (!assignment.accepted) return assignment;
  return withReason(command.reason, (reason) =>
    happened(facts, {
      kind: 'problem.recategorised',
      data: {
        reason,
        categoryKey: category.categoryKey,
        fromCategoryKey: problem.categoryKey,
        severity: command.severity,
        fromSeverity: problem.severity,
        deadlineHours: category.deadlineHours,
        fromDeadlineHours: problem.deadlineHours,
        deadlineClock: category.deadlineClock,
        fromDeadlineClock: problem.deadlineClock,
        fromUnitId: problem.unitId,
        assignment: assignment.value,
      },
    }),
  );
}

function decideNewOwner(problem: Problem, facts: ProblemFacts): Decision<Assignment | null> {
  const unit = facts.category?.unit ?? null;
  const found = unit?.contactPersonId ? { unitId: unit.unitId, personId: unit.contactPersonId } : null;
  const stays =
    problem.unitId !== null && problem.personId !== null && (!found || found.unitId === problem.unitId);
  if (!found && !stays) return { accepted: true, value: null };
  const deadline = decideDeadline(facts);
  if (!deadline.accepted) return deadline;
  const owner =
    stays && problem.unitId !== null && problem.personId !== null
      ? { unitId: problem.unitId, personId: problem.personId }
      : found;
  if (!owner) return { accepted: true, value: null };
  const assistingUnitIds = problem.assistingUnitIds.filter((unitId) => unitId !== owner.unitId);
  return { accepted: true, value: { ...owner, assistingUnitIds, deadlineAt: deadline.value } };
}

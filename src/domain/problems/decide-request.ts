import { type Decision, refuse } from '../decision.ts';
import type { Problem } from './problem.ts';
import type { ProblemCommand } from './problem-commands.ts';
import type { ProblemEvent } from './problem-events.ts';
import type { ProblemFacts } from './problem-facts.ts';
import { decideDeadline, happened, withReason } from './problem-happened.ts';

/** Longest deferral that is taken, in days: beyond a year the entry would be forgotten, not deferred. */
export const longestDeferralDays = 366;

const msPerDay = 86_400_000;

type RequestCommand = Extract<
  ProblemCommand,
  {
    type:
      | 'askExtension'
      | 'grantExtension'
      | 'refuseExtension'
      | 'askDeferral'
      | 'grantDeferral'
      | 'refuseDeferral'
      | 'resume'
      | 'stopClock'
      | 'startClock';
  }
>;

/** Extensions, deferrals (挂账) and stops of the clock: more time, never for nothing and never unseen. */
export function decideRequest(
  problem: Problem,
  command: RequestCommand,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  switch (command.type) {
    case 'askExtension':
      return decideExtensionAsked(problem, command, facts);
    case 'grantExtension':
      return decideExtension(problem, facts);
    case 'refuseExtension':
      return withReason(command.reason, (reason) =>
        happened(facts, {
          kind: 'problem.extension_refused',
          data: { reason, askedBy: problem.extensionAskedBy },
        }),
      );
    case 'askDeferral': {
      const until = futureDay(command.until, facts, longestDeferralDays);
      if (!until.accepted) return until;
      return withReason(command.reason, (reason) =>
        happened(facts, { kind: 'problem.deferral_asked', data: { until: until.value, reason } }),
      );
    }
    case 'grantDeferral':
      return decideDeferral(problem, command.reason, facts);
    case 'refuseDeferral':
      return withReason(command.reason, (reason) =>
        happened(facts, {
          kind: 'problem.deferral_refused',
          data: { reason, askedBy: problem.deferralAskedBy },
        }),
      );
    case 'resume': {
      const deadline = decideDeadline(facts);
      if (!deadline.accepted) return deadline;
      return happened(facts, { kind: 'problem.resumed', data: { deadlineAt: deadline.value } });
    }
    case 'stopClock':
      return decideClockStop(command, facts);
    case 'startClock': {
      const deadline = decideDeadline(facts);
      if (!deadline.accepted) return deadline;
      return happened(facts, {
        kind: 'problem.clock_started',
        data: { deadlineAt: deadline.value, fromDeadlineAt: problem.deadlineAt },
      });
    }
    default: {
      const unknown: never = command;
      throw new Error(`unknown request ${JSON.stringify(unknown)}`);
    }
  }
}

function decideExtensionAsked(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'askExtension' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const until = futureDay(command.until, facts, longestDeferralDays);
  if (!until.accepted) return until;
  if (problem.deadlineAt !== null && Date.parse(until.value) <= Date.parse(problem.deadlineAt)) {
    return refuse('problem.extensionNotLater', { deadlineAt: problem.deadlineAt });
  }
  return withReason(command.reason, (reason) =>
    happened(facts, { kind: 'problem.extension_asked', data: { until: until.value, reason } }),
  );
}

function decideExtension(problem: Problem, facts: ProblemFacts): Decision<readonly ProblemEvent[]> {
  const deadline = decideDeadline(facts);
  if (!deadline.accepted) return deadline;
  const { deadlineAt: before, extensionAskedUntil: asked } = problem;
  if (before !== null && Date.parse(deadline.value) <= Date.parse(before)) {
    return refuse('problem.extensionNotLater', { deadlineAt: before });
  }
  // an approver may grant less than was asked, never more
  if (asked !== null && Date.parse(deadline.value) > Date.parse(asked)) {
    return refuse('problem.extensionBeyondAsked', { asked });
  }
  return happened(facts, {
    kind: 'problem.extended',
    data: { deadlineAt: deadline.value, fromDeadlineAt: before, askedBy: problem.extensionAskedBy },
  });
}

function decideDeferral(
  problem: Problem,
  given: string,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const until = futureDay(problem.deferralAskedUntil ?? '', facts, longestDeferralDays);
  if (!until.accepted) return until;
  return withReason(given, (reason) =>
    happened(facts, {
      kind: 'problem.deferred',
      data: { until: until.value, reason, askedBy: problem.deferralAskedBy },
    }),
  );
}

function decideClockStop(
  command: Extract<ProblemCommand, { type: 'stopClock' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const listed = facts.rules.clockStopReasons.find(({ key }) => key === command.reasonKey);
  if (!listed) return refuse('problem.clockReasonNotListed');
  const until = futureDay(command.until, facts, listed.maxDays);
  if (!until.accepted) return until;
  return withReason(command.reason, (reason) =>
    happened(facts, {
      kind: 'problem.clock_stopped',
      data: { reasonKey: listed.key, reason, until: until.value },
    }),
  );
}

/** The instant, after now and at most `maxDays` away. */
function futureDay(text: string, { now }: ProblemFacts, maxDays: number): Decision<string> {
  const time = Date.parse(text);
  if (Number.isNaN(time) || time <= Date.parse(now)) return refuse('problem.dayPast');
  if (time > Date.parse(now) + maxDays * msPerDay) return refuse('problem.dayTooFar', { days: maxDays });
  return { accepted: true, value: new Date(time).toISOString() };
}

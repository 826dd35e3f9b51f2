import { accept, type Decision, type Refusal, refuse } from '../decision.ts';
import { shortestReason, statedReason } from '../problems/problem-evidence.ts';
import type { CommonFigures } from './common-problem-rule.ts';

export const commonProblemStates = ['confirmed', 'closed'] as const;
export type CommonProblemState = (typeof commonProblemStates)[number];

/** What the office decides about a common problem. */
export interface CommonProblemPlan {
  /** What is to be done against it everywhere. */
  readonly measure: string;
  readonly ownerUnitId: string;
  /** Calendar day `YYYY-MM-DD`. */
  readonly dueOn: string;
}

/** An entry of the register of common problems (共性问题): the fold of its events. */
export interface CommonProblem extends CommonProblemPlan {
  readonly id: string;
  readonly number: number;
  readonly state: CommonProblemState;
  readonly title: string;
  readonly categoryKey: string;
  readonly itemCode: string | null;
  readonly versionId: string | null;
  /** Figures at confirmation. */
  readonly figures: CommonFigures;
  readonly confirmedAt: string;
  readonly confirmedBy: string;
  /** How far the owner has come, in his words. */
  readonly progress: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly outcome: string | null;
  /** Number of events applied. */
  readonly version: number;
}

/** What may be done with an entry, in the order of its life. */
export const commonProblemCommandTypes = ['confirm', 'revise', 'report', 'close', 'reopen'] as const;
export type CommonProblemCommandType = (typeof commonProblemCommandTypes)[number];

export type CommonProblemCommand =
  | ({ readonly type: 'confirm'; readonly id: string } & CommonProblemPlan &
      Pick<CommonProblem, 'title' | 'categoryKey' | 'itemCode' | 'versionId' | 'figures'>)
  | ({ readonly type: 'revise' } & CommonProblemPlan)
  | { readonly type: 'report'; readonly progress: string }
  | { readonly type: 'close'; readonly outcome: string }
  | { readonly type: 'reopen'; readonly reason: string };

interface Happened {
  readonly at: string;
  readonly by: string;
}

export type CommonProblemEvent = Happened &
  (
    | {
        readonly kind: 'common_problem.confirmed';
        readonly data: Omit<Extract<CommonProblemCommand, { type: 'confirm' }>, 'type'> & {
          readonly number: number;
        };
      }
    | { readonly kind: 'common_problem.revised'; readonly data: CommonProblemPlan }
    | { readonly kind: 'common_problem.reported'; readonly data: { readonly progress: string } }
    | { readonly kind: 'common_problem.closed'; readonly data: { readonly outcome: string } }
    | { readonly kind: 'common_problem.reopened'; readonly data: { readonly reason: string } }
  );

export const commonProblemEventKinds = [
  'common_problem.confirmed',
  'common_problem.revised',
  'common_problem.reported',
  'common_problem.closed',
  'common_problem.reopened',
] as const satisfies readonly CommonProblemEvent['kind'][];

export interface CommonProblemActor {
  readonly personId: string;
  /** Keeps the register: the campaign office. */
  readonly keeps: boolean;
  /** Acts for the unit that owns the entry. */
  readonly owns: boolean;
}

export interface CommonProblemFacts {
  readonly now: string;
  readonly actor: CommonProblemActor;
  readonly number: number;
}

const fromStates: Readonly<Record<CommonProblemCommandType, readonly (CommonProblemState | null)[]>> = {
  confirm: [null],
  revise: ['confirmed'],
  report: ['confirmed'],
  close: ['confirmed'],
  reopen: ['closed'],
};

/** Whether this person may make this move now; the reason why not, or `null`. */
export function refusalOfCommonProblemMove(
  entry: CommonProblem | null,
  command: CommonProblemCommandType,
  actor: CommonProblemActor,
): Refusal | null {
  if (!fromStates[command].includes(entry?.state ?? null)) {
    return { code: 'commonProblem.wrongState', facts: { command, state: entry?.state ?? null } };
  }
  // the owner reports; everything else is the register's keeper's
  const isAllowed = actor.keeps || (command === 'report' && actor.owns);
  return isAllowed ? null : { code: 'commonProblem.missingVerb', facts: { command } };
}

/** The one place where an entry of the register changes. */
export function decideCommonProblem(
  entry: CommonProblem | null,
  command: CommonProblemCommand,
  facts: CommonProblemFacts,
): Decision<readonly CommonProblemEvent[]> {
  const gate = refusalOfCommonProblemMove(entry, command.type, facts.actor);
  if (gate) return { accepted: false, refusal: gate };
  const said = { at: facts.now, by: facts.actor.personId };
  switch (command.type) {
    case 'confirm': {
      const { type: _type, ...data } = command;
      const measure = statedReason(command.measure);
      if (measure === null) return refuse('commonProblem.measureNeeded', { shortest: shortestReason });
      if (command.title.trim() === '') return refuse('commonProblem.noTitle');
      if (command.dueOn < facts.now.slice(0, 10)) return refuse('commonProblem.duePast');
      const title = command.title.trim();
      return accept([
        {
          ...said,
          kind: 'common_problem.confirmed',
          data: { ...data, title, measure, number: facts.number },
        },
      ]);
    }
    case 'revise': {
      const measure = statedReason(command.measure);
      if (measure === null) return refuse('commonProblem.measureNeeded', { shortest: shortestReason });
      if (command.dueOn < facts.now.slice(0, 10)) return refuse('commonProblem.duePast');
      const { ownerUnitId, dueOn } = command;
      return accept([{ ...said, kind: 'common_problem.revised', data: { measure, ownerUnitId, dueOn } }]);
    }
    case 'report': {
      const progress = statedReason(command.progress);
      if (progress === null) return refuse('commonProblem.wordsNeeded', { shortest: shortestReason });
      return accept([{ ...said, kind: 'common_problem.reported', data: { progress } }]);
    }
    case 'close': {
      const outcome = statedReason(command.outcome);
      if (outcome === null) return refuse('commonProblem.wordsNeeded', { shortest: shortestReason });
      return accept([{ ...said, kind: 'common_problem.closed', data: { outcome } }]);
    }
    case 'reopen': {
      const reason = statedReason(command.reason);
      if (reason === null) return refuse('commonProblem.wordsNeeded', { shortest: shortestReason });
      return accept([{ ...said, kind: 'common_problem.reopened', data: { reason } }]);
    }
    default:
      return command satisfies never;
  }
}

/** The entry after one more event. @throws Error where the history is broken. */
export function applyCommonProblem(entry: CommonProblem | null, event: CommonProblemEvent): CommonProblem {
  if (event.kind === 'common_problem.confirmed') {
    if (entry) throw new Error(`common problem ${entry.id} is confirmed twice`);
    return confirmed(event);
  }
  if (!entry) throw new Error(`history begins with ${event.kind} instead of common_problem.confirmed`);
  return { ...entry, ...changeBy(event), version: entry.version + 1 };
}

function confirmed({
  at,
  by,
  data,
}: Extract<CommonProblemEvent, { kind: 'common_problem.confirmed' }>): CommonProblem {
  return {
    id: data.id,
    number: data.number,
    state: 'confirmed',
    title: data.title,
    categoryKey: data.categoryKey,
    itemCode: data.itemCode,
    versionId: data.versionId,
    measure: data.measure,
    ownerUnitId: data.ownerUnitId,
    dueOn: data.dueOn,
    figures: data.figures,
    confirmedAt: at,
    confirmedBy: by,
    progress: '',
    closedAt: null,
    closedBy: null,
    outcome: null,
    version: 1,
  };
}

function changeBy(
  event: Exclude<CommonProblemEvent, { kind: 'common_problem.confirmed' }>,
): Partial<CommonProblem> {
  switch (event.kind) {
    case 'common_problem.revised': {
      const { measure, ownerUnitId, dueOn } = event.data;
      return { measure, ownerUnitId, dueOn };
    }
    case 'common_problem.reported':
      return { progress: event.data.progress };
    case 'common_problem.closed':
      return { state: 'closed', closedAt: event.at, closedBy: event.by, outcome: event.data.outcome };
    case 'common_problem.reopened':
      return { state: 'confirmed', closedAt: null, closedBy: null, outcome: null };
    default: {
      const unknown: never = event;
      throw new Error(`unknown event ${JSON.stringify(unknown)}`);
    }
  }
}

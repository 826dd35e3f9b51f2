import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  allPhotos,
  attempt,
  factsOf,
  lives,
  play,
  unitOf,
} from '../../../test/support/problem-lives.ts';
import { foldProblem } from './apply-problem.ts';
import { decideProblem } from './decide-problem.ts';
import { possibleMoves } from './possible-moves.ts';
import type { Problem } from './problem.ts';
import type { ProblemCommand } from './problem-commands.ts';
import { movedEventKinds, type ProblemEvent } from './problem-events.ts';
import { moveOf, type ProblemMove, problemCommandTypes, problemVerbs } from './problem-moves.ts';
import { isAnsweredFor, isOpen, type ProblemState, problemStates } from './problem-states.ts';

function statesAfter(move: ProblemMove, before: Problem | null): (ProblemState | null | undefined)[] {
  switch (move.to) {
    case 'same':
      return [before?.state];
    case 'before':
      return [before?.linkedFromState];
    case 'sameOrDispatched':
      return [before?.state, 'dispatched'];
    default:
      return [move.to];
  }
}

const runs = { numRuns: 400 };

describe('any life of a problem, whoever tries whatever', () => {
  it('follows the table of moves', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, after, tried } of play(attempts)) {
          const move = moveOf(tried.type);
          expect(move.from).toContain(before?.state ?? null);
          expect(statesAfter(move, before)).toContain(after.state);
        }
      }),
      runs,
    );
  });

  it('always has one unit, one named person and one deadline once dispatched', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { after } of play(attempts)) {
          if (!isAnsweredFor(after.state)) continue;
          expect([after.unitId, after.personId, after.deadlineAt, after.originalDeadlineAt]).not.toContain(
            null,
          );
          expect(after.assistingUnitIds).not.toContain(after.unitId);
        }
      }),
      runs,
    );
  });

  it('is never closed by its fixer, his unit, or without a claim and an own photo', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, after, event, hasLeft } of play(attempts)) {
          if (event.kind !== 'problem.struck_off') continue;
          const verifier = after.struckOffBy as keyof typeof unitOf;
          expect(verifier).not.toBe(null);
          expect([before?.fixClaimedBy, before?.personId]).not.toContain(verifier);
          const his = hasLeft ? [] : unitOf[verifier];
          for (const fixing of [before?.unitId, ...(before?.assistingUnitIds ?? [])]) {
            expect(his).not.toContain(fixing);
          }
          expect(event.data.photoIds).toContain(`photo-${verifier}`);
          expect(Date.parse(event.at)).toBeGreaterThan(Date.parse(before?.fixClaimedAt ?? ''));
        }
      }),
      runs,
    );
  });

  it('folds back from its events to its row, and counts them', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        const steps = play(attempts);
        const stored = JSON.parse(JSON.stringify(steps.map((step) => step.event))) as ProblemEvent[];
        expect(foldProblem(stored)).toEqual(steps.at(-1)?.after);
        expect(steps.at(-1)?.after.version).toBe(steps.length);
      }),
      runs,
    );
  });

  it('is voided by two different persons only', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { event } of play(attempts)) {
          if (event.kind === 'problem.voided') expect(event.by).not.toBe(event.data.requestedBy);
        }
      }),
      runs,
    );
  });

  it('strikes a severe problem off only after its sweep, and a whole only after its parts', () => {
    fc.assert(
      fc.property(lives, attempt, (attempts, last) => {
        const problem = play(attempts).at(-1)?.after ?? null;
        if (problem?.state !== 'fix_claimed') return;
        const tried: Attempt = {
          ...last,
          command: { type: 'confirmFixed', photoIds: allPhotos, offSiteReason: null },
        };
        const decision = decideProblem(problem, tried.command, factsOf(tried, 200, problem));
        if (!decision.accepted) return;
        expect(tried.openChildren).toBe(0);
        if (problem.severity === 'high') expect(['missing', 'open']).not.toContain(tried.sweep);
      }),
      runs,
    );
  });

  it('gives more time only when somebody else than the asker and his unit grants it, and counts it', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, after, event, hasLeft } of play(attempts)) {
          if (event.kind !== 'problem.extended' && event.kind !== 'problem.deferred') continue;
          expect(event.by).not.toBe(event.data.askedBy);
          expect(event.data.askedBy).not.toBe(null);
          const his = hasLeft ? [] : unitOf[event.by as keyof typeof unitOf];
          expect(his).not.toContain(before?.unitId);
          const granted = (problem: Problem | null) =>
            (problem?.extensionCount ?? 0) + (problem?.deferralCount ?? 0);
          expect(granted(after)).toBe(granted(before) + 1);
          expect(after.extensionCount).toBeLessThanOrEqual(2);
          expect(after.originalDeadlineAt).toBe(before?.originalDeadlineAt);
        }
      }),
      runs,
    );
  });

  it('brings back by timer only what is due', () => {
    fc.assert(
      fc.property(lives, (attempts) => {
        for (const { before, event } of play(attempts)) {
          if (event.by !== null) continue;
          if (event.kind === 'problem.resumed') expect(event.at >= (before?.deferredUntil ?? '~')).toBe(true);
          if (event.kind === 'problem.clock_started') {
            expect(event.at >= (before?.clockStoppedUntil ?? '~')).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('never accepts a move that possibleMoves greys', () => {
    fc.assert(
      fc.property(lives, attempt, (attempts, last) => {
        const problem = play(attempts).at(-1)?.after ?? null;
        if (!problem) return;
        const facts = factsOf(last, 100, problem);
        const shown = possibleMoves(problem, facts).find((move) => move.command === last.command.type);
        const decision = decideProblem(problem, last.command, facts);
        if (decision.accepted) expect(shown?.allowed).toBe(true);
        if (shown?.refusal && !decision.accepted) expect(decision.refusal.code).toBe(shown.refusal.code);
      }),
      runs,
    );
  });

  it('reaches every kind of event and every state that commands lead to', () => {
    const kinds = new Set<string>();
    const states = new Set<string>();
    for (const life of fc.sample(lives, { numRuns: 1200, seed: 1 })) {
      for (const { event, after } of play(life)) {
        kinds.add(event.kind);
        states.add(after.state);
      }
    }
    expect([...kinds].sort()).toEqual([...movedEventKinds].sort());
    const led = new Set(
      problemCommandTypes
        .map((type) => moveOf(type).to)
        .filter((state) => (problemStates as readonly string[]).includes(state)),
    );
    expect([...states].sort()).toEqual([...led].sort());
  });
});

describe('the table of moves', () => {
  const leavesClosed: Partial<Record<ProblemCommand['type'], ProblemState>> = {
    reopen: 'struck_off',
    answerRecurrence: 'struck_off',
    unlinkDuplicate: 'duplicate',
  };

  it('uses known verbs, and a closed state is left only by reopening or undoing a link', () => {
    for (const type of problemCommandTypes) {
      const move = moveOf(type);
      expect(problemVerbs).toContain(move.verb);
      for (const state of move.from) {
        if (state === null) expect(type).toBe('raise');
        else expect(isOpen(state) || leavesClosed[type] === state).toBe(true);
      }
    }
  });
});

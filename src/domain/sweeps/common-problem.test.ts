import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyCommonProblem,
  type CommonProblem,
  type CommonProblemActor,
  type CommonProblemCommand,
  type CommonProblemEvent,
  commonProblemEventKinds,
  decideCommonProblem,
} from './common-problem.ts';
import { defaultCommonProblemRule, isCommon } from './common-problem-rule.ts';

const office: CommonProblemActor = { personId: 'office', keeps: true, owns: false };
const owner: CommonProblemActor = { personId: 'owner', keeps: false, owns: true };
const nobody: CommonProblemActor = { personId: 'nobody', keeps: false, owns: false };
const now = '2026-11-23T02:00:00.000Z';

const confirm: CommonProblemCommand = {
  type: 'confirm',
  id: 'k1',
  title: '消火栓被埋压',
  categoryKey: 'hydrant',
  itemCode: null,
  versionId: null,
  figures: { problems: 12, open: 4, units: 5, sites: 11, recurrences: 2 },
  measure: '全市消火栓逐个标识、清障',
  ownerUnitId: 'fire',
  dueOn: '2026-12-31',
};

const words = fc.constantFrom('已经完成大半', '已经完成大半', '无');
const command: fc.Arbitrary<CommonProblemCommand> = fc.oneof(
  fc.constant(confirm),
  fc.record({
    type: fc.constant('revise' as const),
    measure: words,
    ownerUnitId: fc.constantFrom('fire', 'water'),
    dueOn: fc.constantFrom('2026-12-31', '2020-01-01'),
  }),
  fc.record({ type: fc.constant('report' as const), progress: words }),
  fc.record({ type: fc.constant('close' as const), outcome: words }),
  fc.record({ type: fc.constant('reopen' as const), reason: words }),
);
const tries = fc.array(fc.record({ command, actor: fc.constantFrom(office, office, owner, nobody) }), {
  maxLength: 25,
});

function live(attempts: readonly { command: CommonProblemCommand; actor: CommonProblemActor }[]) {
  let entry: CommonProblem | null = null;
  const events: CommonProblemEvent[] = [];
  for (const { command: wanted, actor } of attempts) {
    const decision = decideCommonProblem(entry, wanted, { now, actor, number: 1 });
    if (!decision.accepted) continue;
    for (const event of decision.value) {
      entry = applyCommonProblem(entry, event);
      events.push(event);
    }
  }
  return { entry: entry as CommonProblem | null, events };
}

describe('an entry of the register of common problems', () => {
  it('folds from its history, ends only with an outcome, and moves by the right hands', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(tries, (attempts) => {
        const { entry, events } = live(attempts);
        let folded: CommonProblem | null = null;
        for (const event of events) {
          folded = applyCommonProblem(folded, event);
          kinds.add(event.kind);
          expect(event.by).not.toBe('nobody');
          if (event.kind !== 'common_problem.reported') expect(event.by).toBe('office');
        }
        expect(folded).toEqual(entry);
        if (!entry) return;
        expect(entry.version).toBe(events.length);
        expect(entry.state === 'closed').toBe(entry.outcome !== null && entry.closedAt !== null);
        expect(entry.dueOn >= '2026-11-23').toBe(true);
      }),
      { numRuns: 500 },
    );
    expect([...kinds].sort()).toEqual([...commonProblemEventKinds].sort());
  });

  it('needs a measure in words and a day to come', () => {
    const refused = (change: object) => {
      const decision = decideCommonProblem(null, { ...confirm, ...change } as CommonProblemCommand, {
        now,
        actor: office,
        number: 1,
      });
      return decision.accepted ? null : decision.refusal.code;
    };
    expect(refused({ measure: '改' })).toBe('commonProblem.measureNeeded');
    expect(refused({ dueOn: '2026-11-22' })).toBe('commonProblem.duePast');
    expect(refused({ title: '  ' })).toBe('commonProblem.noTitle');
    expect(refused({})).toBeNull();
  });
});

describe('the rule of common problems', () => {
  const figures = { problems: 10, open: 0, units: 3, sites: 5, recurrences: 0 };

  it('needs enough problems, units and sites at once', () => {
    expect(isCommon(figures, defaultCommonProblemRule)).toBe(true);
    for (const few of [{ problems: 9 }, { units: 2 }, { sites: 4 }]) {
      expect(isCommon({ ...figures, ...few }, defaultCommonProblemRule)).toBe(false);
    }
  });
});

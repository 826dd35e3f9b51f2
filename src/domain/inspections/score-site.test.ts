import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareExact, exact } from '../exact-number.ts';
import type { Checklist, ChecklistItem } from '../standards/checklist.ts';
import type { Answer } from './answer.ts';
import { checkAnswers } from './check-answers.ts';
import { defaultRaiseRule, problemsFromAnswers } from './problems-from-answers.ts';
import { defaultVetoRule, scoreSite } from './score-site.ts';

function item(code: string, weight: string, change: Partial<ChecklistItem> = {}): ChecklistItem {
  return {
    code,
    title: `项目${code}`,
    titleEn: `Item ${code}`,
    campaigns: ['civilized'],
    weight,
    scale: { type: 'three_level' },
    veto: false,
    categoryKey: 'dirty_road',
    deadlineHours: 4,
    deadlineClock: 'work',
    responsibleUnitType: 'street_office',
    evidence: 'photo_on_fail',
    ...change,
  };
}

function counting(
  code: string,
  weight: string,
  deductPerDefect: string,
  zeroAtDefects: number,
  veto = false,
) {
  return item(code, weight, {
    scale: { type: 'defect_count', deductPerDefect, zeroAtDefects },
    veto,
    evidence: 'photo_required',
  });
}

function checklist(...items: ChecklistItem[]): Checklist {
  return {
    siteType: 'ROAD',
    name: '主次干道',
    nameEn: 'Roads',
    leadUnitType: 'urban_management',
    observationScope: '500 m',
    items,
  };
}

function answer(itemCode: string, value: Answer['value'] | number, photoIds: string[] = []): Answer {
  return typeof value === 'number'
    ? { itemCode, value: 'counted', defects: value, photoIds }
    : { itemCode, value, photoIds };
}

describe('scoreSite', () => {
  const road = checklist(counting('R1', '10', '3.33', 3), item('R2', '50'), item('R3', '40'));

  it('adds up marks over applicable weights, exactly', () => {
    const score = scoreSite(
      road,
      [answer('R1', 1), answer('R2', 'partly'), answer('R3', 'na')],
      defaultVetoRule,
    );
    // 6.67 + 25 of 60
    expect(score.score).toEqual({ text: '52.78', numerator: '3167', denominator: '60' });
    expect(score.items.map((each) => each.score?.text ?? null)).toEqual(['6.67', '25.00', null]);
    expect([score.applicableWeight, score.totalWeight]).toEqual(['60', '100']);
  });

  it('gives exactly 0 from zeroAtDefects on, with no hundredth left over', () => {
    for (const defects of [3, 4, 9999]) {
      const score = scoreSite(
        road,
        [answer('R1', defects), answer('R2', 'met'), answer('R3', 'met')],
        defaultVetoRule,
      );
      expect(score.score?.text).toBe('90.00');
    }
  });

  it('never goes below 0 where deductions outrun the weight', () => {
    const steep = checklist(counting('S1', '5', '4', 10));
    expect(scoreSite(steep, [answer('S1', 3)], defaultVetoRule).score?.text).toBe('0.00');
  });

  it('rounds half up only in the printed text', () => {
    const third = checklist(item('T1', '1'), item('T2', '2'));
    const score = scoreSite(third, [answer('T1', 'not_met'), answer('T2', 'met')], defaultVetoRule);
    expect(score.score).toEqual({ text: '66.67', numerator: '200', denominator: '3' });
  });

  it('scores nothing where nothing applies, and reports without scoring where under half applies', () => {
    const all = road.items.map((each) => answer(each.code, 'na'));
    expect(scoreSite(road, all, defaultVetoRule)).toMatchObject({
      scored: false,
      reason: 'nothing-applicable',
      score: null,
      uncapped: null,
    });
    const few = scoreSite(road, [answer('R1', 0), answer('R2', 'na'), answer('R3', 'na')], defaultVetoRule);
    expect(few).toMatchObject({ scored: false, reason: 'under-half-applicable', score: null });
    expect(few.uncapped?.text).toBe('100.00');
  });

  it('scores where exactly half of the weight applies', () => {
    const score = scoreSite(
      road,
      [answer('R1', 'na'), answer('R2', 'met'), answer('R3', 'na')],
      defaultVetoRule,
    );
    expect(score).toMatchObject({ scored: true, score: { text: '100.00' } });
  });

  const guarded = checklist(item('V1', '90'), counting('V2', '10', '10', 2, true));

  it('caps the site when a veto item fails and keeps the uncapped score', () => {
    const failed = scoreSite(guarded, [answer('V1', 'met'), answer('V2', 2)], defaultVetoRule);
    expect([failed.score?.text, failed.uncapped?.text, failed.vetoedItems]).toEqual([
      '59.00',
      '90.00',
      ['V2'],
    ]);
    const zeroed = scoreSite(guarded, [answer('V1', 'met'), answer('V2', 2)], {
      vetoRule: 'zero',
      cap: '59',
    });
    expect(zeroed.score?.text).toBe('0.00');
  });

  it('does not lift a score that lies under the cap, and spares a veto item short of failing', () => {
    const low = scoreSite(guarded, [answer('V1', 'not_met'), answer('V2', 2)], defaultVetoRule);
    expect(low.score?.text).toBe('0.00');
    const spared = scoreSite(guarded, [answer('V1', 'met'), answer('V2', 1)], defaultVetoRule);
    expect([spared.score?.text, spared.vetoedItems]).toEqual(['90.00', []]);
  });

  it('throws on a missing or unfitting answer instead of guessing', () => {
    expect(() => scoreSite(road, [answer('R1', 0)], defaultVetoRule)).toThrow(RangeError);
    expect(() =>
      scoreSite(road, [answer('R1', 'met'), answer('R2', 'met'), answer('R3', 'met')], defaultVetoRule),
    ).toThrow(RangeError);
  });

  it('stays between 0 and 100 and never rises with one more defect', () => {
    const weights = fc.integer({ min: 1, max: 5000 }).map((n) => (n / 100).toFixed(2));
    fc.assert(
      fc.property(
        weights,
        weights,
        weights,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 40 }),
        (a, b, deduct, zeroAt, defects) => {
          const list = checklist(counting('P1', a, deduct, zeroAt), item('P2', b));
          const scoreAt = (count: number) => {
            const { numerator, denominator } =
              scoreSite(list, [answer('P1', count), answer('P2', 'partly')], defaultVetoRule).score ?? {};
            return { numerator: BigInt(numerator ?? -1), denominator: BigInt(denominator ?? 1) };
          };
          const [fewer, more] = [scoreAt(defects), scoreAt(defects + 1)];
          expect(compareExact(more, fewer)).toBeLessThanOrEqual(0);
          expect(compareExact(more, exact(0))).toBeGreaterThanOrEqual(0);
          expect(compareExact(fewer, exact(100))).toBeLessThanOrEqual(0);
        },
      ),
    );
  });
});

describe('checkAnswers', () => {
  const list = checklist(counting('R1', '50', '5', 10), item('R2', '50'));

  it('names every item at fault', () => {
    const faults = checkAnswers(list, [answer('R1', 'met'), answer('X9', 'met'), answer('X9', 'met')]);
    expect(faults.map((fault) => [fault.code, fault.facts.item])).toEqual([
      ['inspection.wrongScale', 'R1'],
      ['inspection.unknownItem', 'X9'],
      ['inspection.unknownItem', 'X9'],
      ['inspection.missingAnswer', 'R2'],
    ]);
  });

  it.each([
    [-1, 'inspection.badDefects'],
    [1.5, 'inspection.badDefects'],
    [Number.NaN, 'inspection.badDefects'],
    [10_000, 'inspection.tooManyDefects'],
  ])('refuses %s defects', (defects, code) => {
    expect(checkAnswers(list, [answer('R1', defects, ['p']), answer('R2', 'met')])[0]?.code).toBe(code);
  });

  it('refuses a second answer, a count without number and a number without count', () => {
    const codes = checkAnswers(list, [
      answer('R2', 'met'),
      answer('R2', 'met'),
      { itemCode: 'R1', value: 'na', defects: 2, photoIds: [] },
    ]).map((fault) => fault.code);
    expect(codes).toEqual(['inspection.answeredTwice', 'inspection.defectsNotCounted']);
    const uncounted: Answer = { itemCode: 'R1', value: 'counted', photoIds: [] };
    expect(checkAnswers(list, [uncounted, answer('R2', 'met')])[0]?.code).toBe('inspection.badDefects');
  });

  it('asks no photo where nothing was found', () => {
    expect(checkAnswers(list, [answer('R1', 0), answer('R2', 'met')])).toEqual([]);
    expect(checkAnswers(list, [answer('R1', 'na'), answer('R2', 'na')])).toEqual([]);
  });

  it('asks a photo with every finding, or a note where an item is partly met', () => {
    const codes = (...answers: Answer[]) => checkAnswers(list, answers).map((fault) => fault.code);
    expect(codes(answer('R1', 1), answer('R2', 'not_met'))).toEqual([
      'inspection.photoNeeded',
      'inspection.photoNeeded',
    ]);
    expect(codes(answer('R1', 0), answer('R2', 'partly'))).toEqual(['inspection.photoOrNoteNeeded']);
    const noted: Answer = { ...answer('R2', 'partly'), note: '树池内有落叶' };
    expect(codes(answer('R1', 1, ['p']), noted)).toEqual([]);
  });
});

describe('problemsFromAnswers', () => {
  const list = checklist(counting('V1', '40', '20', 2, true), item('R2', '30'), item('R3', '30'));

  it('raises one problem per finding, in the order of the checklist', () => {
    const drafts = problemsFromAnswers(
      list,
      [answer('R3', 'partly'), answer('R2', 'met'), answer('V1', 2, ['p1'])],
      defaultRaiseRule,
    );
    expect(
      drafts.map((draft) => [draft.itemCode, draft.severity, draft.defects, draft.photoIds.length]),
    ).toEqual([
      ['V1', 'high', 2, 1],
      ['R3', 'normal', null, 0],
    ]);
    expect(drafts[0]).toMatchObject({ deadlineHours: 4, deadlineClock: 'work', categoryKey: 'dirty_road' });
  });

  it('leaves partly met items out where the city calls them advisory', () => {
    const answers = [answer('V1', 1), answer('R2', 'partly'), answer('R3', 'not_met')];
    const drafts = problemsFromAnswers(list, answers, { partly: 'advisory' });
    expect(drafts.map((draft) => [draft.itemCode, draft.severity])).toEqual([
      ['V1', 'normal'],
      ['R3', 'normal'],
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../decision.ts';
import {
  adoptSite,
  applyVacancy,
  extendVacancy,
  isVacancyOpen,
  isVacancyOverdue,
  nameKeeper,
  openVacancy,
  type Vacancy,
  type VacancyEvent,
  voidVacancy,
} from './vacancy.ts';

const today = '2026-11-23';
const limits = { today, maxExtensions: 2 };
const keeper = { unitId: 'street', personId: 'head' };

function moved(...decisions: ((vacancy: Vacancy) => Decision<readonly VacancyEvent[]>)[]): Vacancy {
  let vacancy = fold(null, openVacancy('yard', today, 60));
  for (const decide of decisions) vacancy = fold(vacancy, decide(vacancy));
  return vacancy;
}

function fold(vacancy: Vacancy | null, decision: Decision<readonly VacancyEvent[]>): Vacancy {
  if (!decision.accepted) throw new Error(decision.refusal.code);
  let folded = vacancy;
  for (const event of decision.value) folded = applyVacancy(folded, event);
  if (!folded) throw new Error('no events');
  return folded;
}

function codeOf(decision: Decision<unknown>): string | null {
  return decision.accepted ? null : decision.refusal.code;
}

describe('a vacancy', () => {
  it('is open with a day by which an owner is to be found', () => {
    expect(moved()).toMatchObject({ state: 'open', dueOn: '2027-01-22', keeperUnitId: null, version: 1 });
    expect(isVacancyOverdue(moved(), '2027-01-22')).toBe(false);
    expect(isVacancyOverdue(moved(), '2027-01-23')).toBe(true);
  });

  it('is kept by a unit and a named person, and the one before stays in history', () => {
    const kept = moved((open) => nameKeeper(open, keeper));
    expect(kept).toMatchObject({ state: 'kept', keeperUnitId: 'street', keeperPersonId: 'head' });
    const next = nameKeeper(kept, { unitId: 'bureau', personId: 'clerk' });
    expect(next).toMatchObject({
      value: [{ data: { unitId: 'bureau', fromUnitId: 'street', fromPersonId: 'head' } }],
    });
    expect(nameKeeper(kept, keeper)).toEqual({ accepted: true, value: [] });
    expect(codeOf(nameKeeper(kept, null))).toBe('vacancy.keeperNotOfUnit');
  });

  it('gets more time only to a later day, with a reason, so many times', () => {
    const reason = '产权单位正在协商';
    expect(codeOf(extendVacancy(moved(), '2027-01-22', reason, limits))).toBe('vacancy.notLater');
    expect(codeOf(extendVacancy(moved(), '2029-01-01', reason, limits))).toBe('vacancy.tooLate');
    expect(codeOf(extendVacancy(moved(), '2027-02-22', '再等', limits))).toBe('vacancy.reasonNeeded');
    const late = { ...moved(), dueOn: '2026-10-01' };
    expect(codeOf(extendVacancy(late, '2026-11-20', reason, limits))).toBe('vacancy.notLater');
    const twice = moved(
      (one) => extendVacancy(one, '2027-02-22', reason, limits),
      (one) => extendVacancy(one, '2027-03-22', reason, limits),
    );
    expect(twice).toMatchObject({ dueOn: '2027-03-22', extensionCount: 2 });
    expect(codeOf(extendVacancy(twice, '2027-04-22', reason, limits))).toBe('vacancy.extensionsUsedUp');
  });

  it('ends by adoption with consent, or as wrongly marked with a reason', () => {
    expect(codeOf(adoptSite(moved(), null, '街道同意接管', null))).toBe('vacancy.unknownOwner');
    expect(codeOf(adoptSite(moved(), 'street', '同意', null))).toBe('vacancy.consentNeeded');
    const adopted = moved((one) => adoptSite(one, 'street', ' 街道同意接管 ', ' 〔2026〕12号 '));
    expect(adopted).toMatchObject({
      state: 'adopted',
      adoptedByUnitId: 'street',
      consent: '街道同意接管',
      reference: '〔2026〕12号',
    });
    expect(codeOf(voidVacancy(moved(), '错了'))).toBe('vacancy.reasonNeeded');
    expect(moved((one) => voidVacancy(one, '小区有物业，标记有误')).state).toBe('voided');
  });

  it('never moves again once it is closed, and folds to one version per event', () => {
    const moves: readonly ((vacancy: Vacancy) => Decision<readonly VacancyEvent[]>)[] = [
      (one) => nameKeeper(one, keeper),
      (one) => nameKeeper(one, { unitId: 'bureau', personId: 'clerk' }),
      (one) => extendVacancy(one, '2027-06-01', '产权单位正在协商', limits),
      (one) => adoptSite(one, 'street', '街道同意接管', null),
      (one) => voidVacancy(one, '小区有物业，标记有误'),
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(moves.length - 1), { maxLength: 15 }), (tries) => {
        let vacancy = moved();
        let events = 1;
        for (const index of tries) {
          const decision = moves[index]?.(vacancy);
          if (!isVacancyOpen(vacancy.state)) {
            expect(decision?.accepted).toBe(false);
            continue;
          }
          if (!decision?.accepted) continue;
          vacancy = fold(vacancy, decision);
          events += decision.value.length;
          expect(
            (vacancy.state === 'kept') === (isVacancyOpen(vacancy.state) && vacancy.keeperUnitId !== null),
          ).toBe(true);
        }
        expect(vacancy.version).toBe(events);
      }),
    );
  });

  it('is broken history where it begins in the middle or twice', () => {
    expect(() => applyVacancy(null, { kind: 'vacancy.voided', data: { reason: 'x' } })).toThrow();
    expect(() =>
      applyVacancy(moved(), { kind: 'vacancy.opened', data: { siteId: 'yard', dueOn: today } }),
    ).toThrow();
  });
});

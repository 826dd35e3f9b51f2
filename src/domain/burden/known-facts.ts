import type { FieldClass } from './burden-form.ts';

/**
 * Facts that the house holds already. A form must not ask for them: each fact is entered once (promise 7).
 * `given`: what tells it, either always or where the form has one of these fields or stands in the address.
 */
interface KnownFact {
  readonly names: readonly string[];
  readonly given: 'always' | readonly string[];
}

const site = ['siteId', 'visitId', 'inspectionId', 'problemId', 'checkId'];
const unit = ['unitId', 'ownerUnitId', 'territoryUnitId', 'scopeUnitId'];

const knownFacts: readonly KnownFact[] = [
  // who is signed in
  {
    names: [
      'actorId',
      'byId',
      'createdBy',
      'raisedBy',
      'reportedBy',
      'reporterId',
      'reporterName',
      'submittedBy',
      'submitterName',
      'uploadedBy',
      'verifiedBy',
      'fixedBy',
      'myUnitId',
      'myUnitName',
      'ownName',
    ],
    given: 'always',
  },
  // the clock and the calendar
  {
    names: [
      'now',
      'today',
      'date',
      'createdAt',
      'raisedAt',
      'reportedAt',
      'submittedAt',
      'receivedAt',
      'weekday',
      'isHoliday',
    ],
    given: 'always',
  },
  // the city
  { names: ['cityId', 'cityName', 'cityCode'], given: 'always' },
  // what the house computes
  { names: ['score', 'rank', 'number', 'isOverdue', 'lateDays', 'distanceMetres', 'hash'], given: 'always' },
  // a site tells
  {
    names: [
      'siteName',
      'siteCode',
      'siteType',
      'siteTypeName',
      'address',
      'territoryUnitId',
      'territoryName',
      'lineBureauId',
      'keeperPersonId',
      'keeperName',
    ],
    given: site,
  },
  // a visit tells
  { names: ['roundId', 'roundName', 'inspectorId', 'inspectorName', 'checklistId'], given: ['visitId'] },
  // a category or an item tells
  {
    names: ['deadlineHours', 'deadlineClock', 'limitHours', 'categoryName', 'unitType'],
    given: ['categoryKey', 'itemCode'],
  },
  { names: ['itemTitle', 'itemName', 'weight', 'campaigns'], given: ['itemCode'] },
  // a unit tells
  {
    names: ['unitName', 'unitCode', 'unitPath', 'districtName', 'contactName', 'contactPersonId', 'headName'],
    given: unit,
  },
  // a person tells
  { names: ['personName', 'personUnitId', 'personUnitName', 'post'], given: ['personId', 'keeperPersonId'] },
  // a problem tells
  {
    names: ['problemNumber', 'problemTitle', 'problemState', 'originalDeadlineAt'],
    given: ['problemId', 'problemIds', 'mainProblemId', 'previousId', 'parentId'],
  },
];

/**
 * What tells a field's value already; undefined where only a person can know it.
 *
 * @param name last part of the field's name.
 * @param others the other fields of the form, and what stands in its address.
 */
export function knownFrom(name: string, others: readonly string[]): string | undefined {
  for (const { names, given } of knownFacts) {
    if (!names.includes(name)) continue;
    if (given === 'always') return 'always';
    const source = given.find((one) => one !== name && others.includes(one));
    if (source) return source;
  }
  return undefined;
}

/** Ways to fill a field that put it on a person. */
export function isOnPerson(how: FieldClass): boolean {
  return how === 'asked' || how === 'chosen' || how === 'optional';
}

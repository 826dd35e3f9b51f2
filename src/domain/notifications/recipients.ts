import { type Grant, isWithin, may } from '../access/may.ts';
import { type Role, type Verb, verbsOfRole } from '../access/verbs.ts';
import { type NoticeAudience, type NoticeGroup, noticeRules } from './notice-rules.ts';

/** Somebody who can be told: active, with the roles that are valid now. */
export interface NoticePerson {
  readonly id: string;
  readonly grants: readonly Grant[];
  /** Of the unit that employs him. */
  readonly homeUnitPath: string | null;
}

/** What the rules need to know of the event's subject. */
export interface NoticeSubject {
  /** Units whose matter it is. */
  readonly unitPaths: readonly string[];
  /** The unit whose matter it was before the event. */
  readonly formerUnitPath: string | null;
  readonly namedPersonId: string | null;
  readonly reporterIds: readonly string[];
  /** People the event itself names. */
  readonly mentionedIds: readonly string[];
}

export interface Recipients {
  readonly group: NoticeGroup;
  /** Each once, in the order of `people`. */
  readonly personIds: readonly string[];
}

/**
 * Who is told of an event.
 *
 * @param actorId who did it; he is never told. Null: the system.
 * @param people everybody who can be told; others are left out even where the event names them.
 * @returns null where the kind of event is told to nobody.
 */
export function recipientsOf(
  event: { readonly kind: string; readonly actorId: string | null },
  subject: NoticeSubject,
  people: readonly NoticePerson[],
): Recipients | null {
  const rule = Object.hasOwn(noticeRules, event.kind) ? noticeRules[event.kind] : undefined;
  if (!rule) return null;
  const hears = (person: NoticePerson) =>
    person.id !== event.actorId && rule.audience.some((audience) => belongs(person, audience, subject));
  return { group: rule.group, personIds: people.filter(hears).map((person) => person.id) };
}

function belongs(person: NoticePerson, audience: NoticeAudience, subject: NoticeSubject): boolean {
  switch (audience) {
    case 'named':
      return person.id === subject.namedPersonId;
    case 'mentioned':
      return subject.mentionedIds.includes(person.id);
    case 'reporters':
      return subject.reporterIds.includes(person.id);
    case 'liaisons':
      return subject.unitPaths.some((path) => holds(person, 'liaison', path));
    case 'heads':
      return subject.unitPaths.some((path) => holds(person, 'unitHead', path));
    case 'formerLiaisons':
      return subject.formerUnitPath !== null && holds(person, 'liaison', subject.formerUnitPath);
    case 'deciders':
      return subject.mentionedIds.length > 0
        ? subject.mentionedIds.includes(person.id)
        : mayThere(person, 'problem.dispatch', subject);
    case 'dispatchers':
      return mayThere(person, 'problem.dispatch', subject);
    case 'voiders':
      return mayThere(person, 'problem.void', subject);
    case 'verifiers':
      return mayThere(person, 'problem.verify', subject) && !isOfUnit(person, subject);
    case 'approvers':
      return subject.unitPaths.some((path) => approvesFromAbove(person, path));
    default: {
      const unknown: never = audience;
      throw new TypeError(`unknown audience ${String(unknown)}`);
    }
  }
}

function holds(person: NoticePerson, role: Role, path: string): boolean {
  return person.grants.some((grant) => grant.role === role && grant.unitPath === path);
}

function mayThere(person: NoticePerson, verb: Verb, subject: NoticeSubject): boolean {
  return subject.unitPaths.some((path) => may(person, verb, path));
}

/** A unit's head approves nothing of his own unit, so he is not asked. */
function approvesFromAbove(person: NoticePerson, path: string): boolean {
  return person.grants.some(
    (grant) =>
      verbsOfRole[grant.role].includes('problem.approve') &&
      grant.unitPath !== path &&
      isWithin(path, grant.unitPath),
  );
}

/** Employed by the unit or below it, or granted any role there: he cannot judge its fix, so he is not called. */
function isOfUnit(person: NoticePerson, subject: NoticeSubject): boolean {
  const workplaces = person.grants.map((grant) => grant.unitPath);
  const homes = person.homeUnitPath === null ? workplaces : [person.homeUnitPath, ...workplaces];
  return subject.unitPaths.some((path) => homes.some((home) => isWithin(home, path)));
}

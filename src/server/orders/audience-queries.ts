import { sql } from 'kysely';
import { type Audience, audiences } from '../../domain/deadlines/escalation.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import type { Tx } from '../platform/database/database.ts';

/** For which unit, and for whom named, people are wanted. */
export interface WantedAudience {
  readonly unitId: string;
  /** The problem's named person; null where there is none. */
  readonly personId: string | null;
  readonly audience: readonly Audience[];
}

interface Holder {
  readonly path: string;
  readonly role: string;
  readonly personId: string;
}

interface UnitPlace {
  readonly id: string;
  readonly path: string;
}

/** Who can be asked to hear, for any number of units. */
export class Hearers {
  readonly #paths: ReadonlyMap<string, string>;
  readonly #holders: ReadonlyMap<string, readonly string[]>;
  readonly #active: ReadonlySet<string>;
  readonly #contacts: ReadonlyMap<string, string>;

  constructor(
    units: readonly UnitPlace[],
    holders: readonly Holder[],
    active: readonly string[],
    contacts: readonly { readonly unitId: string; readonly personId: string }[],
  ) {
    this.#paths = new Map(units.map((unit) => [unit.id, unit.path]));
    const byPlace = new Map<string, string[]>();
    for (const { path, role, personId } of holders) {
      const place = `${role} ${path}`;
      byPlace.set(place, [...(byPlace.get(place) ?? []), personId]);
    }
    this.#holders = byPlace;
    this.#active = new Set(active);
    this.#contacts = new Map(contacts.map((one) => [one.unitId, one.personId]));
  }

  /**
   * The people of an audience, each once, in stable order. An audience in which nobody is left falls to the
   * unit's contact for the unit, and to the office for everything else: nothing is said to nobody while
   * somebody is there.
   */
  of(wanted: WantedAudience): readonly string[] {
    const found = wanted.audience.flatMap((audience) => {
      const people = this.#people(audience, wanted);
      return people.length > 0 ? people : this.#instead(audience, wanted);
    });
    return [...new Set(found)].sort();
  }

  #people(audience: Audience, { unitId, personId }: WantedAudience): readonly string[] {
    const path = this.#paths.get(unitId) ?? '';
    const root = path.split('.')[0] ?? '';
    switch (audience) {
      case 'namedPerson':
        return personId !== null && this.#active.has(personId) ? [personId] : [];
      case 'liaison':
        return this.#at('liaison', path);
      case 'unitHead':
        return this.#at('unitHead', path);
      case 'office':
        return this.#at('campaignOffice', root);
      case 'cityLeader':
        return this.#at('cityLeader', root);
      case 'parentHead': {
        for (let above = parentOf(path); above !== ''; above = parentOf(above)) {
          const heads = this.#at('unitHead', above);
          if (heads.length > 0) return heads;
        }
        return [];
      }
      default: {
        const unknown: never = audience;
        throw new Error(`unknown audience ${String(unknown)}`);
      }
    }
  }

  #instead(audience: Audience, wanted: WantedAudience): readonly string[] {
    const contact = this.#contacts.get(wanted.unitId);
    const isOfUnit = audience === 'namedPerson' || audience === 'liaison' || audience === 'unitHead';
    return isOfUnit && contact !== undefined ? [contact] : this.#people('office', wanted);
  }

  #at(role: string, path: string): readonly string[] {
    return this.#holders.get(`${role} ${path}`) ?? [];
  }
}

function parentOf(path: string): string {
  const end = path.lastIndexOf('.');
  return end < 0 ? '' : path.slice(0, end);
}

const rolesThatHear = ['liaison', 'unitHead', 'campaignOffice', 'cityLeader'];

/**
 * Loads who may hear of the affairs of some units: one statement however many.
 *
 * @param personIds named persons whose being here matters.
 */
export async function loadHearers(
  tx: Tx,
  cityId: string,
  unitIds: readonly string[],
  personIds: readonly string[],
  now: string,
): Promise<Hearers> {
  const day = cityDay(now);
  const { rows } = await sql<{
    units: readonly UnitPlace[] | null;
    holders: readonly Holder[] | null;
    active: readonly string[] | null;
    contacts: readonly { unitId: string; personId: string }[] | null;
  }>`
    with wanted as materialized (
      select id, path, contact_person_id from unit where city_id = ${cityId} and id = any (${unitIds}::uuid[])),
    above as materialized (
      select u.id, u.path from unit u
      where u.city_id = ${cityId} and u.code = any (array(select unnest(string_to_array(path, '.')) from wanted)))
    select (select jsonb_agg(jsonb_build_object('id', id, 'path', path)) from wanted) as units,
      (select jsonb_agg(distinct jsonb_build_object('path', a.path, 'role', g.role, 'personId', g.person_id))
        from above a join role_grant g on g.city_id = ${cityId} and g.unit_id = a.id
          and g.role = any (${rolesThatHear}::text[])
          and g.valid_from <= ${day}::date and (g.valid_to is null or g.valid_to > ${day}::date)
        join person p on p.city_id = ${cityId} and p.id = g.person_id and p.is_active) as holders,
      (select jsonb_agg(id) from person where city_id = ${cityId} and is_active
        and id = any (${personIds}::uuid[])) as active,
      (select jsonb_agg(jsonb_build_object('unitId', w.id, 'personId', p.id)) from wanted w
        join person p on p.city_id = ${cityId} and p.id = w.contact_person_id and p.is_active) as contacts`.execute(
    tx,
  );
  const [row] = rows;
  return new Hearers(row?.units ?? [], row?.holders ?? [], row?.active ?? [], row?.contacts ?? []);
}

/** Every audience of the unit itself. */
export const unitAudience = ['liaison', 'unitHead'] as const satisfies readonly Audience[];
/** Whoever must know that a unit does not answer. */
export const lateAnswerAudience = audiences.filter(
  (audience) => audience === 'unitHead' || audience === 'parentHead' || audience === 'office',
);

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../domain/access/may.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Permissions } from '../platform/permissions.ts';

/** Subtrees in which the asker may see inspections and problems, from `ask.reach`. */
export interface PhotoSight {
  readonly personId: string;
  readonly inspectionRoots: readonly string[];
  readonly problemRoots: readonly string[];
}

export function photoSightOf(actor: Actor, ask: Permissions): PhotoSight {
  return {
    personId: actor.personId,
    inspectionRoots: ask.reach('inspection.view'),
    problemRoots: ask.reach('problem.view'),
  };
}

/**
 * Whether the asker may see what a row of `photo_use pu` is evidence of: an inspection at a site of his
 * subtree or a sweep's look at one, an order to a unit of his subtree, a problem that he raised or must put
 * right, or one that touches his subtree by its unit, an assisting unit or the territory of its site.
 */
export function inSightOfUse(cityId: string, sight: PhotoSight): RawBuilder<SqlBool> {
  const { personId, inspectionRoots, problemRoots } = sight;
  return sql<SqlBool>`case pu.subject_kind
    when 'inspection' then exists (select 1 from inspection i
      join site s on s.city_id = i.city_id and s.id = i.site_id
      where i.city_id = ${cityId} and i.id = pu.subject_id
        and ${withinSubtrees('s.territory_unit_id', cityId, inspectionRoots)})
    when 'sweepCheck' then exists (select 1 from sweep_check c
      join site s on s.city_id = c.city_id and s.id = c.site_id
      where c.city_id = ${cityId} and c.id = pu.subject_id
        and ${withinSubtrees('s.territory_unit_id', cityId, problemRoots)})
    when 'order' then exists (select 1 from unit_order o
      where o.city_id = ${cityId} and o.id = pu.subject_id
        and ${withinSubtrees('o.unit_id', cityId, problemRoots)})
    else exists (select 1 from problem p
      left join site s on s.city_id = p.city_id and s.id = p.site_id
      where p.city_id = ${cityId} and p.id = pu.subject_id
        and (p.raised_by = ${personId} or p.person_id = ${personId}
          or ${withinSubtrees('p.unit_id', cityId, problemRoots)}
          or ${withinSubtrees('s.territory_unit_id', cityId, problemRoots)}
          or exists (select 1 from unnest(p.assisting_unit_ids) as assisting (unit_id)
            where ${withinSubtrees('assisting.unit_id', cityId, problemRoots)})))
    end`;
}

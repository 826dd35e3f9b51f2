import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { InspectionBody } from '../../src/contract/inspections.ts';
import type { BenchCity } from './bench-city.ts';

/** A visit that nobody has made yet. */
export interface BenchVisit {
  readonly visitId: string;
  readonly inspectorId: string;
  readonly roundId: string;
  readonly siteId: string;
}

/**
 * Plans open rounds with at least `count` visits, shared evenly among the first `inspectors` inspectors.
 *
 * @returns a heap of visits for each of them.
 */
export async function planVisits(
  city: BenchCity,
  inspectors: number,
  count: number,
): Promise<BenchVisit[][]> {
  const inspectorIds = city.inspectorIds.slice(0, inspectors);
  const heaps = new Map(inspectorIds.map((id) => [id, [] as BenchVisit[]]));
  for (let planned = 0; planned < count; ) {
    const roundId = uuid();
    const rows = await city.write(async (tx) => {
      await tx
        .insertInto('round')
        .values({
          city_id: city.id,
          id: roundId,
          name: '基准轮次',
          version_id: city.versionId,
          state: 'open',
          starts_on: '2026-01-01',
          ends_on: '2099-12-31',
        })
        .execute();
      const inserted = await sql<BenchVisit>`
        insert into round_visit (city_id, id, round_id, site_id, inspector_id)
        select ${city.id}, gen_random_uuid(), ${roundId}, s.id, i.id
        from site s, unnest(${inspectorIds}::uuid[]) as i (id) where s.city_id = ${city.id}
        returning id as "visitId", inspector_id as "inspectorId", round_id as "roundId", site_id as "siteId"`.execute(
        tx,
      );
      return inserted.rows;
    });
    for (const visit of rows) heaps.get(visit.inspectorId)?.push(visit);
    planned += rows.length;
  }
  return [...heaps.values()];
}

/** A visit with ten answers, two of them partly met: two problems. */
export function inspectionOf(city: BenchCity, visit: BenchVisit): InspectionBody {
  const at = Date.now();
  return {
    id: uuid(),
    visitId: visit.visitId,
    startedAt: new Date(at - 900_000).toISOString(),
    finishedAt: new Date(at).toISOString(),
    position: { lon: 113.21, lat: 35.21, accuracyM: 8 },
    noFixReason: null,
    note: '',
    answers: city.itemCodes.map((itemCode, index) => ({
      itemCode,
      value: index < 2 ? 'partly' : 'met',
      defects: null,
      note: index < 2 ? '墙角有几个烟头，已告知物业' : '',
      photos: [],
    })),
  };
}

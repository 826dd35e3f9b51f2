import { v7 as uuid } from 'uuid';
import type { TestCity } from './test-city.ts';

/** A drawn round of revisits with one open revisit of this person, and the vacancy of an ownerless site. */
export interface KnownVerification {
  readonly revisitRoundId: string;
  readonly revisitId: string;
  readonly vacancyId: string;
}

/** Puts them straight into the tables, since a real draw needs days that are over. */
export async function addVerification(
  city: TestCity,
  known: {
    readonly problemId: string;
    readonly unitId: string;
    readonly inspectorId: string;
    readonly siteId: string;
  },
): Promise<KnownVerification> {
  const [revisitRoundId, revisitId, vacancyId] = [uuid(), uuid(), uuid()];
  const at = '2026-11-20T02:00:00Z';
  await city.write(async (tx) => {
    await tx
      .insertInto('revisit_round')
      .values({
        city_id: city.id,
        id: revisitRoundId,
        name: '回头看',
        state: 'drawn',
        period_from: '2026-10-01',
        period_to: '2026-10-31',
        size: 1,
        minimum_per_unit: 0,
        seed_source: '福彩3D第2026310期',
        public_number: '735',
        secret: 's',
        secret_hash: 's',
        register_hash: 'r',
        register_count: 1,
        announced_at: at,
        announced_by: known.inspectorId,
        drawn_at: at,
        drawn_by: known.inspectorId,
        request_hash: 'h',
        version: 2,
      })
      .execute();
    await tx
      .insertInto('revisit')
      .values({
        city_id: city.id,
        id: revisitId,
        round_id: revisitRoundId,
        problem_id: known.problemId,
        unit_id: known.unitId,
        place: 1,
        inspector_id: known.inspectorId,
        state: 'open',
        version: 1,
      })
      .execute();
    await tx
      .updateTable('site')
      .set({ is_ownerless: true, operator_unit_id: null })
      .where('id', '=', known.siteId)
      .execute();
    await tx
      .insertInto('vacancy')
      .values({
        city_id: city.id,
        id: vacancyId,
        site_id: known.siteId,
        state: 'open',
        opened_at: at,
        due_on: '2027-01-20',
        version: 1,
      })
      .execute();
  });
  return { revisitRoundId, revisitId, vacancyId };
}

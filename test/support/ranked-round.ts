import { v7 as uuid } from 'uuid';
import type { TestCity, TestPerson, TestUnit } from './test-city.ts';

/** A round whose inspections and problems stories about rankings rest on. */
export interface RankedRound {
  readonly id: string;
  readonly inspector: TestPerson;
  /** A site in `unit`, inspected with these scores; one item of weight 10 lost what is short of 100. */
  inspect(
    unit: TestUnit,
    score: string,
    options?: { bureau?: TestUnit; scored?: boolean },
  ): Promise<InspectedSite>;
  /** A problem of the round that `unit` answers for. */
  problem(
    unit: TestUnit,
    options: { deadlineAt: string; struckOffAt?: string; state?: string },
  ): Promise<number>;
}

export interface InspectedSite {
  readonly siteId: string;
  readonly inspectionId: string;
}

/** Writes a published standard with one item and an open round into the city. */
export async function openRankedRound(city: TestCity): Promise<RankedRound> {
  const [standardId, versionId, roundId] = [uuid(), uuid(), uuid()];
  const inspector = await city.person('roundinspector', 'inspector');
  const fixer = await city.person('roundfixer', 'liaison');
  await city.write(async (tx) => {
    const category = {
      city_id: city.id,
      key: 'litter',
      name: '暴露垃圾',
      name_en: 'Litter',
      kind: 'appearance',
      deadline_hours: '24',
      deadline_clock: 'work',
      unit_type: 'street_office',
    };
    await tx.insertInto('category').values(category).execute();
    const siteType = {
      city_id: city.id,
      code: 'street',
      name: '背街小巷',
      name_en: 'Back lane',
      lead_unit_type: 'street_office',
      position: 1,
    };
    await tx.insertInto('site_type').values(siteType).execute();
    await tx
      .insertInto('standard')
      .values({ city_id: city.id, id: standardId, title: '实地考察点位测评标准' })
      .execute();
    await tx
      .insertInto('standard_version')
      .values({ city_id: city.id, id: versionId, standard_id: standardId, number: 1, scoring: '{}' })
      .execute();
    await tx
      .insertInto('checklist')
      .values({ city_id: city.id, version_id: versionId, site_type: 'street', position: 1 })
      .execute();
    await tx
      .insertInto('checklist_item')
      .values({
        city_id: city.id,
        version_id: versionId,
        code: 'BJ-01',
        site_type: 'street',
        position: 1,
        title: '无暴露垃圾',
        campaigns: ['sanitary'],
        weight: '100',
        scale: 'three_level',
        category_key: 'litter',
        deadline_hours: '24',
        deadline_clock: 'work',
        responsible_unit_type: 'street_office',
        evidence: 'photo_on_fail',
      })
      .execute();
    await tx
      .insertInto('round')
      .values({
        city_id: city.id,
        id: roundId,
        name: '第1轮督导',
        version_id: versionId,
        state: 'open',
        starts_on: '2026-11-01',
        ends_on: '2026-11-20',
      })
      .execute();
  });
  let siteCount = 0;
  let problemCount = 0;
  return {
    id: roundId,
    inspector,
    async inspect(unit, score, { bureau, scored = true } = {}) {
      siteCount += 1;
      const [siteId, visitId, inspectionId] = [uuid(), uuid(), uuid()];
      await city.write(async (tx) => {
        await tx
          .insertInto('site')
          .values({
            city_id: city.id,
            id: siteId,
            code: `S${siteCount}`,
            name: `点位${siteCount}`,
            site_type: 'street',
            territory_unit_id: unit.id,
            line_bureau_id: bureau?.id ?? null,
          })
          .execute();
        await tx
          .insertInto('round_visit')
          .values({
            city_id: city.id,
            id: visitId,
            round_id: roundId,
            site_id: siteId,
            inspector_id: inspector.id,
          })
          .execute();
        await tx
          .insertInto('inspection')
          .values({
            city_id: city.id,
            id: inspectionId,
            round_id: roundId,
            visit_id: visitId,
            site_id: siteId,
            version_id: versionId,
            inspector_id: inspector.id,
            started_at: '2026-11-10T01:00:00Z',
            finished_at: '2026-11-10T02:00:00Z',
            score: scored ? score : null,
            is_scored: scored,
            answers: '[]',
            request_hash: 'x',
          })
          .execute();
        await tx
          .insertInto('answer')
          .values({
            city_id: city.id,
            inspection_id: inspectionId,
            item_code: 'BJ-01',
            value: 'partly',
            earned: score,
            weight: '100',
          })
          .execute();
      });
      return { siteId, inspectionId };
    },
    async problem(unit, { deadlineAt, struckOffAt, state }) {
      problemCount += 1;
      await city.write((tx) =>
        tx
          .insertInto('problem')
          .values({
            city_id: city.id,
            id: uuid(),
            number: problemCount,
            state: state ?? (struckOffAt ? 'struck_off' : 'assigned'),
            deferred_until: state === 'deferred' ? deadlineAt : null,
            place_text: '某处',
            category_key: 'litter',
            severity: 'normal',
            title: `问题${problemCount}`,
            source_kind: 'inspection',
            round_id: roundId,
            unit_id: unit.id,
            person_id: fixer.id,
            deadline_hours: '24',
            deadline_clock: 'work',
            deadline_at: deadlineAt,
            raised_at: '2026-11-10T02:00:00Z',
            struck_off_at: struckOffAt ?? null,
            version: 1,
            last_hash: Buffer.alloc(32),
          })
          .execute(),
      );
      return problemCount;
    },
  };
}

import { v7 as uuid } from 'uuid';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { inCity } from '../../src/server/platform/database/database.ts';
import { addAlmighty, addressOf, type Caller, callerWith, fingerprint, signedIn } from './every-endpoint.ts';
import { addSweeps } from './known-sweeps.ts';
import { addVerification } from './known-verification.ts';
import { buildRoundCity } from './round-city.ts';
import { placesIn, replaceAt, sampleOf } from './schema-samples.ts';
import type { TestCity, TestHouse } from './test-city.ts';

/** A city with one of everything, so that hostile input reaches the code behind "not found". */
export interface KnownCity {
  readonly city: TestCity;
  /** Somebody with every role on the whole city. */
  almighty(): Promise<Caller>;
  /** The address of something that is there, where the city has one of the kind. */
  addressOf(endpoint: Endpoint): string;
  /** What the endpoint takes, naming units, people, sites and kinds that are there. */
  bodyOf(endpoint: Endpoint): ReturnType<typeof sampleOf>;
  /** Every row of the city by table; equal = nothing was stored. */
  fingerprint(): Promise<Record<string, string>>;
}

export async function buildKnownCity(house: TestHouse): Promise<KnownCity> {
  const { city, district, street, versionId, siteIds, inspectors, office, openRound, inspect, plannedRound } =
    await buildRoundCity(house);
  const almighty = await addAlmighty(city);
  const round = await openRound();
  const { id: inspectionId } = await inspect(round.visitIds[0]);
  const planned = await plannedRound();
  const problemId = await inCity(house.db, city.id, 'read', async (tx) => {
    const problem = await tx.selectFrom('problem').select('id').limit(1).executeTakeFirstOrThrow();
    return problem.id;
  });
  const [draftId, schemeId, pledgeId] = [uuid(), uuid(), uuid()];
  await expectDone(office.post(`/api/standards/versions/${versionId}/draft`, { id: draftId }));
  await expectDone(office.post('/api/schemes', schemeBody(schemeId, [street.id])));
  await expectDone(office.post('/api/pledges', { id: pledgeId, unitId: street.id, commitments: [] }));
  const { revisitRoundId, revisitId, vacancyId } = await addVerification(city, {
    problemId,
    unitId: street.id,
    inspectorId: almighty,
    siteId: siteIds[2] ?? '',
  });

  const { sweepId, checkId, commonProblemId } = await addSweeps(city, office, street.id);

  const subjects: readonly (readonly [string, string])[] = [
    ['/api/problems/', problemId],
    ['/api/rounds/', planned.id],
    ['/api/visits/', round.visitIds[1] ?? ''],
    ['/api/inspections/', inspectionId],
    ['/api/sites/', siteIds[0] ?? ''],
    ['/api/units/', street.id],
    ['/api/people/', inspectors[1]?.id ?? ''],
    ['/api/standards/versions/', draftId],
    ['/api/schemes/', schemeId],
    ['/api/pledges/', pledgeId],
    ['/api/revisits/rounds/', revisitRoundId],
    ['/api/revisits/', revisitId],
    ['/api/vacancies/', vacancyId],
    ['/api/sweeps/', sweepId],
    ['/api/sweep-checks/', checkId],
    ['/api/sweep-units/', street.id],
    ['/api/common-problems/', commonProblemId],
  ];
  const known: Readonly<Record<string, string>> = {
    unitId: street.id,
    parentId: district.id,
    territoryUnitId: street.id,
    scopeUnitId: street.id,
    ownerUnitId: street.id,
    proposedUnitId: street.id,
    homeUnitId: street.id,
    personId: inspectors[0]?.id ?? '',
    inspectorId: inspectors[0]?.id ?? '',
    siteId: siteIds[0] ?? '',
    visitId: round.visitIds[1] ?? '',
    roundId: round.id,
    schemeId,
    versionId,
    categoryKey: 'litter',
    siteType: 'YARD',
    itemCode: 'YARD-01',
  };
  return {
    city,
    almighty: async () => callerWith(house, await signedIn(house, city, almighty)),
    addressOf(endpoint) {
      const id = subjects.find(([start]) => endpoint.path.startsWith(start))?.[1];
      const more = { siteType: 'YARD', code: 'YARD-01' };
      return addressOf(endpoint, id === undefined ? more : { ...more, id });
    },
    bodyOf(endpoint) {
      const plain = sampleOf(endpoint.body);
      let body = plain;
      for (const place of placesIn(plain)) {
        const there = known[String(place.at(-1))];
        if (there !== undefined) body = replaceAt(body, place, there);
      }
      return endpoint.body.safeParse(body).success ? body : plain;
    },
    fingerprint: () => fingerprint(house, city),
  };
}

function schemeBody(id: string, unitIds: readonly string[]) {
  return {
    id,
    name: '测试办法',
    validFrom: '2026-01-01',
    validTo: null,
    rules: {
      groups: [{ name: '街道', unitIds, flags: { top: { count: 1, flag: 'red' } } }],
      components: [{ key: 'field', weight: '1' }],
      decimals: 2,
      tieRule: 'competition',
      minimumSites: 0,
      bulletin: { documentPrefix: '测城创', issuer: '测试市指挥部' },
    },
  };
}

async function expectDone(reply: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await reply;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}

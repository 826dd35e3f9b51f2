import { dice } from './problem-fates.ts';
import type { SamplePerson, SampleSite } from './sample-files.ts';
import { sampleId } from './sample-ids.ts';

/** Who acts in the sample story. Logins, by unit id. */
export interface SampleCast {
  liaisonOf(unitId: string): string;
  /** A grid worker of the unit, or its head where it has none. */
  workerOf(unitId: string, number: number): string;
  verifier(number: number): string;
  headOf(unitId: string): string;
  /** A unit that a returned problem is proposed to instead. */
  otherOwner(site: SampleSite, unitId: string): string;
  /** Where a phone stands that takes a photo of the site: some metres off. */
  near(site: SampleSite, mark: string): { lon: number | null; lat: number | null; accuracyM: number | null };
}

/** Reads from the roles who does what. */
export function castOf(people: readonly SamplePerson[]): SampleCast {
  const holders = (role: string) =>
    Map.groupBy(
      people.flatMap(({ login, grants }) =>
        grants
          .filter((grant) => grant.role === role)
          .map(({ unitKey }) => ({ login, unitId: sampleId('unit', unitKey) })),
      ),
      ({ unitId }) => unitId,
    );
  const [liaisons, heads, workers] = [holders('liaison'), holders('unitHead'), holders('gridWorker')];
  const verifiers = [...holders('verifier').values()].flat().map(({ login }) => login);
  const one = (list: readonly { login: string }[] | undefined, unitId: string, number = 0): string => {
    const found = list?.[Math.floor(number * list.length)];
    if (!found) throw new Error(`unit ${unitId} has nobody for this`);
    return found.login;
  };
  return {
    liaisonOf: (unitId) => one(liaisons.get(unitId), unitId),
    headOf: (unitId) => one(heads.get(unitId), unitId),
    // the first of a unit gets most of its work, so that his account has something to show
    workerOf: (unitId, number) => one(workers.get(unitId) ?? heads.get(unitId), unitId, number ** 2),
    verifier: (number) =>
      one(
        verifiers.map((login) => ({ login })),
        'city',
        number,
      ),
    otherOwner: (site, unitId) => {
      const territory = sampleId('unit', site.territoryUnitKey);
      return territory === unitId
        ? sampleId('unit', site.lineBureauKey ?? 'bureau-urban-management')
        : territory;
    },
    near: (site, mark) => {
      if (!site.position) return { lon: null, lat: null, accuracyM: null };
      const [lon, lat] = site.position;
      // 0.0002 degrees are about 20 m
      const shift = (word: string) => (dice(mark, word) - 0.5) * 0.0004;
      const round = (degrees: number) => Number(degrees.toFixed(6));
      return {
        lon: round(lon + shift('lon')),
        lat: round(lat + shift('lat')),
        accuracyM: 5 + Math.floor(dice(mark, 'accuracy') * 20),
      };
    },
  };
}

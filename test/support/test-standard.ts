import { v7 as uuid } from 'uuid';
import type { StandardPackFile } from '../../src/contract/standard-pack.ts';
import { smallPack } from './small-pack.ts';
import type { TestCity, TestClient, TestHouse } from './test-city.ts';

/** A draft in a city of its own, and the office that made it. */
export interface TestDraft {
  readonly city: TestCity;
  readonly office: TestClient;
  readonly standardId: string;
  readonly versionId: string;
  /** `/api/standards/versions/<versionId>` */
  readonly address: string;
}

/** A pack as a browser sends it. */
export function packFile(pack: unknown) {
  return { name: 'pack.json', type: 'application/json', bytes: Buffer.from(JSON.stringify(pack)) };
}

/** Imports a pack in a new city. @throws where the import is refused. */
export async function openTestDraft(
  house: TestHouse,
  pack: StandardPackFile = smallPack(),
): Promise<TestDraft> {
  const city = await house.city();
  const office = await (await city.person('office', 'campaignOffice')).client();
  const [standardId, versionId] = [uuid(), uuid()];
  const reply = await office.upload('/api/standards/import', packFile(pack), { standardId, versionId });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return { city, office, standardId, versionId, address: `/api/standards/versions/${versionId}` };
}

/** Publishes a draft that nobody has changed since. @throws where it is refused. */
export async function publishTestDraft(draft: TestDraft, version = 0): Promise<void> {
  const reply = await draft.office.post(`${draft.address}/publish`, { version });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
}

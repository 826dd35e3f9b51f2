import { v7 as uuid } from 'uuid';
import type { TestCity, TestClient } from './test-city.ts';

/** An open sweep over the yards of a street, one of its checks, and an entry of the register of common problems. */
export async function addSweeps(
  city: TestCity,
  office: TestClient,
  unitId: string,
): Promise<{ sweepId: string; checkId: string; commonProblemId: string }> {
  const [sweepId, commonProblemId] = [uuid(), uuid()];
  const kind = { categoryKey: 'litter', itemCode: null, title: '绿地有垃圾' };
  const sweep = await office.post('/api/sweeps', {
    ...kind,
    id: sweepId,
    severity: 'normal',
    siteTypes: ['YARD'],
    scopeUnitId: unitId,
    ownerUnitId: unitId,
    problemId: null,
    dueOn: null,
    waiveReason: null,
  });
  const entry = await office.post('/api/common-problems', {
    ...kind,
    id: commonProblemId,
    measure: '每周清扫一次并抽查',
    ownerUnitId: unitId,
    dueOn: '2027-12-31',
  });
  for (const reply of [sweep, entry]) {
    if (reply.status !== 200) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  }
  const check = await city.write((tx) =>
    tx.selectFrom('sweep_check').select('id').where('sweep_id', '=', sweepId).executeTakeFirstOrThrow(),
  );
  return { sweepId, checkId: check.id, commonProblemId };
}

import { getProof, getTreeHead, type SelfCheck, type TreeHeadView } from '../../contract/proof.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import type { Locale } from '../platform/words.ts';
import { findLastCheck, type StoredCheck } from './proof-check-record.ts';
import { sayFinding } from './proof-words.ts';
import { publicKeyPem } from './signing-key.ts';
import { headLine, type TreeHead } from './tree-head.ts';
import { countHeads, countWaiting, findNewestHead, listHeadsBefore } from './tree-head-queries.ts';

/** What the history says of itself. */
export function proofRoutes(): Route[] {
  return [
    implement(getTreeHead, async ({ tx, cityId }) => {
      const city = await tx
        .selectFrom('city')
        .select(['code', 'name'])
        .where('city_id', '=', cityId)
        .executeTakeFirstOrThrow();
      const head = await findNewestHead(tx, cityId);
      return { cityName: city.name, cityCode: city.code, head: head ? headViewOf(head) : null };
    }),
    implement(getProof, async ({ tx, cityId, ask, query, locale }) => {
      // heads tell nothing of what was recorded, only that it stands
      ask.requireAnywhere('problem.view');
      const { before = Number.MAX_SAFE_INTEGER, limit } = query;
      const heads = await listHeadsBefore(tx, cityId, before, limit + 1);
      const newest = await findNewestHead(tx, cityId);
      const check = await findLastCheck(tx, cityId);
      const shown = heads.slice(0, limit);
      return {
        headCount: await countHeads(tx, cityId),
        heads: shown.map(headViewOf),
        next: heads.length > limit ? (shown.at(-1)?.size ?? null) : null,
        waiting: await countWaiting(tx, cityId),
        publicKeyPem: newest?.publicKey ? publicKeyPem(newest.publicKey) : null,
        check: check ? checkViewOf(check, locale) : null,
      };
    }),
  ];
}

function headViewOf(head: TreeHead): TreeHeadView {
  return {
    size: head.size,
    at: head.at,
    root: head.root.toString('hex'),
    hash: head.hash.toString('hex'),
    prevHash: head.prevHash.toString('hex'),
    publicKey: head.publicKey?.toString('hex') ?? null,
    signature: head.signature?.toString('hex') ?? null,
    line: headLine(head),
  };
}

function checkViewOf({ report, at, tookMs }: StoredCheck, locale: Locale): SelfCheck {
  const { events, subjects, problems, heads, findingCount } = report;
  const findings = report.findings.map((one) => sayFinding(locale, one));
  return { at, seconds: tookMs / 1000, events, subjects, problems, heads, findingCount, findings };
}

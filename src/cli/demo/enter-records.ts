import { z } from 'zod';
import { rankingTableSchema } from '../../contract/ranking-table.ts';
import type { Tx } from '../../server/platform/database/database.ts';
import { readHistoryFile } from '../../server/problems/history-file.ts';
import { importHistory } from '../../server/problems/history-import.ts';
import { importPublishedRanking } from '../../server/rankings/ranking-import.ts';
import { enterSites } from '../../server/sites/site-bulk-writing.ts';
import { importStandardPack } from '../../server/standards/standard-import.ts';
import { publishVersion } from '../../server/standards/version-commands.ts';
import { openMissingVacancies } from '../../server/vacancies/vacancy-opening.ts';
import { contactsOf } from './first-events.ts';
import { readPublished, readSamplePack, readSamplePeople, readSampleSites } from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';

const cityId = sampleCityId;
const bySystem = { personId: null };
const ids = {
  standardId: sampleId('standard', 'starter-pack'),
  versionId: sampleId('standardVersion', 'starter-pack-1'),
};

/** Enters the standards and publishes them. */
export async function enterStandards(tx: Tx, now: string): Promise<void> {
  await importStandardPack(tx, cityId, readSamplePack(), ids, bySystem, now);
  const { versionId } = ids;
  await publishVersion({ tx, cityId, versionId, version: null, actor: bySystem, now });
}

/** Enters the places; those without an owner are kept by the liaison of their street for the time being. */
export async function enterSampleSites(tx: Tx, now: string): Promise<number> {
  const contacts = contactsOf(readSamplePeople());
  const unitId = (key: string | null) => (key === null ? null : sampleId('unit', key));
  const sites = readSampleSites().map((site) => {
    const keeper = site.interimKeeperUnitKey === null ? undefined : contacts.get(site.interimKeeperUnitKey);
    const [lon = null, lat = null] = site.position ?? [];
    return {
      id: sampleId('site', site.key),
      content: {
        code: site.code,
        name: site.name,
        siteType: site.siteType,
        territoryUnitId: sampleId('unit', site.territoryUnitKey),
        lineBureauId: unitId(site.lineBureauKey),
        operatorUnitId: unitId(site.operatorUnitKey),
        keeperPersonId: keeper ? sampleId('person', keeper.login) : null,
        isOwnerless: site.ownerless,
        address: site.address,
        lon,
        lat,
        positionSource: site.position ? '样本：在区界内虚构的位置' : null,
        note: null,
      },
      source: site.sample ? '样本点位，虚构' : site.source,
      isSample: site.sample,
    };
  });
  await enterSites(tx, cityId, sites, bySystem, now);
  await openMissingVacancies(tx, cityId, now);
  return sites.length;
}

const bulletins = [
  { name: 'bulletins/jiaozuo-2012-04-fine-management', period: '2012年4月' },
  { name: 'bulletins/jiaozuo-2019-048-district', period: '2019年8月（集中攻坚阶段）' },
] as const;

const sourced = z.object({ source: z.object({ url: z.string(), reliability: z.string() }) });

/**
 * Enters the problems that were published, each with its source. `now` is the day on which the city takes
 * them over: what is still open is dispatched then, and its time limit runs from then.
 */
export async function enterPublishedProblems(tx: Tx, now: string): Promise<number> {
  const entries = readHistoryFile(readPublished('jiaozuo/ledger-history'));
  const { entered } = await importHistory(tx, cityId, entries, now);
  return entered;
}

/** Enters the tables that the city published. */
export async function enterPublishedTables(tx: Tx, now: string): Promise<number> {
  for (const { name, period } of bulletins) {
    const file = readPublished(name);
    const { source } = sourced.parse(file);
    const table = rankingTableSchema.parse(file);
    const id = sampleId('ranking', name);
    await importPublishedRanking(tx, cityId, { id, table, period, source: source.url }, bySystem, now);
  }
  return bulletins.length;
}

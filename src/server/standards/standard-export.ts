import type { StandardPackFile } from '../../contract/standard-pack.ts';
import { formatExact, parseExact, sumExact, zero } from '../../domain/exact-number.ts';
import type { Checklist } from '../../domain/standards/checklist.ts';
import { plainDecimal } from '../../domain/standards/standard-content.ts';
import type { Tx } from '../platform/database/database.ts';
import { findStandardVersion, loadContent } from './standard-queries.ts';

/**
 * A version as a pack. Taking it in again, here or in another city, gives a version with the same
 * content hash. Scores are JSON numbers: with two decimals they survive the way there and back.
 *
 * @throws Refused 404
 */
export async function exportStandardPack(tx: Tx, cityId: string, versionId: string) {
  const version = await findStandardVersion(tx, cityId, versionId);
  const content = await loadContent(tx, cityId, version);
  const used = new Set(content.checklists.flatMap(({ items }) => items.map((item) => item.categoryKey)));
  const pack: StandardPackFile = {
    schemaVersion: '1.0.0',
    id: version.standardId,
    title: version.title,
    titleEn: version.titleEn,
    status: version.source,
    campaigns: await packCampaigns(tx, cityId),
    scoring: {
      vetoRule: { default: content.scoring.vetoRule, cap: Number(content.scoring.cap) },
      partly: content.scoring.partly,
    },
    exemptions: content.exemptions.map(({ appliesTo, rule, ruleEn }) => ({
      appliesTo: [...appliesTo],
      rule,
      ruleEn,
    })),
    unitTypes: await packUnitTypes(tx, cityId),
    categories: await packCategories(tx, cityId, used),
    checklists: content.checklists.map(packChecklist),
  };
  return { version, pack };
}

function packChecklist(checklist: Checklist): StandardPackFile['checklists'][number] {
  const { siteType, name, nameEn, leadUnitType, observationScope, items } = checklist;
  const total = sumExact(items.map((item) => parseExact(item.weight) ?? zero));
  return {
    siteType,
    name,
    nameEn,
    leadUnitType,
    observationScope,
    totalWeight: Number(plainDecimal(formatExact(total, 2))),
    items: items.map(({ categoryKey, campaigns, weight, scale, ...item }) => ({
      ...item,
      campaigns: [...campaigns],
      weight: Number(weight),
      scale:
        scale.type === 'defect_count'
          ? { ...scale, deductPerDefect: Number(scale.deductPerDefect) }
          : { type: 'three_level' as const },
      category: categoryKey,
    })),
  };
}

async function packCampaigns(tx: Tx, cityId: string): Promise<StandardPackFile['campaigns']> {
  const rows = await tx
    .selectFrom('campaign')
    .select(['code', 'name', 'name_en as nameEn', 'alternative_of as alternativeOf'])
    .where('city_id', '=', cityId)
    .orderBy('position')
    .execute();
  const named = ({ code, name, nameEn }: (typeof rows)[number]) => ({ code, name, nameEn });
  return rows
    .filter((row) => row.alternativeOf === null)
    .map((row) => {
      const alternatives = rows.filter((other) => other.alternativeOf === row.code).map(named);
      return alternatives.length > 0 ? { ...named(row), alternatives } : named(row);
    });
}

async function packUnitTypes(tx: Tx, cityId: string): Promise<StandardPackFile['unitTypes']> {
  return tx
    .selectFrom('unit_type')
    .select(['code', 'name', 'name_en as nameEn'])
    .where('city_id', '=', cityId)
    .orderBy('position')
    .execute();
}

async function packCategories(
  tx: Tx,
  cityId: string,
  used: ReadonlySet<string>,
): Promise<StandardPackFile['categories']> {
  const rows = await tx
    .selectFrom('category')
    .selectAll()
    .where('city_id', '=', cityId)
    .orderBy('key')
    .execute();
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    nameEn: row.name_en,
    kind: row.kind === 'part' || row.kind === 'event' ? row.kind : 'local',
    national: numberOf(row.national_code, row.national_standard),
    previousNational: numberOf(row.previous_code, row.previous_standard, row.previous_basis),
    localCode: row.local_code,
    defaultDeadlineHours: Number(row.deadline_hours),
    deadlineClock: row.deadline_clock === 'elapsed' ? 'elapsed' : 'work',
    defaultUnitType: row.unit_type,
    usedInPack: used.has(row.key),
    ...(row.note === null ? {} : { note: row.note }),
  }));
}

function numberOf(code: string | null, standard: string | null, basis?: string | null) {
  if (code === null || standard === null) return null;
  return basis ? { code, standard, basis } : { code, standard };
}

import type { VersionSummary, VersionView } from '../../contract/standards.ts';
import { formatExact, parseExact, sumExact, zero } from '../../domain/exact-number.ts';
import { plainDecimal, validateContent } from '../../domain/standards/standard-content.ts';
import type { Tx } from '../platform/database/database.ts';
import { listCategories } from './checklist-queries.ts';
import { findStandardVersion, loadContent, type StandardVersion } from './standard-queries.ts';

/** The part of a version that lists show. */
export function versionSummaryOf(version: StandardVersion): VersionSummary {
  const { source: _source, scoring: _scoring, exemptions: _exemptions, ...summary } = version;
  return summary;
}

/** A version with its checklists and what speaks against publishing it. @throws Refused 404 */
export async function loadVersionView(tx: Tx, cityId: string, id: string): Promise<VersionView> {
  const version = await findStandardVersion(tx, cityId, id);
  const content = await loadContent(tx, cityId, version);
  const findings = validateContent(content, await listCategories(tx, cityId));
  return {
    ...version,
    exemptions: version.exemptions.map((exemption) => ({
      ...exemption,
      appliesTo: [...exemption.appliesTo],
    })),
    checklists: content.checklists.map(({ siteType, observationScope, items }) => ({
      siteType,
      observationScope,
      itemCount: items.length,
      vetoCount: items.filter((item) => item.veto).length,
      totalWeight: plainDecimal(
        formatExact(sumExact(items.map((item) => parseExact(item.weight) ?? zero)), 2),
      ),
    })),
    findings: findings.map((finding) => ({ ...finding, facts: { ...finding.facts } })),
  };
}

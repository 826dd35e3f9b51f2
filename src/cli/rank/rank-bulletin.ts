import type { Bulletin, BulletinAnnex, BulletinGroup } from '../../domain/rankings/bulletin.ts';
import type { RankingGroup } from '../../domain/rankings/ranking-table.ts';
import { groupAnnex } from '../../server/documents/bulletin-text.ts';
import { sayNote, sayWarning } from '../../server/documents/ranking-words.ts';
import { documentsZh } from '../../text/zh-CN/documents.ts';
import type { RankedFile } from './rank-file.ts';

/**
 * The bulletin of a ranked file. What the file does not say (issuer, recipients, basis) stays out;
 * warnings stand among the notes, so that nobody signs over an open doubt.
 */
export function bulletinOf({ table, ranked, bulletin }: RankedFile): Bulletin {
  const groups = ranked.groups.map(
    (group, index): BulletinGroup => ({
      name: group.name,
      flags: table.groups[index]?.flags,
      units: group.units.map((unit) => ({
        name: unit.name,
        score: unit.score,
        rank: unit.rank,
        flag: unit.flag,
        note: sayNote('zh-CN', unit),
      })),
    }),
  );
  const warnings = ranked.groups.flatMap((group) =>
    group.warnings.map((warning) => sayWarning('zh-CN', warning)),
  );
  return {
    issuer: bulletin?.issuer,
    headWords: bulletin?.headWords,
    documentNumber: table.documentNumber,
    title: table.title ?? documentsZh['documents.untitled'],
    recipients: bulletin?.recipients ?? [],
    basis: bulletin?.basis,
    assessors: bulletin?.assessors ?? [],
    groups,
    method: [...(bulletin?.method ?? []), ...warnings.map((text) => `${text}。`)],
    annexes: groups.flatMap((group, index) =>
      group.units.length > 0 ? [withParts(group, table.groups[index])] : [],
    ),
    date: table.date,
    copyTo: bulletin?.copyTo ?? [],
    printedBy: bulletin?.printedBy,
  };
}

/** Weighted parts stand between unit and score, each with its weight. */
function withParts(group: BulletinGroup, input: RankingGroup | undefined): BulletinAnnex {
  const annex = groupAnnex(group);
  const components = input?.components ?? [];
  if (components.length === 0) return annex;
  const unitByName = new Map(input?.units.map((unit) => [unit.name, unit]));
  const headings = components.map(({ key, name, weight }) => `${name ?? key}（×${weight}）`);
  return {
    ...annex,
    columns: [...annex.columns.slice(0, 2), ...headings, ...annex.columns.slice(2)],
    rows: annex.rows.map((row, index) => {
      const parts = unitByName.get(group.units[index]?.name ?? '')?.components ?? {};
      return [...row.slice(0, 2), ...components.map(({ key }) => parts[key] ?? ''), ...row.slice(2)];
    }),
  };
}

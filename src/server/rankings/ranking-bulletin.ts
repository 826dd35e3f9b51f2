import type { Bulletin, BulletinAnnex, BulletinGroup } from '../../domain/rankings/bulletin.ts';
import { type RankingInputs, unitKey } from '../../domain/rankings/ranking-record.ts';
import type { RankedUnit } from '../../domain/rankings/ranking-table.ts';
import type { ComponentEvidence, UnitEvidence } from '../../domain/rankings/scheme.ts';
import { groupAnnex, officialDate } from '../documents/bulletin-text.ts';
import { sayFlag, sayNote, sayWarning } from '../documents/ranking-words.ts';
import { say } from '../platform/words.ts';
import type { SweepSummary, summariseSweeps } from '../sweeps/sweep-summary.ts';
import { chinaDay } from './china-day.ts';
import type { Ranking } from './ranking-queries.ts';

/** What the bulletin says of an earlier one that it corrects. */
export interface CorrectedRanking {
  readonly title: string;
  readonly documentNumber: string | null;
}

/** The bulletin of a published ranking, from frozen data alone: the same ranking gives the same paper. */
export function bulletinOfRanking(
  ranking: Ranking,
  corrected: CorrectedRanking | null,
  sweeps: SweepSummary | null,
): Bulletin {
  const { inputs, output } = ranking;
  const settings = (inputs.kind === 'round' ? inputs.scheme.rules.bulletin : inputs.bulletin) ?? {};
  const groups = output.groups.map(({ name, flags, units }) => ({
    name,
    flags,
    units: units.map(bulletinUnit),
  }));
  const evidenceById = new Map(output.evidence.map((evidence) => [evidence.unitId, evidence]));
  return {
    issuer: settings.issuer,
    headWords: settings.headWords,
    documentNumber: ranking.documentNumber ?? undefined,
    title: ranking.title,
    recipients: settings.recipients ?? [],
    basis: settings.basis,
    assessors: settings.assessors ?? [],
    groups,
    ...(sweeps ? { sweeps: sweepWords(sweeps) } : {}),
    method: methodLines(ranking, corrected),
    annexes: groups.flatMap((group, index) => {
      const units = output.groups[index]?.units ?? [];
      return units.length === 0 ? [] : [withCounts(group, units, evidenceById)];
    }),
    date: ranking.publishedAt === null ? undefined : chinaDay(ranking.publishedAt),
    copyTo: settings.copyTo ?? [],
    printedBy: settings.printedBy,
  };
}

/** The period in which a ranking looks for sweeps; null for a table that somebody else published. */
export function sweepSpanOf({ inputs }: Ranking): Parameters<typeof summariseSweeps>[2] | null {
  if (inputs.kind === 'table') return null;
  const { period, asOf } = inputs;
  const first = new Date(`${period.from}T00:00:00+08:00`).toISOString();
  const afterLast = new Date(Date.parse(`${period.to}T00:00:00+08:00`) + 86_400_000).toISOString();
  return { from: first, to: afterLast, asOf };
}

function sweepWords(summary: SweepSummary): string {
  const { spotChecked: spot, contradicted, topCause } = summary;
  const { sweeps, done, waived, sites, checked, found } = summary;
  return [
    say('zh-CN', 'documents.sweepsLine', { sweeps, done, waived, sites, checked, found }),
    ...(spot > 0 ? [say('zh-CN', 'documents.sweepsSpot', { spot, contradicted })] : []),
    ...(topCause
      ? [say('zh-CN', 'documents.sweepsCause', { cause: say('zh-CN', `sweeps.cause.${topCause}`) })]
      : []),
  ].join('');
}

function bulletinUnit(unit: RankedUnit) {
  const { name, score, rank, flag } = unit;
  return { name, score, rank, flag, note: sayNote('zh-CN', unit) };
}

/** Parts of the score and the counts behind them stand between score and flag. */
function withCounts(
  group: BulletinGroup,
  units: readonly RankedUnit[],
  evidenceById: ReadonlyMap<string, UnitEvidence>,
): BulletinAnnex {
  const annex = groupAnnex(group);
  const evidence = units.map((unit) => evidenceById.get(unitKey(unit)));
  const components = evidence.find((known) => known !== undefined)?.components;
  if (!components) return annex;
  const headings = [
    ...components.map(partHeading),
    say('zh-CN', 'documents.column.sites'),
    say('zh-CN', 'documents.column.struckOff'),
  ];
  return {
    ...annex,
    columns: [...annex.columns.slice(0, 3), ...headings, ...annex.columns.slice(3)],
    rows: annex.rows.map((row, index) => [
      ...row.slice(0, 3),
      ...countCells(evidence[index], headings.length),
      ...row.slice(3),
    ]),
    note: say('zh-CN', 'documents.annexCounts'),
  };
}

function partHeading({ key, weight }: ComponentEvidence): string {
  return say('zh-CN', 'documents.column.part', { name: say('zh-CN', `rankings.component.${key}`), weight });
}

function countCells(evidence: UnitEvidence | undefined, width: number): string[] {
  if (!evidence) return Array.from({ length: width }, () => '');
  const { components, sites, problemsDue, problemsStruckOffOnTime } = evidence;
  const none = say('zh-CN', 'rankings.unranked');
  return [
    ...components.map(({ value }) => value ?? none),
    String(sites),
    problemsDue === 0 ? none : `${problemsStruckOffOnTime}/${problemsDue}`,
  ];
}

function methodLines(ranking: Ranking, corrected: CorrectedRanking | null): string[] {
  const { inputs, output, hash } = ranking;
  const decided = output.decisions.map(({ group, flag, units, reason }) => {
    const names = output.groups
      .find(({ name }) => name === group)
      ?.units.filter((unit) => units.includes(unitKey(unit)))
      .map(({ name }) => name);
    const facts = { group, flag: sayFlag('zh-CN', flag), units: names?.join('、') ?? '', reason };
    return say('zh-CN', units.length > 0 ? 'documents.tieDecided' : 'documents.tieNobody', facts);
  });
  const doubts = output.groups.flatMap((group) =>
    group.warnings
      .filter(
        ({ code, facts }) =>
          code !== 'tie-on-flag-line' || !isDecided(output.decisions, group.name, facts.flag),
      )
      .map((warning) => `${sayWarning('zh-CN', warning)}。`),
  );
  return [
    ...(corrected ? [correctionLine(corrected)] : []),
    ...sourceLines(inputs),
    ...decided,
    ...doubts,
    say('zh-CN', 'documents.fingerprint', { hash: inGroups(hash), version: inputs.codeVersion }),
  ];
}

function isDecided(
  decisions: Ranking['output']['decisions'],
  group: string,
  flag: string | number | null | undefined,
): boolean {
  return decisions.some((decision) => decision.group === group && decision.flag === flag);
}

function correctionLine({ title, documentNumber }: CorrectedRanking): string {
  return documentNumber === null
    ? say('zh-CN', 'documents.correctsTitle', { title })
    : say('zh-CN', 'documents.corrects', { title, number: documentNumber });
}

function sourceLines(inputs: RankingInputs): string[] {
  if (inputs.kind === 'table') return [say('zh-CN', 'documents.publishedSource', { source: inputs.source })];
  const { scheme, round, period, asOf, units } = inputs;
  const { decimals, minimumSites } = scheme.rules;
  const sites = new Set(units.flatMap((unit) => unit.sites.map((site) => site.siteId)));
  const problems = new Set(units.flatMap((unit) => unit.problems.map((problem) => problem.problemId)));
  return [
    say('zh-CN', 'documents.schemeLine', { scheme: scheme.name, decimals }),
    ...(minimumSites > 0 ? [say('zh-CN', 'documents.minimumLine', { minimum: minimumSites })] : []),
    say('zh-CN', 'documents.factsLine', {
      round: round.name,
      from: officialDate(period.from),
      to: officialDate(period.to),
      asOf: officialDate(chinaDay(asOf)),
      sites: sites.size,
      problems: problems.size,
    }),
  ];
}

/** A hash in groups of eight, which a line can break between and a person can compare. */
function inGroups(hash: string): string {
  return hash.replace(/(.{8})(?=.)/g, '$1 ');
}

import type { RankingGroupView, RankingUnitView, RankingView } from '../../contract/rankings.ts';
import { flagTones } from '../../domain/rankings/bulletin.ts';
import { flagMargins } from '../../domain/rankings/flag-margins.ts';
import { type OutputGroup, type RankingOutput, unitKey } from '../../domain/rankings/ranking-record.ts';
import type { RankedUnit } from '../../domain/rankings/ranking-table.ts';
import type { UnitEvidence } from '../../domain/rankings/scheme.ts';
import { listTies } from '../../domain/rankings/tie-decisions.ts';
import { nextDocumentNumber } from '../organisation/document-counters.ts';
import { findUnits } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { notFound } from '../platform/refused.ts';
import { chinaDay } from './china-day.ts';
import { findPreviousRanking, findRanking, type Ranking } from './ranking-queries.ts';

/** Rankings are seen city-wide; a draft only by those who compute or publish. */
export function maySeeDrafts(ask: Permissions): boolean {
  return ask.reach('ranking.compute').length > 0 || ask.reach('ranking.publish').length > 0;
}

/** @throws Refused 403 without sight of rankings, 404 where there is none or it is somebody else's draft. */
export async function requireRanking(tx: Tx, cityId: string, id: string, ask: Permissions): Promise<Ranking> {
  ask.requireAnywhere('ranking.view');
  const ranking = await findRanking(tx, cityId, id);
  if (!ranking || (ranking.state === 'draft' && !maySeeDrafts(ask))) throw notFound();
  return ranking;
}

/** A ranking as the page shows it: table, counts, change since the last one, what is left to decide. */
export async function viewRanking(
  tx: Tx,
  cityId: string,
  id: string,
  ask: Permissions,
  now: string,
): Promise<RankingView> {
  const ranking = await requireRanking(tx, cityId, id, ask);
  const { inputs, output, requestHash: _, seriesId: __, ...summary } = ranking;
  const previous = await findPreviousRanking(tx, cityId, ranking);
  const corrects =
    ranking.correctsId === null ? undefined : await findRanking(tx, cityId, ranking.correctsId);
  const openPaths = await pathsOf(tx, cityId, output);
  const mayOpen = (unitId: string) => {
    const path = openPaths.get(unitId);
    return inputs.kind === 'round' && path !== undefined && ask.may('ranking.view', path);
  };
  const prefix = inputs.kind === 'round' ? inputs.scheme.rules.bulletin.documentPrefix : undefined;
  const isOpen = ranking.state === 'draft' && prefix !== undefined;
  return {
    ...summary,
    codeVersion: inputs.codeVersion,
    groups: output.groups.map((group) => groupView(group, output, previous?.output, mayOpen)),
    ties: [...listTies(output.groups)].map((tie) => ({ ...tie, units: [...tie.units] })),
    decisions: output.decisions.map((decision) => ({ ...decision, units: [...decision.units] })),
    corrects: corrects
      ? { id: corrects.id, title: corrects.title, documentNumber: corrects.documentNumber }
      : null,
    previous: previous ? { id: previous.id, title: previous.title } : null,
    nextDocument: isOpen
      ? await nextDocumentNumber(tx, cityId, prefix, Number(chinaDay(now).slice(0, 4)))
      : null,
  };
}

function groupView(
  group: OutputGroup,
  output: RankingOutput,
  previous: RankingOutput | undefined,
  mayOpen: (unitId: string) => boolean,
): RankingGroupView {
  const evidenceById = new Map(output.evidence.map((evidence) => [evidence.unitId, evidence]));
  const before = new Map(
    previous?.groups.find(({ name }) => name === group.name)?.units.map((unit) => [unitKey(unit), unit]),
  );
  const margins = flagMargins(group.units);
  const tones = flagTones(group.flags);
  return {
    name: group.name,
    flags: plainRule(group.flags),
    units: group.units.map((unit): RankingUnitView => {
      const key = unitKey(unit);
      const evidence = unit.id === undefined ? undefined : evidenceById.get(unit.id);
      const last = before.get(key);
      return {
        ...unitColumns(unit, key),
        tone: unit.flag === null ? null : (tones.get(unit.flag) ?? null),
        margin: margins.get(key) ?? null,
        counts: evidence ? countsOf(evidence) : null,
        components: evidence ? evidence.components.map((component) => ({ ...component })) : [],
        previous: last ? { rank: last.rank, score: last.score } : null,
        mayOpen: unit.id !== undefined && mayOpen(unit.id),
      };
    }),
    warnings: group.warnings.map(({ code, facts, units }) => ({
      code,
      facts: { ...facts },
      units: [...units],
    })),
  };
}

function unitColumns(unit: RankedUnit, key: string) {
  const { name, rank, score, flag, reason } = unit;
  const remarks = unit.remarks.map(({ code, facts }) => ({ code, facts: { ...facts } }));
  return { key, unitId: unit.id ?? null, name, rank, score, flag, reason, remarks };
}

function countsOf({ sites, problemsDue, problemsStruckOffOnTime }: UnitEvidence) {
  return { sites, problemsDue, problemsStruckOffOnTime };
}

function plainRule({ top, bottom, thresholds }: OutputGroup['flags']): RankingGroupView['flags'] {
  return { top, bottom, thresholds: thresholds && [...thresholds] };
}

async function pathsOf(tx: Tx, cityId: string, output: RankingOutput): Promise<ReadonlyMap<string, string>> {
  const ids = output.groups.flatMap((group) => group.units.flatMap((unit) => unit.id ?? []));
  return new Map((await findUnits(tx, cityId, ids)).map((unit) => [unit.id, unit.path]));
}

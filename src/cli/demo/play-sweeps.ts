import { v7 as uuid } from 'uuid';
import type { CommonProblemsView } from '../../contract/common-problems.ts';
import type { ProblemView } from '../../contract/problems.ts';
import type { SweepCheckLine } from '../../contract/sweep-checks.ts';
import type { ProblemSweepView, SweepView } from '../../contract/sweeps.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import type { RootCause } from '../../domain/sweeps/sweep.ts';
import { planProblem, type StandingProblem } from './play-problems.ts';
import { dice } from './problem-fates.ts';
import type { SampleSite } from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

const office = 'office1';
/** Share of the sites where a sweep finds the same again, and most of them in one sweep; invented. */
const foundShare = 0.15;
const mostFound = 2;
/** Share of the sweeps in which an inspector contradicts a "clear"; invented. */
const contradictedShare = 0.35;

const causes: readonly (readonly [RootCause, string])[] = [
  ['person', '巡查责任没有落实到人，发现了也没有人报'],
  ['habit', '平时图方便随手堆放，管理没有跟上'],
  ['ownership', '几家单位都以为归别人管'],
  ['design', '原有设施不够用，位置也不合理'],
];

/**
 * Plans the sweep that a grave problem needs before it is struck off: begun by the office in the smallest
 * part of the city with some sites of the kind, checked by the units, spot-checked, closed with a cause.
 */
export function planSweep(play: RoundPlay, problem: StandingProblem, inspector: string): void {
  const { stage, timeline, calendar, now } = play;
  const sweepId = sampleId('sweep', problem.id);
  const { raisedAt, deadlineHours, deadlineClock } = problem;
  /** The instant at which a part of the time limit has passed; what would come after now has not happened. */
  const add = (part: number, run: () => Promise<void>) => {
    const at = new Date(deadlineAt(raisedAt, deadlineHours * part, deadlineClock, calendar));
    if (at.getTime() < now.getTime()) timeline.add(at, run, problem.id);
  };
  add(0.08, async () => {
    const address = `/api/problems/${problem.id}/sweep`;
    const { suggestion } = await stage.call<ProblemSweepView>(office, 'GET', address);
    const scope = suggestion?.scopes.find(({ sites }) => sites > 2) ?? suggestion?.scopes.at(-1);
    if (!suggestion || !scope) throw new Error(`no sweep is suggested for ${problem.id}`);
    const { title, categoryKey, itemCode, severity, siteTypes } = suggestion;
    await stage.call(office, 'POST', '/api/sweeps', {
      ...{ id: sweepId, title, categoryKey, itemCode, severity, siteTypes },
      scopeUnitId: scope.id,
      ownerUnitId: problem.unitId,
      problemId: problem.id,
      dueOn: null,
      // where the city has no other such site, there is nothing to look at
      waiveReason: scope.sites === 0 ? '全市同类点位仅此一处' : null,
    });
    await markSample(play, 'sweep', sweepId);
    if (scope.sites === 0) return;
    const checks = await listChecks(play, sweepId);
    const results = resultsOf(checks);
    for (const [index, check] of checks.entries()) {
      const part = 0.15 + (0.35 * index) / checks.length;
      add(part, () => look(play, check, results.get(check.id) ?? 'clear', 'check', checkerOf(play, check)));
    }
    const clear = checks.find(({ id }) => results.get(id) === 'clear');
    const isContradicted = dice(sweepId, 'contradicted') < contradictedShare;
    if (clear) add(0.52, () => look(play, clear, isContradicted ? 'found' : 'clear', 'spotCheck', inspector));
    add(0.55, () => close(play, sweepId, problem.unitId));
  });
}

/** Plans a sweep that the office began of its own accord and that is under way, and the register's first entry. */
export function planSweepUnderWay(play: RoundPlay): void {
  const { stage, timeline, now } = play;
  const sweepId = sampleId('sweep', 'underWay');
  const districtId = sampleId('unit', '410811');
  timeline.add(storyTime(now, -6, '09:30'), async () => {
    const page = await stage.call<CommonProblemsView>(office, 'GET', '/api/common-problems');
    const top = page.candidates.find(({ reaches, itemCode }) => reaches && itemCode === null);
    if (!top) return;
    const { categoryKey, categoryName: title } = top;
    const entryId = sampleId('commonProblem', '1');
    await stage.call(office, 'POST', '/api/common-problems', {
      ...{ id: entryId, title, categoryKey, itemCode: null },
      measure: '统一标准，逐处建档；属地每周自查，主管部门每月抽查，查出一处销一处',
      ownerUnitId: sampleId('unit', 'bureau-urban-management'),
      dueOn: addDays(cityDay(now.toISOString()), 40),
    });
    await markSample(play, 'common_problem', entryId);
    await stage.call(office, 'POST', '/api/sweeps', {
      ...{ id: sweepId, title, categoryKey, itemCode: null, severity: 'normal', siteTypes: ['LANE', 'RESI'] },
      scopeUnitId: districtId,
      ownerUnitId: districtId,
      problemId: null,
      dueOn: null,
      waiveReason: null,
    });
    await markSample(play, 'sweep', sweepId);
    const checks = await listChecks(play, sweepId);
    const results = resultsOf(checks);
    // the first part of them has been looked at, over the days since
    for (const [index, check] of checks.slice(0, Math.ceil(checks.length * 0.6)).entries()) {
      const at = storyTime(now, -5 + (index % 4), '10:00').getTime() + index * 60_000;
      timeline.add(
        at,
        () => look(play, check, results.get(check.id) ?? 'clear', 'check', checkerOf(play, check)),
        check.id,
      );
    }
  });
}

/** No command marks a record as a sample. */
async function markSample(
  { stage }: RoundPlay,
  table: 'sweep' | 'common_problem',
  id: string,
): Promise<void> {
  await stage.write((tx) =>
    tx
      .updateTable(table)
      .set({ is_sample: true })
      .where('city_id', '=', sampleCityId)
      .where('id', '=', id)
      .execute(),
  );
}

async function listChecks({ stage }: RoundPlay, sweepId: string): Promise<SweepCheckLine[]> {
  const { rows } = await stage.call<{ rows: SweepCheckLine[] }>(
    office,
    'GET',
    `/api/sweeps/${sweepId}/checks?limit=200`,
  );
  return rows;
}

/** What the units say of each site, the same in every run. */
function resultsOf(checks: readonly SweepCheckLine[]): ReadonlyMap<string, 'clear' | 'found'> {
  const found = checks.filter(({ siteId }) => dice('sweep', siteId) < foundShare).slice(0, mostFound);
  return new Map(checks.map((check) => [check.id, found.includes(check) ? 'found' : 'clear']));
}

function checkerOf({ cast }: RoundPlay, { unitId }: SweepCheckLine): string {
  return cast.liaisonOf(unitId);
}

/** A look at one site with a photo; what it finds is put right like any other problem. */
async function look(
  play: RoundPlay,
  check: SweepCheckLine,
  result: 'clear' | 'found',
  kind: 'check' | 'spotCheck',
  login: string,
): Promise<void> {
  const { stage, cast, photos } = play;
  const site = siteOf(play, check.siteId);
  const mark = `${kind} ${check.id}`;
  const purpose = kind === 'check' ? 'finding' : 'verification';
  const sha256 = await stage.uploadPhoto(login, await photos(site.siteType, purpose, mark));
  const deviceTakenAt = new Date(stage.clock.now.getTime() - 60_000).toISOString();
  const problemId = result === 'found' ? uuid() : null;
  const path = kind === 'check' ? 'check' : 'spot-check';
  await stage.call(login, 'POST', `/api/sweep-checks/${check.id}/${path}`, {
    commandId: uuid(),
    result,
    photos: [{ sha256, deviceTakenAt, ...cast.near(site, mark) }],
    reason: result === 'found' ? '现场有同样的问题，已告知管理人员' : null,
    problemId,
    severity: 'normal',
  });
  if (problemId === null) return;
  const raised = await stage.call<ProblemView>(office, 'GET', `/api/problems/${problemId}`);
  const { unitId, deadlineAt: due, title, version, deadlineHours, deadlineClock } = raised;
  if (unitId === null || due === null) return;
  const standing = { id: problemId, title, version, unitId, deadlineHours, deadlineClock, site };
  planProblem(
    play,
    { ...standing, raisedAt: stage.clock.now, deadlineAt: new Date(due) },
    { key: mark, end: 'struckOff', isSentBack: false, isOverdue: false },
  );
}

function siteOf({ sites }: RoundPlay, siteId: string): SampleSite {
  const site = [...sites.values()].find(({ key }) => sampleId('site', key) === siteId);
  if (!site) throw new Error(`no sample site ${siteId}`);
  return site;
}

async function close({ stage, cast }: RoundPlay, sweepId: string, unitId: string): Promise<void> {
  const { state } = await stage.call<SweepView>(office, 'GET', `/api/sweeps/${sweepId}`);
  if (state !== 'open') return;
  const [cause, causeNote] = causes[Math.floor(dice(sweepId, 'cause') * causes.length)] ?? [];
  const body = { commandId: uuid(), cause, causeNote, restReason: null };
  await stage.call(cast.liaisonOf(unitId), 'POST', `/api/sweeps/${sweepId}/close`, body);
}

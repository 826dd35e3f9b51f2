import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import { planProblem } from './play-problems.ts';
import { planSweep } from './play-sweeps.ts';
import { dealFates, type Fate, findingKey, isFinding } from './problem-fates.ts';
import type { PlannedVisit, SampleSite } from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';
import { findingNote } from './sample-words.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

const office = 'office1';
const minute = 60_000;

export function roundId(key: 'round-1' | 'round-2'): string {
  return sampleId('round', key);
}

/** Plans a round with its visits, the inspections made so far, and what becomes of their findings. */
export function planRound(play: RoundPlay, key: 'round-1' | 'round-2'): void {
  const { stage, timeline, plan, now } = play;
  const round = plan.rounds.find((each) => each.key === key);
  if (!round) throw new Error(`the plan has no ${key}`);
  const visits = plan[key];
  const id = roundId(key);
  const visitIds = new Map<string, string>();
  const day = (offset: number) => addDays(cityDay(now.toISOString()), offset);
  timeline.add(storyTime(now, round.startDayOffset - 1, '15:00'), async () => {
    const days = { startsOn: day(round.startDayOffset), endsOn: day(round.endDayOffset) };
    await stage.call(office, 'POST', '/api/rounds', { id, name: round.name, ...days });
    // no command marks a round as a sample
    await stage.write((tx) =>
      tx
        .updateTable('round')
        .set({ is_sample: true })
        .where('city_id', '=', sampleCityId)
        .where('id', '=', id)
        .execute(),
    );
    const siteIds = visits.map(({ siteKey }) => sampleId('site', siteKey));
    await stage.call(office, 'POST', `/api/rounds/${id}/sites`, { choose: { siteIds }, inspectorId: null });
    for (const { siteId, visitId } of await listVisits(play, id)) visitIds.set(siteId, visitId);
    const assignments = visits.map(({ siteKey, inspector }) => ({
      visitId: visitIds.get(sampleId('site', siteKey)),
      inspectorId: sampleId('person', inspector),
    }));
    await stage.call(office, 'POST', `/api/rounds/${id}/assignments`, { assignments });
  });
  timeline.add(storyTime(now, round.startDayOffset, '08:00'), async () => {
    await stage.call(office, 'POST', `/api/rounds/${id}/open`);
  });
  if (round.endDayOffset < 0) {
    timeline.add(storyTime(now, round.endDayOffset, '18:30'), async () => {
      await stage.call(office, 'POST', `/api/rounds/${id}/close`);
    });
  }
  const fates = dealFates(visits, plan.progress);
  const made = visits.filter(({ answers }) => answers !== null);
  for (const [index, visit] of made.entries()) {
    const begun = storyTime(now, visit.dayOffset, visit.at).getTime() + (index % 7) * 20_000;
    timeline.add(
      begun + 25 * minute,
      () => inspect(play, key, visit, visitIds, new Date(begun), fates),
      visit.siteKey,
    );
  }
}

function listVisits({ stage }: RoundPlay, id: string): Promise<{ siteId: string; visitId: string }[]> {
  return stage.write((tx) =>
    tx
      .selectFrom('round_visit')
      .select(['site_id as siteId', 'id as visitId'])
      .where('city_id', '=', sampleCityId)
      .where('round_id', '=', id)
      .execute(),
  );
}

interface Receipt {
  readonly problems: readonly { id: string; itemCode: string; title: string; deadlineAt: string | null }[];
}

async function inspect(
  play: RoundPlay,
  key: string,
  visit: PlannedVisit,
  visitIds: ReadonlyMap<string, string>,
  begun: Date,
  fates: ReadonlyMap<string, Fate>,
): Promise<void> {
  const { stage, cast, photos } = play;
  const site = play.sites.get(visit.siteKey);
  if (!site) throw new Error(`no site ${visit.siteKey}`);
  const id = sampleId('inspection', `${key}/${visit.siteKey}`);
  const answers = visit.answers ?? [];
  const place = cast.near(site, id);
  // one photo serves all findings of a visit
  const sha256 = answers.some(isFinding)
    ? await stage.uploadPhoto(visit.inspector, await photos(site.siteType, 'finding', id))
    : null;
  const finished = stage.clock.now.getTime() - 30_000;
  const evidence = { sha256, deviceTakenAt: new Date(finished - 5 * minute).toISOString(), ...place };
  const { lon, lat, accuracyM } = place;
  const receipt = await stage.call<Receipt>(visit.inspector, 'POST', '/api/inspections', {
    id,
    visitId: visitIds.get(sampleId('site', visit.siteKey)),
    startedAt: begun.toISOString(),
    finishedAt: new Date(finished).toISOString(),
    position: lon === null ? null : { lon, lat, accuracyM },
    noFixReason: lon === null ? '点位没有坐标，手机未能定位' : null,
    note: '',
    answers: answers.map((answer) => ({
      itemCode: answer.itemCode,
      value: answer.value ?? 'counted',
      defects: answer.value === undefined ? (answer.defects ?? 0) : null,
      note: isFinding(answer)
        ? findingNote(play.items.get(answer.itemCode)?.title ?? '', answer.defects)
        : '',
      photos: isFinding(answer) ? [evidence] : [],
    })),
  });
  await planFindings(play, id, visit, site, receipt, fates);
}

async function planFindings(
  play: RoundPlay,
  inspectionId: string,
  { siteKey, inspector }: PlannedVisit,
  site: SampleSite,
  { problems }: Receipt,
  fates: ReadonlyMap<string, Fate>,
): Promise<void> {
  if (problems.length === 0) return;
  const rows = await play.stage.write((tx) =>
    tx
      .selectFrom('problem')
      .select(['id', 'unit_id', 'version', 'severity'])
      .where('city_id', '=', sampleCityId)
      .where('inspection_id', '=', inspectionId)
      .execute(),
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  for (const { id, itemCode, title, deadlineAt } of problems) {
    const item = play.items.get(itemCode);
    const fate = fates.get(findingKey(siteKey, itemCode));
    const row = stored.get(id);
    if (!item || !fate || !row) throw new Error(`${siteKey} ${itemCode}: not in the plan`);
    if (!row.unit_id || !deadlineAt) throw new Error(`${siteKey} ${itemCode}: dispatched to nobody`);
    const problem = {
      id,
      title,
      version: row.version,
      unitId: row.unit_id,
      raisedAt: play.stage.clock.now,
      deadlineAt: new Date(deadlineAt),
      deadlineHours: item.deadlineHours,
      deadlineClock: item.deadlineClock,
      site,
    };
    planProblem(play, problem, fate);
    if (row.severity === 'high') planSweep(play, problem, inspector);
  }
}

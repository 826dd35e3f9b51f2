import { sql } from 'kysely';
import type { SignInHint } from '../../contract/access.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { hashPassword } from '../../server/access/passwords.ts';
import { loadCalendar } from '../../server/deadlines/calendar-queries.ts';
import { type Database, inCity, type Tx } from '../../server/platform/database/database.ts';
import { progressLine } from './demo-words.ts';
import {
  enterPublishedProblems,
  enterPublishedTables,
  enterSampleSites,
  enterStandards,
} from './enter-records.ts';
import { enterRegisters } from './enter-registers.ts';
import { planNotices } from './play-notices.ts';
import { planOrders } from './play-orders.ts';
import { planPledges } from './play-pledges.ts';
import { planRanking } from './play-ranking.ts';
import { planRevisits } from './play-revisits.ts';
import { planRound } from './play-round.ts';
import { planSweepUnderWay } from './play-sweeps.ts';
import { planVacancies } from './play-vacancies.ts';
import { castOf } from './sample-cast.ts';
import {
  readRoundPlan,
  readSamplePack,
  readSamplePeople,
  readSampleSites,
  readSampleUnits,
} from './sample-files.ts';
import { sampleCityId } from './sample-ids.ts';
import { createSamplePhotos } from './sample-photos.ts';
import { openStage, type SampleStage } from './sample-stage.ts';
import { createTimeline } from './sample-timeline.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

export interface SampleCityOptions {
  /** A migrated database without a city. */
  readonly db: Database;
  readonly filesDirectory: string;
  /** When the story ends; nothing in the city is later. */
  readonly now: Date;
  /** Of every account. */
  readonly password: string;
  /** Takes lines of progress. */
  readonly log: (line: string) => void;
}

/**
 * Loads the sample city: registers by direct entry, published records by the imports, and the weeks before
 * `now` as a story of real commands that sample people give over HTTP.
 *
 * @throws Error naming person, command, status and answer where the application refuses one; the city is
 *   unfinished then, see {@link findSampleCity}.
 */
export async function loadSampleCity(
  options: SampleCityOptions,
): Promise<{ cityId: string; hints: readonly SignInHint[] }> {
  const { db, now, log } = options;
  const plan = readRoundPlan();
  const firstDay = Math.min(...plan.rounds.map(({ startDayOffset }) => startDayOffset));
  const begin = storyTime(now, firstDay - 2, '09:00');
  await enterGivenFacts(options, begin);
  const stage = await openStage(options, begin);
  try {
    const calendar = await inCity(db, sampleCityId, 'read', (tx) => loadCalendar(tx, sampleCityId));
    const play = playOf(stage, calendar, now);
    planRanking(play, readSampleUnits().units);
    planPledges(play);
    planOrders(play);
    planRevisits(play);
    planSweepUnderWay(play);
    planVacancies(play);
    planNotices(play, db);
    for (const { key } of plan.rounds) planRound(play, key);
    let shown = 0;
    await play.timeline.play(stage.clock, (done, at) => {
      if (done < shown + 250) return;
      shown = done;
      log(progressLine('steps', { done, day: cityDay(at.toISOString()) }));
    });
  } finally {
    await stage.close();
  }
  await inCity(db, sampleCityId, 'write', (tx) => finish(tx));
  return { cityId: sampleCityId, hints: sampleHints(options.password) };
}

async function enterGivenFacts({ db, now, password, log }: SampleCityOptions, begin: Date): Promise<void> {
  const at = begin.toISOString();
  const passwordHash = await hashPassword(password);
  const write = <T>(work: (tx: Tx) => Promise<T>) => inCity(db, sampleCityId, 'write', work);
  await write((tx) => enterRegisters(tx, passwordHash, at));
  log(
    progressLine('registers', { units: readSampleUnits().units.length, people: readSamplePeople().length }),
  );
  const sites = await write(async (tx) => {
    await enterStandards(tx, at);
    return enterSampleSites(tx, at);
  });
  log(progressLine('sites', { sites }));
  const tables = await write((tx) => enterPublishedTables(tx, at));
  // entered first, for the low numbers, but taken over half an hour ago: time limits of ours make no real
  // unit late from the start
  const takenOver = new Date(now.getTime() - 30 * 60_000).toISOString();
  const problems = await write((tx) => enterPublishedProblems(tx, takenOver));
  log(progressLine('published', { problems, tables }));
}

function playOf(stage: SampleStage, calendar: RoundPlay['calendar'], now: Date): RoundPlay {
  const pack = readSamplePack();
  return {
    stage,
    calendar,
    now,
    timeline: createTimeline(),
    plan: readRoundPlan(),
    cast: castOf(readSamplePeople()),
    photos: createSamplePhotos(new Map(pack.checklists.map(({ siteType, name }) => [siteType, name]))),
    sites: new Map(readSampleSites().map((site) => [site.key, site])),
    items: new Map(pack.checklists.flatMap(({ items }) => items.map((item) => [item.code, item]))),
  };
}

/** What no command marks as sample, and the sign that the city is whole. */
async function finish(tx: Tx): Promise<void> {
  await tx.updateTable('photo').set({ is_sample: true }).where('city_id', '=', sampleCityId).execute();
  await tx.updateTable('pledge').set({ is_sample: true }).where('city_id', '=', sampleCityId).execute();
  await sql`update city set settings = settings || '{"sampleLoaded":true}' where city_id = ${sampleCityId}`.execute(
    tx,
  );
}

/** The sample city of this database, if any; `finished` is false where loading it was broken off. */
export async function findSampleCity(
  db: Database,
): Promise<{ cityId: string; finished: boolean } | undefined> {
  const row = await db
    .selectFrom('city')
    .select(['city_id', sql<boolean>`coalesce((settings->>'sampleLoaded')::boolean, false)`.as('finished')])
    .where('city_id', '=', sampleCityId)
    .executeTakeFirst();
  return row && { cityId: row.city_id, finished: row.finished };
}

/** Accounts that the sign-in page of the demo offers. */
export function sampleHints(password: string): readonly SignInHint[] {
  return readSamplePeople().flatMap(({ login, hint }) => (hint ? [{ login, password, ...hint }] : []));
}

import { v7 as uuid } from 'uuid';
import type { RevisitLine, RevisitView } from '../../contract/revisits.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import { dice } from './problem-fates.ts';
import { readSamplePeople, type SampleSite } from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';
import { pick } from './sample-words.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

const office = 'office1';
const roundId = sampleId('revisitRound', '1');

/** Days of the story: fixes of the first round, the draw after them, answers until the day before yesterday. */
const days = { from: -34, to: -14, announced: -12, drawn: -11, firstAnswer: -10, lastAnswer: -2 } as const;

/** Shares of the answers, invented; what is left over is not revisited yet. */
const shares = { held: 0.74, cameBack: 0.83, neverFixed: 0.88, notPossible: 0.92 } as const;

const words = {
  cameBack: ['整改后又出现同样情况，与整改后照片不符', '没过几天又恢复原样，长效管理没有跟上'],
  neverFixed: ['现场与整改前照片一样，没有动过', '照片里的位置已整改，旁边同一问题没有处理'],
  notPossible: ['院门锁闭，联系不上管理人员', '道路施工围挡，无法到达点位'],
} as const;

/** Plans one round of revisits: announced, drawn by a public number, mostly answered. */
export function planRevisits(play: RoundPlay): void {
  const { stage, timeline, now } = play;
  const day = (offset: number) => addDays(cityDay(now.toISOString()), offset);
  timeline.add(storyTime(now, days.announced, '10:00'), async () => {
    await stage.call(office, 'POST', '/api/revisits/rounds', {
      id: roundId,
      name: '第1轮整改回头看（样本）',
      periodFrom: day(days.from),
      periodTo: day(days.to),
      size: 45,
      minimumPerUnit: 0,
      seedSource: '样本：公布次日的福彩3D开奖号码（虚构）',
    });
    // no command marks a round as a sample
    await stage.write((tx) =>
      tx
        .updateTable('revisit_round')
        .set({ is_sample: true })
        .where('city_id', '=', sampleCityId)
        .where('id', '=', roundId)
        .execute(),
    );
  });
  timeline.add(storyTime(now, days.drawn, '21:30'), async () => {
    await stage.call(office, 'POST', `/api/revisits/rounds/${roundId}/draw`, { publicNumber: '735' });
    const { revisits } = await stage.call<{ revisits: RevisitLine[] }>(
      office,
      'GET',
      `/api/revisits/rounds/${roundId}/revisits?limit=200`,
    );
    for (const revisit of revisits) planAnswer(play, revisit);
  });
}

function planAnswer(play: RoundPlay, revisit: RevisitLine): void {
  const { timeline, now } = play;
  // the draw differs from run to run, its secret being one; the fate follows the problem all the same
  const key = `revisit ${revisit.problem.id}`;
  const fate = dice(key, 'fate');
  const login = revisit.inspector && loginOf(revisit.inspector.id);
  if (!login || fate >= shares.notPossible) return;
  const span = days.lastAnswer - days.firstAnswer + 1;
  const offset = days.firstAnswer + Math.floor(dice(key, 'day') * span);
  // what reopens a problem comes after everything that the story of problems does with it
  const begin =
    answerBy(fate) === 'neverFixed' ? storyTime(now, -1, '17:10') : storyTime(now, offset, '09:00');
  const minutes = answerBy(fate) === 'neverFixed' ? 40 : 480;
  const at = begin.getTime() + Math.floor(dice(key, 'minute') * minutes) * 60_000;
  timeline.add(at, () => answer(play, revisit.id, login, key, fate), revisit.problem.id);
}

async function answer(
  { stage, cast, photos, sites }: RoundPlay,
  id: string,
  login: string,
  key: string,
  fate: number,
): Promise<void> {
  const view = await stage.call<RevisitView>(login, 'GET', `/api/revisits/${id}`);
  const site = siteOf(sites, view.siteId);
  const what = answerBy(fate);
  const isSeen = what !== 'notPossible';
  const photo = async () => {
    const taken = new Date(stage.clock.now.getTime() - 60_000).toISOString();
    const sha256 = await stage.uploadPhoto(login, await photos(site?.siteType ?? '', 'verification', key));
    const place = site ? cast.near(site, key) : { lon: null, lat: null, accuracyM: null };
    return { sha256, deviceTakenAt: taken, ...place };
  };
  await stage.call(login, 'POST', `/api/revisits/${id}/answer`, {
    result: what === 'cameBack' || what === 'neverFixed' ? 'failed' : what,
    finding: what === 'cameBack' || what === 'neverFixed' ? what : null,
    reason: what === 'held' ? null : pick(words[what], dice(key, 'words')),
    offSiteReason: isSeen && !site?.position ? '点位没有坐标，已到现场复查' : null,
    photos: isSeen ? [await photo()] : [],
    raisedId: uuid(),
  });
}

function answerBy(fate: number): 'held' | 'cameBack' | 'neverFixed' | 'notPossible' {
  if (fate < shares.held) return 'held';
  if (fate < shares.cameBack) return 'cameBack';
  return fate < shares.neverFixed ? 'neverFixed' : 'notPossible';
}

let logins: ReadonlyMap<string, string> | undefined;

function loginOf(personId: string): string | undefined {
  logins ??= new Map(readSamplePeople().map(({ login }) => [sampleId('person', login), login]));
  return logins.get(personId);
}

function siteOf(sites: ReadonlyMap<string, SampleSite>, siteId: string | null): SampleSite | undefined {
  return siteId === null
    ? undefined
    : [...sites.values()].find((site) => sampleId('site', site.key) === siteId);
}

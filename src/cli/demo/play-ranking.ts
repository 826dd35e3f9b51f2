import type { SchemeRulesInput } from '../../contract/schemes.ts';
import { schemeRules } from '../../contract/schemes.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import { computeRanking } from '../../server/rankings/ranking-computing.ts';
import { createScheme } from '../../server/rankings/scheme-commands.ts';
import { roundId } from './play-round.ts';
import type { SampleUnit } from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

const office = 'office1';
const cityDistricts: readonly string[] = ['410802', '410803', '410804', '410811'];
const zone = '410871';
const schemeId = sampleId('scheme', 'round');
const rankingId = sampleId('ranking', 'round-1');

/** The rules of the sample: the groups of the published bulletins, weights of our own. */
export function sampleRules(units: readonly SampleUnit[]): SchemeRulesInput {
  const idsOf = (keys: readonly string[]) => keys.map((key) => sampleId('unit', key));
  const streets = units
    .filter(
      ({ kind, parentKey }) => kind === 'street' && parentKey !== null && cityDistricts.includes(parentKey),
    )
    .map(({ key }) => key);
  return {
    groups: [
      {
        name: '城区',
        unitIds: idsOf([...cityDistricts, zone]),
        flags: { top: { count: 2, flag: 'red' }, bottom: { count: 1, flag: 'blue' } },
      },
      {
        name: '中心城区街道',
        unitIds: idsOf(streets),
        flags: { top: { count: 2, flag: 'red' }, bottom: { count: 2, flag: 'blue' } },
      },
    ],
    components: [
      { key: 'field', weight: '0.9' },
      { key: 'rectification', weight: '0.1' },
    ],
    decimals: 2,
    tieRule: 'competition',
    minimumSites: 1,
    bulletin: {
      documentPrefix: '焦城创指',
      issuer: '焦作市四城联创指挥部',
      headWords: '焦作市四城联创指挥部文件（样本）',
      recipients: ['各县（市）区四城联创指挥部', '市直各成员单位'],
      basis: '焦作市四城联创工作督导考评办法（样本）',
      assessors: ['市督导组对四个城区、示范区和中心城区街道进行督导考评'],
      copyTo: ['市四城联创指挥部领导'],
      printedBy: '焦作市四城联创指挥部办公室',
    },
  };
}

interface RankingReply {
  readonly version: number;
  readonly groups: readonly { name: string; units: readonly { flag: string | null }[] }[];
  readonly ties: readonly { group: string; flag: string; count: number; units: readonly { key: string }[] }[];
}

/** Plans the scheme, and the ranking of the first round with its publication. */
export function planRanking(play: RoundPlay, units: readonly SampleUnit[]): void {
  const { stage, timeline, plan, now } = play;
  const round = plan.rounds.find(({ key }) => key === 'round-1');
  if (!round) throw new Error('the plan has no first round');
  const day = (offset: number) => addDays(cityDay(now.toISOString()), offset);
  const actor = { personId: sampleId('person', office) };
  timeline.add(storyTime(now, round.startDayOffset - 1, '16:00'), () =>
    stage.write(async (tx) => {
      const rules = schemeRules.parse(sampleRules(units));
      const name = '四城联创督导考评办法（样本）';
      const scheme = { id: schemeId, name, validFrom: '2019-01-01', validTo: null, rules, isSample: true };
      await createScheme(tx, sampleCityId, scheme, actor, stage.clock.now.toISOString());
    }),
  );
  const countedUntil = round.endDayOffset + 5;
  timeline.add(storyTime(now, countedUntil + 1, '09:30'), () =>
    stage.write((tx) => {
      const period = { from: day(round.startDayOffset), to: day(countedUntil) };
      const title = '第1轮督导结果通报（样本）';
      const ranking = { id: rankingId, schemeId, roundId: roundId('round-1'), title, period, isSample: true };
      return computeRanking(tx, sampleCityId, ranking, actor, stage.clock.now.toISOString());
    }),
  );
  timeline.add(storyTime(now, countedUntil + 1, '15:00'), async () => {
    const { version, groups, ties } = await stage.call<RankingReply>(
      office,
      'GET',
      `/api/rankings/${rankingId}`,
    );
    const decisions = ties.map(({ group, flag, count, units: tied }) => {
      const members = groups.find(({ name }) => name === group)?.units ?? [];
      const left = count - members.filter((unit) => unit.flag === flag).length;
      return {
        group,
        flag,
        units: tied.slice(0, left).map(({ key }) => key),
        reason: '同分，经指挥部办公会研究确定（样本）',
      };
    });
    await stage.call(office, 'POST', `/api/rankings/${rankingId}/publish`, { version, decisions });
  });
}

import type { z } from 'zod';
import type { listOrderCandidates, OrderView } from '../../contract/orders.ts';
import type { ProblemLine } from '../../contract/problems.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

type Candidates = z.output<typeof listOrderCandidates.reply>;

const office = 'office1';
const minute = 60_000;
/** Most problems in one letter of the story. */
const mostProblems = 5;

const words = {
  overdue: '关于限期整改超期问题的督办单',
  slow: '关于加快问题整改进度的督促函',
  near: '关于临近整改期限问题的提醒函',
} as const;

/** Plans two letters: one that is answered and settled, one that waits for its answer. */
export function planOrders(play: RoundPlay): void {
  planOrder(play, 0, { dayOffset: -3, time: '10:00' }, true);
  planOrder(play, 1, { dayOffset: -1, time: '14:30' }, false);
}

function planOrder(
  play: RoundPlay,
  place: number,
  { dayOffset, time }: { readonly dayOffset: number; readonly time: string },
  isAnswered: boolean,
): void {
  const { stage, timeline, cast, now } = play;
  const begin = storyTime(now, dayOffset, time);
  timeline.add(begin, async () => {
    const unitId = await latestUnit(play, place);
    if (unitId === null) return;
    const id = await send(play, place, unitId);
    const move = async (login: string, path: string, body: object) => {
      const { version } = await stage.call<OrderView>(office, 'GET', `/api/orders/${id}`);
      const commandId = sampleId('order', `${id}/${path}`);
      await stage.call(login, 'POST', `/api/orders/${id}/${path}`, { commandId, version, ...body });
    };
    const liaison = cast.liaisonOf(unitId);
    timeline.add(begin.getTime() + 40 * minute, () => move(liaison, 'acknowledge', {}));
    if (!isAnswered) return;
    timeline.add(storyTime(now, dayOffset + 1, '16:20'), () =>
      move(liaison, 'answer', {
        answer:
          '样本：接到督办单后，我单位当日现场逐件核对，已明确整改措施和责任人，其余问题三日内完成并上报佐证。',
        photos: [],
      }),
    );
    timeline.add(storyTime(now, dayOffset + 2, '09:40'), () =>
      move(office, 'accept', { remark: '样本：措施具体，跟踪到销号。' }),
    );
  });
}

/** The unit with the latest of the sample's open problems; `place` 1: the next such unit. */
async function latestUnit({ stage }: RoundPlay, place: number): Promise<string | null> {
  const query = 'states=dispatched,assigned,in_progress&sort=deadline&limit=200';
  const { rows } = await stage.call<{ rows: ProblemLine[] }>(office, 'GET', `/api/problems?${query}`);
  const units = rows.filter((row) => row.isSample).flatMap((row) => row.unitId ?? []);
  return [...new Set(units)][place] ?? null;
}

/** Writes the letter and sends it. @returns its id. */
async function send({ stage }: RoundPlay, place: number, unitId: string): Promise<string> {
  const id = sampleId('order', `order-${place}`);
  const address = `/api/orders/candidates?unitId=${unitId}`;
  const { problems, colour, answerHours } = await stage.call<Candidates>(office, 'GET', address);
  await stage.call(office, 'POST', '/api/orders', {
    id,
    unitId,
    issue: true,
    problemIds: problems.slice(0, mostProblems).map((problem) => problem.id),
    title: words[colour],
    demands:
      '样本：请立即组织整改，逐件明确整改措施、完成时间和责任人员。\n请书面说明原因，整改完成后及时上报佐证材料。',
    answerHours,
  });
  // no command marks an order as a sample
  await stage.write((tx) =>
    tx
      .updateTable('unit_order')
      .set({ is_sample: true })
      .where('city_id', '=', sampleCityId)
      .where('id', '=', id)
      .execute(),
  );
  return id;
}

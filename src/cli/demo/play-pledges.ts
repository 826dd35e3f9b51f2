import type { CommitmentWish, ReadSpeech } from '../../contract/pledges.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import { createPledge } from '../../server/pledges/pledge-commands.ts';
import { readSpeeches } from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

const office = 'office1';
const source = '2019年市四城联创会议表态发言（隐去发言人姓名）';

/** Units that speak; the first promises with persons and days, the second has only a draft. */
const speakers = [
  { unitKey: '410811001', isConfirmed: true, dayOffset: -12 },
  { unitKey: '410871100', isConfirmed: false, dayOffset: -11 },
] as const;

/** Plans the pledges that are read from the published speeches. */
export function planPledges(play: RoundPlay): void {
  const { stage, timeline, now } = play;
  for (const { unitKey, isConfirmed, dayOffset } of speakers) {
    const unitId = sampleId('unit', unitKey);
    const begin = storyTime(now, dayOffset, '10:00');
    timeline.add(begin, async () => {
      const body = { text: readSpeeches(), year: 2019 };
      const reply = await stage.call<{ speeches: ReadSpeech[] }>(office, 'POST', '/api/pledges/parse', body);
      const speech = reply.speeches.find(({ units }) => units.some(({ id }) => id === unitId));
      if (!speech) throw new Error(`no speech of ${unitKey}`);
      const id = await draft(play, unitId, speech, isConfirmed);
      if (isConfirmed) {
        timeline.add(begin.getTime() + 3_600_000, async () => {
          const { version } = await stage.call<{ version: number }>(office, 'GET', `/api/pledges/${id}`);
          await stage.call(office, 'POST', `/api/pledges/${id}/confirm`, { version });
        });
      }
    });
  }
}

/** Writes the draft that a flag asks for, or one of its own. @returns its id. */
async function draft(
  { stage, cast, now }: RoundPlay,
  unitId: string,
  speech: ReadSpeech,
  isConfirmed: boolean,
): Promise<string> {
  const today = cityDay(now.toISOString());
  const head = sampleId('person', cast.headOf(unitId));
  const content = {
    speakerPost: speech.post || null,
    sourceText: speech.text,
    causes: speech.causes.map(({ text, span }) => ({ text, span })),
    commitments: speech.commitments.map(
      ({ text, kind, quantity, places, span }, index): CommitmentWish => ({
        id: sampleId('commitment', `${unitId}/${index}`),
        text,
        kind,
        places,
        quantity,
        span,
        // a draft still lacks who and when
        personId: isConfirmed ? head : null,
        dueOn: isConfirmed ? addDays(today, index * 5 - 4) : null,
      }),
    ),
    source,
  };
  const address = `/api/pledges?unitId=${unitId}&state=due`;
  const { pledges } = await stage.call<{ pledges: { id: string }[] }>(office, 'GET', address);
  const [asked] = pledges;
  const id = asked?.id ?? sampleId('pledge', unitId);
  if (asked) {
    const { version } = await stage.call<{ version: number }>(office, 'GET', `/api/pledges/${id}`);
    await stage.call(office, 'PUT', `/api/pledges/${id}`, { version, ...content });
  } else {
    await stage.write((tx) =>
      createPledge(
        tx,
        sampleCityId,
        { id, unitId, isSample: true, ...content },
        { personId: sampleId('person', office) },
        stage.clock.now.toISOString(),
      ),
    );
  }
  return id;
}

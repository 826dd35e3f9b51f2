import { App, Button } from 'antd';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { openRound, type RoundView } from '../../contract/rounds.ts';
import { DrawStep } from './draw-step.tsx';
import { SitesStep } from './sites-step.tsx';
import { useRoundChange } from './use-round.ts';

/** Three steps on one page: choose sites, draw inspectors, open. */
export function RoundPlan({ round }: { round: RoundView }) {
  const say = useWords();
  return (
    <div style={{ display: 'grid', gap: 24, maxWidth: 880 }}>
      <section aria-labelledby="plan-sites">
        <h2 id="plan-sites" style={{ fontSize: 16 }}>
          {say('rounds.step.sites')}
        </h2>
        <SitesStep round={round} />
      </section>
      <section aria-labelledby="plan-people">
        <h2 id="plan-people" style={{ fontSize: 16 }}>
          {say('rounds.step.people')}
        </h2>
        <DrawStep round={round} />
      </section>
      {round.state === 'planned' && (
        <section aria-labelledby="plan-open">
          <h2 id="plan-open" style={{ fontSize: 16 }}>
            {say('rounds.step.open')}
          </h2>
          <OpenStep round={round} />
        </section>
      )}
    </div>
  );
}

function OpenStep({ round }: { round: RoundView }) {
  const say = useWords();
  const { message } = App.useApp();
  const opening = useRoundChange(round, async () => {
    await call(openRound, { params: { id: round.id } });
    void message.success(say('rounds.opened'));
  });
  const unassigned = round.visits - round.assigned;
  const isReady = round.visits > 0 && unassigned === 0;
  return (
    <>
      <p>
        {round.visits === 0
          ? say('rounds.noVisitsYet')
          : say(isReady ? 'rounds.openReady' : 'rounds.openNot', { visits: round.visits, unassigned })}{' '}
        {isReady && say('rounds.openConfirm')}
      </p>
      <RefusalAlert error={opening.error} />
      <Button
        type="primary"
        disabled={!isReady}
        loading={opening.isPending}
        onClick={() => opening.mutate(undefined)}
      >
        {say('rounds.open')}
      </Button>
    </>
  );
}

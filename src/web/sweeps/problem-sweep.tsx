import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import {
  attachToSweep,
  getProblemSweep,
  type ProblemSweepView,
  type SweepLine,
} from '../../contract/sweeps.ts';
import { StartDialog } from './start-dialog.tsx';
import { sweepPath, useSweepsChanged } from './sweep-address.ts';
import { SweepBadge, SweepDue, SweepProgress } from './sweep-badges.tsx';

/**
 * How a problem stands with sweeps: the one it waits for with its counts, or the suggestion to begin one.
 * Nothing where there is neither.
 */
export function ProblemSweep({ problemId, unitId }: { problemId: string; unitId: string | null }) {
  const say = useWords();
  const [isStarting, setStarting] = useState(false);
  const state = useQuery({
    queryKey: [getProblemSweep.name, problemId],
    queryFn: () => call(getProblemSweep, { params: { id: problemId } }),
  });
  if (!state.data) return null;
  const { need, sweeps, foundBy, covering, suggestion } = state.data;
  const offers = suggestion !== null && need !== 'not-needed';
  if (need === 'not-needed' && sweeps.length === 0 && !foundBy && suggestion === null) return null;
  return (
    <section aria-labelledby="problem-sweep">
      <Typography.Title level={2} id="problem-sweep" style={{ fontSize: 16 }}>
        {say('sweeps.problem.title')}
      </Typography.Title>
      <Flex vertical gap={8} align="start">
        {need !== 'not-needed' && (
          <Alert
            type={need === 'missing' || need === 'open' ? 'warning' : 'success'}
            showIcon
            title={say(`sweeps.problem.${need}`)}
          />
        )}
        {foundBy && (
          <HouseLink to={sweepPath(foundBy.id)}>
            {say('sweeps.problem.foundBy', { number: foundBy.number, title: foundBy.title })}
          </HouseLink>
        )}
        {sweeps.map((sweep) => (
          <SweepBeside key={sweep.id} sweep={sweep} />
        ))}
        {covering.length > 0 && <Covering problemId={problemId} covering={covering} />}
        {suggestion && (
          <>
            {offers && <Suggested suggestion={suggestion} />}
            <Button type={offers ? 'primary' : 'default'} onClick={() => setStarting(true)}>
              {say('sweeps.startFor')}
            </Button>
          </>
        )}
      </Flex>
      {isStarting && suggestion && (
        <StartDialog
          start={{ problem: { id: problemId, ownerUnitId: unitId, suggestion } }}
          onClose={() => setStarting(false)}
          onStarted={() => setStarting(false)}
        />
      )}
    </section>
  );
}

function Suggested({ suggestion }: { suggestion: NonNullable<ProblemSweepView['suggestion']> }) {
  const say = useWords();
  const scope = suggestion.scopes.find(({ sites }) => sites > 0);
  if (!scope) return null;
  return <span>{say('sweeps.problem.suggest', { scope: scope.name, count: scope.sites })}</span>;
}

function SweepBeside({ sweep }: { sweep: SweepLine }) {
  const say = useWords();
  return (
    <div>
      <HouseLink to={sweepPath(sweep.id)}>
        {say('sweeps.number', { number: sweep.number })} {sweep.title}
      </HouseLink>
      <div>
        <SweepBadge state={sweep.state} /> {sweep.scope.name} · {sweep.owner.name} ·{' '}
        <SweepDue sweep={sweep} />
      </div>
      {sweep.total > 0 && <SweepProgress counts={sweep} />}
    </div>
  );
}

/** Sweeps of others that cover the place: using one of them asks nobody twice. */
function Covering({ problemId, covering }: { problemId: string; covering: readonly SweepLine[] }) {
  const say = useWords();
  const changed = useSweepsChanged();
  const [commandId, setCommandId] = useState(() => uuid());
  const attaching = useMutation({
    mutationFn: (id: string) => call(attachToSweep, { params: { id }, body: { commandId, problemId } }),
    onSuccess: changed,
    onSettled: () => setCommandId(uuid()),
  });
  return (
    <div>
      {say('sweeps.problem.covering')}
      <Flex vertical gap={8}>
        {covering.map((sweep) => (
          <Flex key={sweep.id} wrap gap={8} align="center">
            <SweepBeside sweep={sweep} />
            <Button loading={attaching.isPending} onClick={() => attaching.mutate(sweep.id)}>
              {say('sweeps.problem.attach', { number: sweep.number })}
            </Button>
          </Flex>
        ))}
      </Flex>
      <RefusalAlert error={attaching.error} />
    </div>
  );
}

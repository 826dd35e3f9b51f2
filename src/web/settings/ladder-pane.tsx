import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Empty, Flex, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { getLadder, type LadderView, saveLadder } from '../../contract/deadlines.ts';
import { mostSteps } from '../../domain/deadlines/escalation.ts';
import { LadderStepFields } from './ladder-step.tsx';
import { useSaving } from './use-settings.ts';

/** The ladder of escalation: who hears when, and when an order goes out. */
export function LadderPane() {
  const say = useWords();
  const ladder = useQuery({ queryKey: [getLadder.name], queryFn: () => call(getLadder) });
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say('settings.ladder.intro')}</Typography.Text>
      <RefusalAlert error={ladder.error} retry={() => void ladder.refetch()} />
      {ladder.isPending && <Skeleton active />}
      {ladder.data && <LadderForm key={ladder.data.version} view={ladder.data} />}
    </Flex>
  );
}

type Step = LadderView['steps'][number];

function LadderForm({ view }: { view: LadderView }) {
  const say = useWords();
  const [steps, setSteps] = useState<readonly Step[]>(view.steps);
  const save = useSaving((wanted: readonly Step[]) =>
    call(saveLadder, { body: { version: view.version, steps: [...wanted] } }),
  );
  const counts = new Map(view.reached.map((one) => [one.stepKey, one.count]));
  return (
    <>
      {view.isDefault && <Alert type="info" showIcon title={say('settings.ladder.default')} />}
      {steps.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('settings.ladder.empty')} />
      )}
      <ol style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 12 }}>
        {steps.map((step, index) => (
          <li key={step.key}>
            <LadderStepFields
              step={step}
              number={index + 1}
              reached={counts.get(step.key) ?? 0}
              mayEdit={view.mayEdit}
              onChange={(changed) => setSteps(steps.map((one, at) => (at === index ? changed : one)))}
              onRemove={() => setSteps(steps.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ol>
      <RefusalAlert error={save.error} />
      {view.mayEdit && (
        <Flex gap={8}>
          <Button
            disabled={steps.length >= mostSteps}
            onClick={() => setSteps([...steps, newStep(steps, say('settings.ladder.step'))])}
          >
            {say('settings.ladder.add')}
          </Button>
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate(steps)}>
            {say('settings.save')}
          </Button>
        </Flex>
      )}
    </>
  );
}

function newStep(steps: readonly Step[], name: string): Step {
  const used = new Set(steps.map((step) => step.key));
  let number = steps.length + 1;
  while (used.has(`step${number}`)) number += 1;
  return {
    key: `step${number}`,
    name: `${name} ${number}`,
    when: { from: 'deadline', hours: 8 },
    audience: ['unitHead'],
    makesOrder: false,
    answerHours: null,
    severity: 'any',
  };
}

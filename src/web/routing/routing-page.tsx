import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Empty, Flex, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { getRouting, type RoutingRuleInput, type RoutingView, saveRouting } from '../../contract/routing.ts';
import { mostRules } from '../../domain/problems/routing-rules.ts';
import { RuleCard } from './rule-card.tsx';
import { TryRouting } from './try-routing.tsx';

/** Rules of routing, in their order, with a box to try them. */
export function RoutingPage() {
  const say = useWords();
  const routing = useQuery({ queryKey: [getRouting.name], queryFn: () => call(getRouting) });
  return (
    <Flex vertical gap={16}>
      <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
        {say('routing.title')}
      </Typography.Title>
      <Typography.Text type="secondary">{say('routing.intro')}</Typography.Text>
      <RefusalAlert error={routing.error} retry={() => void routing.refetch()} />
      {routing.isPending && <Skeleton active />}
      {routing.data && <RoutingForm key={routing.data.version} view={routing.data} />}
    </Flex>
  );
}

function RoutingForm({ view }: { view: RoutingView }) {
  const say = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [rules, setRules] = useState<readonly RoutingRuleInput[]>(view.rules);
  const save = useMutation({
    mutationFn: () => call(saveRouting, { body: { version: view.version, rules: [...rules] } }),
    onSuccess: async () => {
      void message.success(say('settings.saved'));
      await client.invalidateQueries({ queryKey: [getRouting.name] });
    },
  });
  const units = new Map(view.units.map((unit) => [unit.id, unit.name]));
  const swap = (index: number, other: number) => {
    const moved = [...rules];
    const [one, two] = [moved[index], moved[other]];
    if (!one || !two) return;
    [moved[index], moved[other]] = [two, one];
    setRules(moved);
  };
  return (
    <>
      {!view.mayEdit && <Alert type="info" showIcon title={say('settings.readOnly')} />}
      {rules.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('routing.empty')} />
      )}
      <ol style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 12 }}>
        {rules.map((rule, index) => (
          <li key={rule.key}>
            <RuleCard
              rule={rule}
              number={index + 1}
              view={view}
              units={units}
              onChange={(changed) => setRules(rules.map((one, at) => (at === index ? changed : one)))}
              onRemove={() => setRules(rules.filter((_, at) => at !== index))}
              onUp={index === 0 ? null : () => swap(index, index - 1)}
              onDown={index === rules.length - 1 ? null : () => swap(index, index + 1)}
            />
          </li>
        ))}
      </ol>
      <RefusalAlert error={save.error} />
      {view.mayEdit && (
        <>
          <Flex gap={8}>
            <Button
              disabled={rules.length >= mostRules}
              onClick={() => setRules([...rules, newRule(rules, say)])}
            >
              {say('routing.add')}
            </Button>
            <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
              {say('settings.save')}
            </Button>
          </Flex>
          <TryRouting rules={rules} />
        </>
      )}
    </>
  );
}

function newRule(rules: readonly RoutingRuleInput[], say: ReturnType<typeof useWords>): RoutingRuleInput {
  const used = new Set(rules.map((rule) => rule.key));
  let number = rules.length + 1;
  while (used.has(`rule${number}`)) number += 1;
  return {
    key: `rule${number}`,
    name: say('routing.newName', { number }),
    when: {
      categoryKeys: [],
      categoryKinds: [],
      siteTypes: [],
      sources: [],
      areaUnitIds: [],
      severity: 'any',
      ownerless: 'any',
    },
    lead: [{ to: 'standard' }],
    assisting: [],
  };
}

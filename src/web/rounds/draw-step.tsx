import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Flex, Input, Select, Skeleton, Table } from 'antd';
import { useId, useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import {
  type DrawView,
  distribute,
  listInspectors,
  previewDistribution,
  type RoundView,
} from '../../contract/rounds.ts';
import { useRoundChange } from './use-round.ts';

/** Draws inspectors by lot: first a trial, then the same draw for good. */
export function DrawStep({ round }: { round: RoundView }) {
  const say = useWords();
  const { message } = App.useApp();
  const params = { id: round.id };
  const seedId = useId();
  const people = useQuery({
    queryKey: [listInspectors.name, round.id],
    queryFn: () => call(listInspectors, { params }),
  });
  const [excluded, setExcluded] = useState<readonly string[]>([]);
  const [seed, setSeed] = useState(() => `${round.startsOn}-${round.id.slice(-4)}`);
  const [again, setAgain] = useState(false);
  const all = people.data?.inspectors ?? [];
  const inspectorIds = all.map((person) => person.id).filter((id) => !excluded.includes(id));
  const draw = { seed: seed.trim(), inspectorIds, again };
  const preview = useMutation({ mutationFn: () => call(previewDistribution, { params, body: draw }) });
  const drawing = useRoundChange(round, async () => {
    const { drawn } = await call(distribute, { params, body: draw });
    preview.reset();
    void message.success(say('rounds.draw.applied', { drawn }));
  });
  // a result stands for the choice it was drawn with
  const choose = (change: () => void) => {
    change();
    preview.reset();
  };

  if (people.error) return <RefusalAlert error={people.error} retry={() => void people.refetch()} />;
  if (!people.data) return <Skeleton active />;
  if (all.length === 0) return <p>{say('rounds.draw.nobody')}</p>;
  const isPossible = inspectorIds.length > 0 && draw.seed !== '' && round.visits > 0;
  return (
    <Flex vertical gap={12}>
      <Select
        mode="multiple"
        aria-label={say('rounds.draw.people')}
        placeholder={say('rounds.draw.people')}
        value={inspectorIds}
        onChange={(ids: string[]) =>
          choose(() => setExcluded(all.map((person) => person.id).filter((id) => !ids.includes(id))))
        }
        showSearch={{ optionFilterProp: 'label' }}
        options={all.map((person) => ({
          value: person.id,
          label: say('rounds.draw.personOption', { name: person.name, visits: person.visits }),
        }))}
        style={{ width: '100%' }}
      />
      <div>
        <label htmlFor={seedId}>{say('rounds.draw.seed')}</label>
        <Input
          id={seedId}
          value={seed}
          maxLength={80}
          onChange={(event) => choose(() => setSeed(event.target.value))}
          style={{ maxWidth: 320, display: 'block' }}
        />
        <span style={{ color: colours.second }}>
          {say('rounds.draw.seedHint')} {say('rounds.draw.recusal')}
        </span>
      </div>
      <Checkbox checked={again} onChange={(event) => choose(() => setAgain(event.target.checked))}>
        {say('rounds.draw.again')}
      </Checkbox>
      <RefusalAlert error={preview.error ?? drawing.error} />
      <Flex gap={8}>
        <Button disabled={!isPossible} loading={preview.isPending} onClick={() => preview.mutate()}>
          {say('rounds.draw.preview')}
        </Button>
        <Button
          type="primary"
          disabled={!preview.data || preview.data.drawn === 0}
          loading={drawing.isPending}
          onClick={() => drawing.mutate(undefined)}
        >
          {say('rounds.draw.apply')}
        </Button>
      </Flex>
      {preview.data && <DrawResult view={preview.data} />}
    </Flex>
  );
}

function DrawResult({ view }: { view: DrawView }) {
  const say = useWords();
  return (
    <div>
      <p role="status">{say('rounds.draw.result', { drawn: view.drawn, left: view.leftCount })}</p>
      <Table
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={view.inspectors}
        style={{ maxWidth: 480 }}
        columns={[
          { title: say('rounds.inspector'), dataIndex: 'name' },
          { title: say('rounds.draw.before'), dataIndex: 'before', align: 'right', width: 100 },
          { title: say('rounds.draw.after'), dataIndex: 'after', align: 'right', width: 100 },
        ]}
      />
      {view.leftCount > 0 && (
        <>
          <p style={{ color: colours.soon }}>▲ {say('rounds.draw.left')}</p>
          <ul>
            {view.left.map((visit) => (
              <li key={visit.visitId}>
                {visit.siteName} · {visit.unitName}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

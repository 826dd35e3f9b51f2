import { useQuery } from '@tanstack/react-query';
import { Breadcrumb, Button, Flex, Spin, Tabs, Tag, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { getUnit } from '../../contract/organisation.ts';
import { CommitmentsPane } from '../pledges/commitments-pane.tsx';
import { UnitSweeps } from '../sweeps/unit-sweeps.tsx';
import { PeoplePane } from './people-pane.tsx';
import { CloseUnitDialog, ContactDialog, MoveUnitDialog } from './unit-change-dialogs.tsx';
import { UnitFacts } from './unit-facts.tsx';
import { UnitFormDialog } from './unit-form-dialog.tsx';
import { UnitHistory } from './unit-history.tsx';
import { UnitTaskLines } from './unit-task-lines.tsx';

type Dialog = 'add' | 'edit' | 'move' | 'close' | 'contact';

/** One unit: facts, people, task lines, history, and what the caller may change. */
export function UnitPane(props: {
  unitId: string;
  tab: string;
  onTab: (tab: string) => void;
  onChoose: (unitId: string) => void;
}) {
  const say = useWords();
  const seesPledges = useMay('pledge.view');
  const seesProblems = useMay('problem.view');
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const page = useQuery({
    queryKey: [getUnit.name, { id: props.unitId }],
    queryFn: () => call(getUnit, { params: { id: props.unitId } }),
  });
  if (page.isPending) return <Spin aria-label={say('common.loading')} />;
  if (page.error) return <RefusalAlert error={page.error} retry={() => void page.refetch()} />;
  const unit = page.data;
  const close = () => setDialog(null);
  const mayChange = unit.may.edit && unit.validTo === null;
  const isRoot = unit.parentId === null;
  const openLines = unit.taskLines.filter((line) => line.validTo === null).length;
  return (
    <Flex vertical gap={12}>
      <div>
        <Breadcrumb
          items={unit.above.map(({ id, name }) => ({
            title: (
              <button type="button" className="link" onClick={() => props.onChoose(id)}>
                {name}
              </button>
            ),
          }))}
        />
        <Flex wrap gap={8} align="center">
          <Typography.Title level={2} style={{ fontSize: 18, margin: 0 }}>
            {unit.name}
          </Typography.Title>
          <Tag>{say(`organisation.kind.${unit.kind}`)}</Tag>
          {unit.validTo !== null && <Tag color="default">■ {say('organisation.closedBadge')}</Tag>}
          {unit.isSample && <Tag>{say('common.sample')}</Tag>}
        </Flex>
      </div>
      {mayChange && (
        <Flex wrap gap={8}>
          <Button onClick={() => setDialog('add')}>{say('organisation.action.add')}</Button>
          <Button onClick={() => setDialog('edit')}>{say('organisation.action.edit')}</Button>
          <Button onClick={() => setDialog('contact')}>{say('organisation.action.contact')}</Button>
          {!isRoot && <Button onClick={() => setDialog('move')}>{say('organisation.action.move')}</Button>}
          {!isRoot && (
            <Button danger onClick={() => setDialog('close')}>
              {say('organisation.action.close')}
            </Button>
          )}
        </Flex>
      )}
      <Tabs
        activeKey={props.tab}
        onChange={props.onTab}
        items={[
          { key: 'facts', label: say('organisation.tab.facts'), children: <UnitFacts unit={unit} /> },
          {
            key: 'people',
            label: say('organisation.tab.people', { count: unit.counts.people }),
            children: <PeoplePane unit={unit} />,
          },
          {
            key: 'lines',
            label: say('organisation.tab.taskLines', { count: openLines }),
            children: <UnitTaskLines unit={unit} />,
          },
          ...(seesPledges
            ? [
                {
                  key: 'commitments',
                  label: say('organisation.tab.commitments'),
                  children: <UnitCommitments unitId={unit.id} />,
                },
              ]
            : []),
          ...(seesProblems
            ? [
                {
                  key: 'sweeps',
                  label: say('sweeps.unit.title'),
                  children: <UnitSweeps unitId={unit.id} />,
                },
              ]
            : []),
          { key: 'history', label: say('organisation.tab.history'), children: <UnitHistory unit={unit} /> },
        ]}
      />
      {dialog === 'add' && <UnitFormDialog parent={unit} onClose={close} onDone={props.onChoose} />}
      {dialog === 'edit' && <UnitFormDialog unit={unit} onClose={close} />}
      {dialog === 'move' && <MoveUnitDialog unit={unit} onClose={close} />}
      {dialog === 'close' && <CloseUnitDialog unit={unit} onClose={close} />}
      {dialog === 'contact' && <ContactDialog unit={unit} onClose={close} />}
    </Flex>
  );
}

/** What the unit and those below it promised, open or past due. */
function UnitCommitments({ unitId }: { unitId: string }) {
  const [state, setState] = useState<string | null>(null);
  return <CommitmentsPane unitId={unitId} state={state ?? undefined} onState={setState} />;
}

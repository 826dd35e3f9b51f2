import { useQuery } from '@tanstack/react-query';
import {
  Button,
  Descriptions,
  Flex,
  Skeleton,
  Table,
  type TableColumnsType,
  Tag,
  Tooltip,
  Typography,
} from 'antd';
import { type ReactNode, useState } from 'react';
import { HouseLink, useIdParam } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getSweep, type SweepUnitLine, type SweepView } from '../../contract/sweeps.ts';
import { uncheckedOf } from '../../domain/sweeps/sweep.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { problemPath } from '../ledger/ledger-address.ts';
import { ProblemBadge } from '../ledger/problem-badges.tsx';
import { type DialogMove, dialogMoves, MoveDialog } from './move-dialog.tsx';
import { SweepBadge, SweepDue, SweepProgress, useTrustWords } from './sweep-badges.tsx';
import { SweepSites } from './sweep-sites.tsx';

/** One sweep: how far, by whom, what was found, and what may be done next. */
export function SweepPage() {
  const id = useIdParam();
  const say = useWords();
  const page = useQuery({
    queryKey: [getSweep.name, id],
    queryFn: () => call(getSweep, { params: { id } }),
  });
  if (page.isPending) return <Skeleton active aria-label={say('common.loading')} />;
  if (page.error) return <RefusalAlert error={page.error} retry={() => void page.refetch()} />;
  const sweep = page.data;
  return (
    <Flex vertical gap={16}>
      <Flex wrap gap={12} align="center">
        <h1 className="page-title">
          {say('sweeps.number', { number: sweep.number })} {sweep.title}
        </h1>
        <SweepBadge state={sweep.state} />
        {sweep.severity === 'high' && (
          <strong style={{ color: colours.overdue }}>
            <span aria-hidden>‼</span> {say('problems.severity.high')}
          </strong>
        )}
        {sweep.isSample && <Tag>{say('common.sample')}</Tag>}
      </Flex>
      <Moves sweep={sweep} />
      <SweepProgress counts={sweep} />
      <Trust sweep={sweep} />
      <Part title="sweeps.facts">
        <Facts sweep={sweep} />
      </Part>
      <Part title="sweeps.byUnit">
        <p style={{ color: colours.second }}>{say('sweeps.byUnitNote')}</p>
        <UnitTable units={sweep.units} />
      </Part>
      <Part title="sweeps.sites">
        <SweepSites sweep={sweep} />
      </Part>
      <Part title="sweeps.problems">
        <Problems sweep={sweep} />
      </Part>
      <Part title="sweeps.history">
        <History sweep={sweep} />
      </Part>
    </Flex>
  );
}

function Part({ title, children }: { title: WordKey; children: ReactNode }) {
  const say = useWords();
  return (
    <section aria-label={say(title)}>
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {say(title)}
      </Typography.Title>
      {children}
    </section>
  );
}

function Trust({ sweep }: { sweep: SweepView }) {
  const trustWords = useTrustWords();
  return (
    <Flex wrap gap={16} style={{ color: colours.second }}>
      {trustWords(sweep).map((words) => (
        <span key={words}>{words}</span>
      ))}
    </Flex>
  );
}

/** What may be done with the sweep; greyed moves say why. */
function Moves({ sweep }: { sweep: SweepView }) {
  const say = useWords();
  const [chosen, setChosen] = useState<DialogMove | null>(null);
  // moves that the state forbids are not on the way from here
  const moves = sweep.moves.filter(({ refusal }) => refusal?.code !== 'sweep.wrongState');
  return (
    <Flex wrap gap={8} className="no-print">
      {dialogMoves.map((move) => {
        const found = moves.find(({ command }) => command === move);
        if (!found) return null;
        const why = found.refusal ? say(`refusal.${found.refusal.code}` as WordKey, found.refusal.facts) : '';
        return (
          <Tooltip key={move} title={why}>
            <Button
              type={move === 'close' ? 'primary' : 'default'}
              disabled={!found.allowed}
              onClick={() => setChosen(move)}
            >
              {say(`sweeps.move.${move}`)}
            </Button>
          </Tooltip>
        );
      })}
      {chosen && <MoveDialog sweep={sweep} move={chosen} onClose={() => setChosen(null)} />}
    </Flex>
  );
}

const whyWords = {
  open: 'sweeps.form.reason',
  done: 'sweeps.restReason',
  waived: 'sweeps.waiveReason',
  cancelled: 'sweeps.form.reason',
} as const;

function Facts({ sweep }: { sweep: SweepView }) {
  const say = useWords();
  const { locale } = useLocale();
  const reference = useReference();
  const facts: readonly (readonly [WordKey, ReactNode])[] = [
    ['sweeps.column.due', <SweepDue key="due" sweep={sweep} />],
    ['sweeps.column.owner', sweep.owner.name],
    ['sweeps.column.scope', sweep.scope.name],
    ['sweeps.category', reference.categoryName(sweep.categoryKey)],
    ['sweeps.item', sweep.itemCode],
    ['sweeps.siteTypes', sweep.siteTypes.map(reference.siteTypeName).join(say('problems.listComma'))],
    [
      'sweeps.origin',
      sweep.problem && (
        <HouseLink to={problemPath(sweep.problem.id)}>
          {say('sweeps.problemNumber', { number: sweep.problem.number })}
        </HouseLink>
      ),
    ],
    ['sweeps.started', `${sweep.startedBy.name} · ${formatInstant(sweep.startedAt, locale)}`],
    ['sweeps.cause', sweep.cause && say(`sweeps.cause.${sweep.cause}`)],
    ['sweeps.causeNote', sweep.causeNote],
    [whyWords[sweep.state], sweep.waiveReason],
    [
      'sweeps.closed',
      sweep.closedAt && `${sweep.closedBy?.name ?? ''} · ${formatInstant(sweep.closedAt, locale)}`,
    ],
    [
      'sweeps.move.reopen',
      sweep.reopenCount > 0 ? say('sweeps.reopened', { count: sweep.reopenCount }) : null,
    ],
  ];
  return (
    <Descriptions
      bordered
      size="small"
      column={{ xs: 1, lg: 2 }}
      items={facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([label, children]) => ({ key: label, label: say(label), children }))}
    />
  );
}

function UnitTable({ units }: { units: readonly SweepUnitLine[] }) {
  const say = useWords();
  const number = (title: WordKey, of: (unit: SweepUnitLine) => number | string) => ({
    title: say(title),
    key: title,
    width: 90,
    align: 'right' as const,
    render: (_: unknown, unit: SweepUnitLine) => of(unit),
  });
  const columns: TableColumnsType<SweepUnitLine> = [
    { title: say('sweeps.column.unit'), dataIndex: 'unitName', width: 160 },
    {
      title: say('sweeps.column.progress'),
      key: 'progress',
      width: 240,
      render: (_, unit) => <SweepProgress counts={unit} />,
    },
    number('sweeps.column.found', ({ found }) => found),
    number('sweeps.column.left', uncheckedOf),
    number('sweeps.column.photo', ({ withPhoto, clear, found }) => `${withPhoto}/${clear + found}`),
    number('sweeps.column.contradicted', ({ contradicted, spotChecked }) => `${contradicted}/${spotChecked}`),
  ];
  return (
    <Table
      rowKey="unitId"
      size="middle"
      columns={columns}
      dataSource={[...units]}
      pagination={false}
      scroll={{ x: 780 }}
      locale={{ emptyText: say('sweeps.sitesEmpty') }}
    />
  );
}

function Problems({ sweep }: { sweep: SweepView }) {
  const say = useWords();
  if (sweep.problems.length === 0) return <p>{say('sweeps.problemsEmpty')}</p>;
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {sweep.problems.map((problem) => (
        <li key={problem.id}>
          <HouseLink to={problemPath(problem.id)}>
            {problem.number} {problem.title}
          </HouseLink>
          <div>
            <ProblemBadge state={problem.state} />{' '}
            {[say(`sweeps.tie.${problem.tie}`), problem.siteName, problem.unitName]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </li>
      ))}
    </ul>
  );
}

function History({ sweep }: { sweep: SweepView }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <ol style={{ margin: 0, paddingInlineStart: 20 }}>
      {sweep.timeline.map((event) => (
        <li key={event.version}>
          {formatInstant(event.at, locale)} · {event.actor?.name} ·{' '}
          {say(`sweeps.event.${event.kind}` as WordKey)}
          {event.reason && <div style={{ overflowWrap: 'anywhere' }}>{event.reason}</div>}
        </li>
      ))}
    </ol>
  );
}

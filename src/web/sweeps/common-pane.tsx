import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Skeleton, Table, type TableColumnsType, Tag, Typography } from 'antd';
import { useState } from 'react';
import { HouseLink, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession } from '../../client/session.tsx';
import { StateBadge } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import {
  type CommonCandidate,
  type CommonEntry,
  type CommonProblemsView,
  getCommonProblems,
} from '../../contract/common-problems.ts';
import { type EntryMove, EntryMoveDialog, PlanDialog, RuleDialog } from './common-dialogs.tsx';
import { StartDialog, type SweepStart } from './start-dialog.tsx';
import { sweepPath } from './sweep-address.ts';

type Dialog =
  | { readonly kind: 'plan'; readonly candidate?: CommonCandidate; readonly entry?: CommonEntry }
  | { readonly kind: 'move'; readonly entry: CommonEntry; readonly move: EntryMove }
  | { readonly kind: 'rule' }
  | { readonly kind: 'sweep'; readonly start: SweepStart };

/** The register of common problems (共性问题), and the kinds of problems that might belong in it. */
export function CommonPane() {
  const say = useWords();
  const { locale } = useLocale();
  const go = useGo();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const page = useQuery({ queryKey: [getCommonProblems.name], queryFn: () => call(getCommonProblems) });
  if (page.isPending) return <Skeleton active />;
  if (page.error) return <RefusalAlert error={page.error} retry={() => void page.refetch()} />;
  const { rule, from, counts } = page.data;
  const close = () => setDialog(null);
  return (
    <Flex vertical gap={12}>
      <Flex wrap gap={8} align="center" justify="space-between">
        <span>
          {say('common.problems.intro', {
            from: formatDay(from, locale),
            problems: rule.fewestProblems,
            units: rule.fewestUnits,
            sites: rule.fewestSites,
          })}
        </span>
        {page.data.mayConfigure && (
          <Button onClick={() => setDialog({ kind: 'rule' })}>{say('common.problems.rule')}</Button>
        )}
      </Flex>
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {say('common.problems.entries', counts)}
      </Typography.Title>
      {page.data.entries.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('common.problems.entriesEmpty')} />
      ) : (
        page.data.entries.map((entry) => <Entry key={entry.id} entry={entry} open={setDialog} />)
      )}
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {say('common.problems.candidates')}
      </Typography.Title>
      <Candidates page={page.data} open={setDialog} />
      {dialog?.kind === 'rule' && <RuleDialog rule={rule} onClose={close} />}
      {dialog?.kind === 'plan' && (
        <PlanDialog candidate={dialog.candidate} entry={dialog.entry} onClose={close} />
      )}
      {dialog?.kind === 'move' && <EntryMoveDialog entry={dialog.entry} move={dialog.move} onClose={close} />}
      {dialog?.kind === 'sweep' && (
        <StartDialog start={dialog.start} onClose={close} onStarted={(sweep) => go(sweepPath(sweep.id))} />
      )}
    </Flex>
  );
}

function Entry({ entry, open }: { entry: CommonEntry; open: (dialog: Dialog) => void }) {
  const say = useWords();
  const { locale } = useLocale();
  const look =
    entry.state === 'closed' ? (['✓', colours.onTime] as const) : (['◐', colours.blueFlag] as const);
  const lines: readonly (readonly [string, string | null])[] = [
    [say('common.problems.measure'), entry.measure],
    [say('common.problems.owner'), entry.owner.name],
    [say('common.problems.dueOn'), formatDay(entry.dueOn, locale)],
    [say('common.problems.progress'), entry.progress],
    [say('common.problems.outcome'), entry.outcome],
  ];
  return (
    <article
      aria-label={entry.title}
      style={{ background: colours.panel, border: `1px solid ${colours.line}`, padding: 12 }}
    >
      <Flex wrap gap={8} align="center">
        <strong>
          {say('sweeps.number', { number: entry.number })} {entry.title}
        </strong>
        <StateBadge look={look}>{say(`common.problems.state.${entry.state}`)}</StateBadge>
        {entry.isOverdue && (
          <StateBadge look={['■', colours.overdue]}>{say('common.problems.overdue')}</StateBadge>
        )}
        {entry.isSample && <Tag>{say('common.sample')}</Tag>}
      </Flex>
      <div>
        {say('common.problems.figures', {
          before: entry.figures.problems,
          now: entry.figuresNow.problems,
          open: entry.figuresNow.open,
        })}
      </div>
      <dl
        style={{ margin: '8px 0', display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: '2px 12px' }}
      >
        {lines.map(
          ([label, value]) =>
            value && (
              <div key={label} style={{ display: 'contents' }}>
                <dt style={{ color: colours.second }}>{label}</dt>
                <dd style={{ margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <Flex wrap gap={8} className="no-print">
        {entry.moves.map(({ command, allowed }) =>
          !allowed || command === 'confirm' ? null : (
            <Button
              key={command}
              onClick={() =>
                open(command === 'revise' ? { kind: 'plan', entry } : { kind: 'move', entry, move: command })
              }
            >
              {say(`common.problems.move.${command}`)}
            </Button>
          ),
        )}
      </Flex>
    </article>
  );
}

function Candidates({ page, open }: { page: CommonProblemsView; open: (dialog: Dialog) => void }) {
  const say = useWords();
  const localName = useLocalName();
  const { person } = useSession();
  const cityUnit = person?.grants.find((grant) => grant.role === 'campaignOffice')?.unitId;
  const nameOf = (one: CommonCandidate) =>
    one.itemTitle
      ? localName({ name: one.itemTitle, nameEn: one.itemTitleEn })
      : localName({ name: one.categoryName, nameEn: one.categoryNameEn });
  const number = (key: keyof CommonCandidate['figures'], title: string) => ({
    title,
    key,
    width: 80,
    align: 'right' as const,
    render: (_: unknown, one: CommonCandidate) => one.figures[key],
  });
  const columns: TableColumnsType<CommonCandidate> = [
    {
      title: say('common.problems.kind'),
      key: 'kind',
      width: 220,
      render: (_, one) => (
        <>
          {one.itemCode && `${one.itemCode} `}
          {nameOf(one)}
        </>
      ),
    },
    {
      title: say('common.state'),
      key: 'reaches',
      width: 130,
      render: (_, one) =>
        one.entryId ? (
          <StateBadge look={['◐', colours.blueFlag]}>{say('common.problems.registered')}</StateBadge>
        ) : (
          one.reaches && <StateBadge look={['▲', colours.soon]}>{say('common.problems.reaches')}</StateBadge>
        ),
    },
    number('problems', say('common.problems.count')),
    number('open', say('common.problems.open')),
    number('units', say('common.problems.units')),
    number('sites', say('common.problems.sites')),
    number('recurrences', say('common.problems.recurrences')),
    {
      title: say('common.problems.causes'),
      key: 'causes',
      width: 180,
      render: (_, one) =>
        one.causes
          .slice(0, 3)
          .map(({ cause, sweeps }) => (
            <div key={cause}>
              {say('common.problems.causeCount', { cause: say(`sweeps.cause.${cause}`), count: sweeps })}
            </div>
          )),
    },
    {
      title: '',
      key: 'moves',
      width: 230,
      render: (_, one) => (
        <Flex wrap gap={8}>
          {page.mayConfirm && !one.entryId && (
            <Button size="small" onClick={() => open({ kind: 'plan', candidate: one })}>
              {say('common.problems.confirm')}
            </Button>
          )}
          {one.citySweepId ? (
            <HouseLink to={sweepPath(one.citySweepId)}>{say('common.problems.viewSweep')}</HouseLink>
          ) : (
            page.mayConfirm && (
              <Button
                size="small"
                onClick={() =>
                  open({
                    kind: 'sweep',
                    start: {
                      title: nameOf(one),
                      categoryKey: one.categoryKey,
                      itemCode: one.itemCode,
                      ...(cityUnit ? { scopeUnitId: cityUnit } : {}),
                    },
                  })
                }
              >
                {say('sweeps.startCity')}
              </Button>
            )
          )}
        </Flex>
      ),
    },
  ];
  return (
    <Table
      rowKey={(one) => `${one.categoryKey} ${one.itemCode ?? ''}`}
      size="middle"
      columns={columns}
      dataSource={[...page.candidates]}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 1160 }}
      locale={{ emptyText: say('common.problems.candidatesEmpty') }}
    />
  );
}

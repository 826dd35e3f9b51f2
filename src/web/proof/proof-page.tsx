import { Alert, Button, Descriptions, Empty, Flex, Grid, Spin, Table, Typography } from 'antd';
import type { z } from 'zod';
import { call } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession } from '../../client/session.tsx';
import { StateBadge } from '../../client/state-badge.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { getProof, type SelfCheck, type TreeHeadView } from '../../contract/proof.ts';
import './proof.css';

type ProofState = z.output<typeof getProof.reply>;

/** How the history proves itself: the head to copy or print, the last self-check, and how to check from outside. */
export function ProofPage() {
  const say = useWords();
  const list = usePages<ProofState>({
    key: [getProof.name],
    load: (cursor) => call(getProof, { query: cursor === undefined ? {} : { before: Number(cursor) } }),
    nextOf: (page) => (page.next === null ? null : String(page.next)),
  });
  const first = list.data?.[0];
  const newest = first?.heads[0];
  return (
    <Flex vertical gap={24} className="proof">
      <div>
        <Flex wrap gap={8} justify="space-between" align="baseline">
          <h1 className="page-title">{say('proof.title')}</h1>
          <Button className="no-print" onClick={() => window.print()}>
            {say('proof.print')}
          </Button>
        </Flex>
        <Typography.Paragraph style={{ maxWidth: '60em', margin: 0 }}>
          {say('proof.intro')}
        </Typography.Paragraph>
      </div>
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Spin aria-label={say('common.loading')} />}
      {first && (
        <>
          <section aria-labelledby="proof-newest">
            <h2 id="proof-newest">{say('proof.lastHead')}</h2>
            {newest ? (
              <NewestHead head={newest} state={first} />
            ) : (
              <Typography.Text>{say('proof.noHeads')}</Typography.Text>
            )}
          </section>
          <LastCheck check={first.check} />
          <HowToCheck />
          <section aria-labelledby="proof-heads" className="no-print">
            <h2 id="proof-heads">
              {say('proof.heads')} {say('common.counted', { count: first.headCount })}
            </h2>
            <Heads heads={list.data?.flatMap((page) => page.heads) ?? []} />
            <Flex justify="end" style={{ marginTop: 8 }}>
              <MorePages of={list} />
            </Flex>
          </section>
        </>
      )}
    </Flex>
  );
}

function NewestHead({ head, state }: { head: TreeHeadView; state: ProofState }) {
  const say = useWords();
  const { locale } = useLocale();
  const { city } = useSession();
  const isWide = Grid.useBreakpoint().md ?? true;
  return (
    <Flex vertical gap={12}>
      <Descriptions
        column={1}
        size="small"
        bordered
        layout={isWide ? 'horizontal' : 'vertical'}
        styles={{ label: { whiteSpace: 'nowrap', width: '1%' } }}
        items={[
          { key: 'city', label: city.name, children: say('common.counted', { count: head.size }) },
          { key: 'at', label: say('proof.at'), children: formatInstant(head.at, locale) },
          { key: 'root', label: say('proof.root'), children: <Hash text={head.root} isLarge /> },
          { key: 'hash', label: say('proof.hash'), children: <Hash text={head.hash} /> },
          { key: 'prevHash', label: say('proof.prevHash'), children: <Hash text={head.prevHash} /> },
          {
            key: 'publicKey',
            label: say('proof.publicKey'),
            children: head.publicKey === null ? say('proof.unsigned') : <Hash text={head.publicKey} />,
          },
          ...(head.signature === null
            ? []
            : [
                { key: 'signature', label: say('proof.signature'), children: <Hash text={head.signature} /> },
              ]),
        ]}
      />
      {state.waiting > 0 && (
        <Typography.Text type="secondary">{say('proof.waiting', { count: state.waiting })}</Typography.Text>
      )}
      <div>
        <strong>{say('proof.line')}</strong>
        <Typography.Paragraph
          className="proof-line"
          copyable={{ text: head.line, tooltips: [say('proof.copy'), say('proof.copied')] }}
        >
          {head.line}
        </Typography.Paragraph>
        <Typography.Text type="secondary">{say('proof.lineHint')}</Typography.Text>
      </div>
    </Flex>
  );
}

/** Groups of eight, so that a person can compare them with paper. */
function Hash({ text, isLarge }: { text: string; isLarge?: boolean }) {
  const groups = text.match(/.{1,8}/g) ?? [];
  return (
    <code className={isLarge ? 'proof-hash proof-root' : 'proof-hash'}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one hash never change places
        <span key={at}>{group} </span>
      ))}
    </code>
  );
}

function LastCheck({ check }: { check: SelfCheck | null }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <section aria-labelledby="proof-check">
      <h2 id="proof-check">{say('proof.checks')}</h2>
      {check === null ? (
        <Typography.Text>{say('proof.noCheck')}</Typography.Text>
      ) : (
        <Flex vertical gap={8}>
          <span>
            {formatInstant(check.at, locale)}{' '}
            {check.findingCount === 0 ? (
              <StateBadge look={['●', '#2e7d32']}>{say('proof.checkHolds')}</StateBadge>
            ) : (
              <StateBadge look={['■', '#b3261e']}>
                {say('proof.checkFails', { count: check.findingCount })}
              </StateBadge>
            )}
          </span>
          <span>{say('proof.checkedCounts', { ...check, seconds: check.seconds.toFixed(1) })}</span>
          {check.findings.map((sentence) => (
            <Alert
              key={sentence}
              type="error"
              showIcon
              title={sentence}
              style={{ overflowWrap: 'anywhere' }}
            />
          ))}
        </Flex>
      )}
      <Typography.Paragraph type="secondary" style={{ margin: '8px 0 0' }}>
        {say('proof.selfCheckHint')}
      </Typography.Paragraph>
    </section>
  );
}

function HowToCheck() {
  const say = useWords();
  return (
    <section aria-labelledby="proof-how">
      <h2 id="proof-how">{say('proof.howTo')}</h2>
      <p>{say('proof.howToLive')}</p>
      <pre className="proof-line">npx guatu verify --heads heads.ndjson</pre>
      <p>{say('proof.howToExport')}</p>
      <pre className="proof-line">{`npx guatu verify --write-export history.ndjson
npx guatu verify --export history.ndjson --heads heads.ndjson`}</pre>
      <Typography.Text type="secondary">{say('proof.howToTools')}</Typography.Text>
    </section>
  );
}

function Heads({ heads }: { heads: readonly TreeHeadView[] }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <Table<TreeHeadView>
      rowKey="size"
      size="middle"
      dataSource={heads}
      pagination={false}
      scroll={{ x: 640 }}
      locale={{
        emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('proof.noHeads')} />,
      }}
      columns={[
        { title: say('proof.at'), render: (_, { at }) => formatInstant(at, locale) },
        { title: say('proof.size'), align: 'right', dataIndex: 'size' },
        { title: say('proof.root'), render: (_, { root }) => <Hash text={root} /> },
        {
          title: say('proof.line'),
          render: (_, { line }) => (
            <Typography.Text copyable={{ text: line, tooltips: [say('proof.copy'), say('proof.copied')] }} />
          ),
        },
      ]}
    />
  );
}

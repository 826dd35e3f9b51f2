import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Flex, Progress, Table, Typography } from 'antd';
import { useEffect } from 'react';
import { v7 as uuid } from 'uuid';
import { addressOf, call } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import {
  askLedgerExport,
  cancelLedgerExport,
  downloadLedgerExport,
  exportDays,
  type LedgerExportView,
  listLedgerExports,
} from '../../contract/ledger-files.ts';

const looks: Readonly<Record<LedgerExportView['state'], StateLook>> = {
  queued: ['○', colours.second],
  running: ['◐', colours.soon],
  done: ['●', colours.onTime],
  failed: ['■', colours.overdue],
  cancelled: ['–', colours.hint],
  expired: ['–', colours.hint],
};

const lookAgainMs = 1_000;

function isUnfinished(row: LedgerExportView): boolean {
  return row.state === 'queued' || row.state === 'running';
}

/** My exports, newest first; looked at again every second while one is being written. */
export function ExportList() {
  const say = useWords();
  const client = useQueryClient();
  const pages = usePages({
    key: [listLedgerExports.name],
    load: (cursor) => call(listLedgerExports, { query: { cursor } }),
    nextOf: (page) => page.next,
  });
  const rows = pages.data?.flatMap((page) => page.rows) ?? [];
  const { refetch } = pages;
  const waits = rows.some(isUnfinished);
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void refetch(), lookAgainMs);
    return () => clearInterval(timer);
  }, [waits, refetch]);
  const changed = () => client.invalidateQueries({ queryKey: [listLedgerExports.name] });
  const cancel = useMutation({
    mutationFn: (id: string) => call(cancelLedgerExport, { params: { id } }),
    onSettled: changed,
  });
  const follow = useMutation({
    mutationFn: ({ format, position }: LedgerExportView) =>
      call(askLedgerExport, { body: { id: uuid(), format, filter: {}, since: position } }),
    onSuccess: changed,
  });
  return (
    <Flex vertical gap={8}>
      <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
        {say('ledgerFiles.exports')}
      </Typography.Title>
      <RefusalAlert error={pages.error ?? cancel.error ?? follow.error} retry={() => void refetch()} />
      {pages.data && rows.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={say('ledgerFiles.exportsEmpty', { days: exportDays })}
        />
      ) : (
        <ExportTable
          rows={rows}
          isLoading={pages.isPending}
          onCancel={cancel.mutate}
          onFollow={follow.mutate}
        />
      )}
      <MorePages of={pages} />
    </Flex>
  );
}

function ExportTable(props: {
  rows: readonly LedgerExportView[];
  isLoading: boolean;
  onCancel: (id: string) => void;
  onFollow: (row: LedgerExportView) => void;
}) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <Table<LedgerExportView>
      rowKey="id"
      size="small"
      pagination={false}
      loading={props.isLoading}
      scroll={{ x: 900 }}
      dataSource={[...props.rows]}
      expandable={{
        rowExpandable: (row) => row.fileHash !== null,
        expandedRowRender: (row) => (
          <p style={{ margin: 0, overflowWrap: 'anywhere' }}>
            {say('ledgerFiles.fingerprint', { file: row.fileHash, table: row.tableHash })}
          </p>
        ),
      }}
      columns={[
        {
          title: say('ledgerFiles.column.filter'),
          key: 'filter',
          render: (_, row) => (
            <>
              {row.filterWords ?? '—'}
              {row.isComplete === false && (
                <div style={{ color: colours.second }}>{say('ledgerFiles.extent.changes')}</div>
              )}
            </>
          ),
        },
        {
          title: say('common.state'),
          key: 'state',
          width: 210,
          render: (_, row) => <ExportState row={row} />,
        },
        {
          title: say('ledgerFiles.column.file'),
          key: 'file',
          width: 130,
          render: (_, row) =>
            `.${row.format}${row.byteSize === null ? '' : ` ${say('ledgerFiles.megabytes', { size: megabytes(row.byteSize) })}`}`,
        },
        {
          title: say('ledgerFiles.column.asked'),
          key: 'asked',
          width: 150,
          render: (_, row) => formatShortInstant(row.askedAt, locale),
        },
        {
          title: say('ledgerFiles.column.expires'),
          key: 'expires',
          width: 150,
          render: (_, row) =>
            row.state === 'done' && row.expiresAt ? formatShortInstant(row.expiresAt, locale) : '—',
        },
        {
          title: say('problems.moves'),
          key: 'moves',
          width: 250,
          render: (_, row) => (
            <Flex wrap gap={4}>
              {row.state === 'done' && (
                <Button
                  size="small"
                  type="primary"
                  href={addressOf(downloadLedgerExport, { id: row.id })}
                  download
                >
                  {say('ledgerFiles.download')}
                </Button>
              )}
              {row.state === 'done' && row.position && (
                <Button size="small" onClick={() => props.onFollow(row)}>
                  {say('ledgerFiles.follow')}
                </Button>
              )}
              {isUnfinished(row) && (
                <Button size="small" onClick={() => props.onCancel(row.id)}>
                  {say('ledgerFiles.cancel')}
                </Button>
              )}
            </Flex>
          ),
        },
      ]}
    />
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(bytes < 1_048_576 ? 2 : 1);
}

function ExportState({ row }: { row: LedgerExportView }) {
  const say = useWords();
  const rows = { done: row.rowsDone, total: row.rowsTotal ?? '—' };
  const share = row.rowsTotal ? Math.round((row.rowsDone / row.rowsTotal) * 100) : 0;
  return (
    <div role={isUnfinished(row) ? 'status' : undefined}>
      <StateBadge look={looks[row.state]}>{say(`ledgerFiles.state.${row.state}`)}</StateBadge>
      {row.state === 'running' && (
        <Progress percent={share} size="small" aria-label={say('ledgerFiles.state.running')} />
      )}
      {(row.state === 'running' || row.state === 'done') && <div>{say('ledgerFiles.progress', rows)}</div>}
      {row.state === 'failed' && (
        <div>
          {say(
            row.failure === 'storageFull'
              ? 'ledgerFiles.failure.storageFull'
              : 'ledgerFiles.failure.unexpected',
          )}
        </div>
      )}
    </div>
  );
}

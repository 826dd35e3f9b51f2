import { Empty, Flex, Table, Typography } from 'antd';
import { call } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listLedgerImports } from '../../contract/ledger-files.ts';

type Row = Awaited<ReturnType<typeof call<typeof listLedgerImports>>>['rows'][number];

/** Ledgers that were taken in, newest first. */
export function ImportList() {
  const say = useWords();
  const { locale } = useLocale();
  const pages = usePages({
    key: [listLedgerImports.name],
    load: (cursor) => call(listLedgerImports, { query: { cursor } }),
    nextOf: (page) => page.next,
  });
  const rows = pages.data?.flatMap((page) => page.rows) ?? [];
  return (
    <Flex vertical gap={8}>
      <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
        {say('ledgerFiles.imports')}
      </Typography.Title>
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      {pages.data && rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('ledgerFiles.importsEmpty')} />
      ) : (
        <Table<Row>
          rowKey="id"
          size="small"
          pagination={false}
          loading={pages.isPending}
          scroll={{ x: 760 }}
          dataSource={rows}
          columns={[
            { title: say('ledgerFiles.column.ledger'), dataIndex: 'ledgerName' },
            { title: say('ledgerFiles.column.file'), dataIndex: 'fileName' },
            { title: say('ledgerFiles.column.rows'), dataIndex: 'rowCount', width: 90, align: 'right' },
            {
              title: say('ledgerFiles.column.entered'),
              dataIndex: 'enteredCount',
              width: 100,
              align: 'right',
            },
            { title: say('ledgerFiles.column.by'), dataIndex: 'byName', width: 120 },
            {
              title: say('ledgerFiles.column.asked'),
              dataIndex: 'appliedAt',
              width: 150,
              render: (at: string) => formatShortInstant(at, locale),
            },
          ]}
        />
      )}
      <MorePages of={pages} />
    </Flex>
  );
}

import { Empty, Flex, Table, Typography } from 'antd';
import { call } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listSettingChanges } from '../../contract/deadlines.ts';

const kinds = [
  'city.ledger_settings_changed',
  'city.office_hours_changed',
  'city.calendar_changed',
  'city.ladder_changed',
  'city.limit_changed',
  'city.routing_changed',
] as const;

/** Who changed which setting, and what it was before. */
export function ChangesPane() {
  const say = useWords();
  const { locale } = useLocale();
  const pages = usePages({
    key: [listSettingChanges.name],
    load: (cursor) => call(listSettingChanges, { query: { cursor, limit: 50 } }),
    nextOf: (page) => page.next,
  });
  const first = pages.data?.[0];
  const kindOf = (kind: string) => {
    const known = kinds.find((one) => one === kind);
    return known ? say(`settings.change.${known}`) : kind;
  };
  return (
    <Flex vertical gap={12}>
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      {first && <span role="status">{say('settings.changes.count', { count: first.count })}</span>}
      <Table
        rowKey="version"
        size="middle"
        pagination={false}
        loading={pages.isPending}
        scroll={{ x: 560 }}
        dataSource={pages.data?.flatMap((page) => page.changes) ?? []}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('settings.changes.empty')} />
          ),
        }}
        expandable={{
          expandedRowRender: (change) => (
            <Typography.Text code style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {JSON.stringify(JSON.parse(change.data), null, 2)}
            </Typography.Text>
          ),
        }}
        columns={[
          { title: say('settings.changes.what'), render: (_, change) => kindOf(change.kind) },
          {
            title: say('settings.changes.who'),
            render: (_, change) => change.byName ?? say('orders.system'),
          },
          { title: say('settings.changes.when'), render: (_, change) => formatInstant(change.at, locale) },
        ]}
      />
      <MorePages of={pages} />
    </Flex>
  );
}

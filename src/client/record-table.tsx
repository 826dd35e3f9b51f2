import { Empty, Table, type TableColumnsType } from 'antd';

/**
 * A list of records as every page shows one: 40 px rows, nothing paged away in the browser, and a sentence
 * where it is empty. `width`: below this many pixels the table scrolls sideways.
 */
export function RecordTable<Line extends { readonly id: string }>(props: {
  readonly rows: readonly Line[];
  readonly columns: TableColumnsType<Line>;
  readonly isLoading: boolean;
  readonly empty: string;
  readonly width: number;
}) {
  const { rows, columns, isLoading, empty, width } = props;
  return (
    <Table
      rowKey="id"
      size="middle"
      loading={isLoading}
      columns={columns}
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: width }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
    />
  );
}

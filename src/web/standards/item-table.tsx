import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  EditOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { Button, Grid, Popconfirm, Space, Table, type TableColumnsType, Tag } from 'antd';
import { useReference } from '../../client/reference.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { ItemContent } from '../../contract/standards.ts';
import { formatExact, parseExact, sumExact, zero } from '../../domain/exact-number.ts';
import { plainDecimal } from '../../domain/standards/standard-content.ts';
import { deadlineWords, scaleWords } from './standard-words.ts';

export interface ItemTableProps {
  readonly items: readonly ItemContent[];
  /** Null where nothing may be changed: a published version, or no right to edit. */
  readonly actions: {
    edit(item: ItemContent): void;
    remove(item: ItemContent): void;
    /** Swaps the item with its neighbour before (-1) or after (1). */
    move(place: number, by: -1 | 1): void;
    readonly isBusy: boolean;
  } | null;
}

/** The items of one checklist with the marks they are worth, and their sum. */
export function ItemTable({ items, actions }: ItemTableProps) {
  const say = useWords();
  const { locale } = useLocale();
  const reference = useReference();
  // on a phone two fixed columns would leave no room for the others
  const isWide = Grid.useBreakpoint().md ?? true;
  const total = plainDecimal(formatExact(sumExact(items.map((item) => parseExact(item.weight) ?? zero)), 2));
  const columns: TableColumnsType<ItemContent> = [
    {
      title: say('standards.item'),
      dataIndex: 'title',
      width: 240,
      ...(isWide && { fixed: 'start' }),
      render: (_, item) => (
        <>
          {locale === 'en' && item.titleEn ? item.titleEn : item.title}{' '}
          {item.veto && (
            <Tag variant="outlined" icon={<StopOutlined aria-hidden />} style={{ color: colours.overdue }}>
              {say('standards.veto')}
            </Tag>
          )}
        </>
      ),
    },
    { title: say('common.code'), dataIndex: 'code', width: 96 },
    { title: say('standards.weight'), dataIndex: 'weight', align: 'right', width: 72 },
    {
      title: say('standards.scale'),
      key: 'scale',
      width: 200,
      render: (_, item) => scaleWords(item.scale, say),
    },
    {
      title: say('standards.category'),
      dataIndex: 'categoryKey',
      width: 140,
      render: (key: string) => reference.categoryName(key),
    },
    {
      title: say('standards.deadline'),
      key: 'deadline',
      width: 100,
      render: (_, item) => deadlineWords(item, say),
    },
    {
      title: say('standards.unitType'),
      dataIndex: 'responsibleUnitType',
      width: 160,
      render: (code: string) => reference.unitTypeName(code),
    },
    {
      title: say('standards.evidence'),
      dataIndex: 'evidence',
      width: 290,
      render: (evidence: ItemContent['evidence']) => say(`standards.evidence.${evidence}`),
    },
    {
      title: say('standards.campaigns'),
      dataIndex: 'campaigns',
      width: 240,
      render: (codes: readonly string[]) => codes.map(reference.campaignName).join(say('standards.comma')),
    },
  ];
  if (actions) {
    columns.push({
      title: say('common.actions'),
      key: 'actions',
      width: 148,
      ...(isWide && { fixed: 'end' }),
      render: (_, item, place) => (
        <ItemActions item={item} place={place} last={items.length - 1} actions={actions} />
      ),
    });
  }
  return (
    <Table
      rowKey="code"
      size="middle"
      columns={columns}
      dataSource={[...items]}
      pagination={false}
      scroll={{ x: 1560 }}
      locale={{ emptyText: say(actions ? 'standards.noItemsAdd' : 'standards.noItems') }}
      summary={() => (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0} colSpan={2}>
            {say('standards.total', { count: items.length })}
          </Table.Summary.Cell>
          <Table.Summary.Cell index={2} align="right">
            <strong>{total}</strong>
          </Table.Summary.Cell>
          <Table.Summary.Cell index={3} colSpan={actions ? 7 : 6} />
        </Table.Summary.Row>
      )}
    />
  );
}

function ItemActions(props: {
  item: ItemContent;
  place: number;
  last: number;
  actions: NonNullable<ItemTableProps['actions']>;
}) {
  const say = useWords();
  const { item, place, last, actions } = props;
  const name = item.title;
  return (
    <Space size={0}>
      <Button
        type="text"
        size="small"
        icon={<EditOutlined />}
        aria-label={say('standards.editItem', { name })}
        onClick={() => actions.edit(item)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined />}
        aria-label={say('standards.moveUp', { name })}
        disabled={place === 0 || actions.isBusy}
        onClick={() => actions.move(place, -1)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined />}
        aria-label={say('standards.moveDown', { name })}
        disabled={place === last || actions.isBusy}
        onClick={() => actions.move(place, 1)}
      />
      <Popconfirm
        title={say('standards.removeItemSure', { name })}
        okText={say('common.remove')}
        cancelText={say('common.cancel')}
        onConfirm={() => actions.remove(item)}
      >
        <Button
          type="text"
          size="small"
          danger
          icon={<DeleteOutlined />}
          aria-label={say('standards.removeItem', { name })}
        />
      </Popconfirm>
    </Space>
  );
}

import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Popconfirm, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import {
  getChecklist,
  type ItemContent,
  orderItems,
  removeChecklist,
  removeItem,
  saveChecklist,
  type VersionView,
} from '../../contract/standards.ts';
import { ItemDrawer } from './item-drawer.tsx';
import { suggestItem } from './item-form.ts';
import { ItemTable } from './item-table.tsx';
import { useVersionChange } from './use-version-change.ts';

/** One checklist: what a visit covers, its items, and in a draft the means to change them. */
export function ChecklistPane(props: { version: VersionView; siteType: string; canEdit: boolean }) {
  const { version, siteType, canEdit } = props;
  const say = useWords();
  const reference = useReference();
  const change = useVersionChange(version.id);
  const [edited, setEdited] = useState<ItemContent | 'new' | null>(null);
  const params = { id: version.id, siteType };
  const checklist = useQuery({
    queryKey: [getChecklist.name, version.id, siteType],
    queryFn: () => call(getChecklist, { params }),
  });
  if (checklist.error) return <RefusalAlert error={checklist.error} retry={() => void checklist.refetch()} />;
  if (!checklist.data) return <Skeleton active />;
  const { items, observationScope } = checklist.data;

  const move = (place: number, by: -1 | 1) => {
    const codes = items.map((item) => item.code);
    const [code] = codes.splice(place, 1);
    if (code === undefined) return;
    codes.splice(place + by, 0, code);
    change.mutate(() => call(orderItems, { params, body: { version: version.version, codes } }));
  };
  const remove = (item: ItemContent) =>
    change.mutate(() =>
      call(removeItem, { params: { id: version.id, code: item.code }, query: { version: version.version } }),
    );
  const saveScope = (text: string) => {
    if (text.trim() === observationScope) return;
    change.mutate(() =>
      call(saveChecklist, { params, body: { version: version.version, observationScope: text } }),
    );
  };

  return (
    <section aria-labelledby="checklist-title">
      <Flex justify="space-between" align="baseline" wrap gap={8}>
        <h2 id="checklist-title">{reference.siteTypeName(siteType)}</h2>
        {canEdit && (
          <Flex gap={8}>
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => setEdited('new')}>
              {say('standards.addItem')}
            </Button>
            <Popconfirm
              title={say('standards.removeChecklistSure', { count: items.length })}
              okText={say('common.remove')}
              cancelText={say('common.cancel')}
              onConfirm={() =>
                change.mutate(() => call(removeChecklist, { params, query: { version: version.version } }))
              }
            >
              <Button danger>{say('standards.removeChecklist')}</Button>
            </Popconfirm>
          </Flex>
        )}
      </Flex>
      <Typography.Paragraph type="secondary">
        {say('standards.scope')}{' '}
        <Typography.Text
          editable={canEdit && { onChange: saveScope, tooltip: say('standards.editScope'), maxLength: 300 }}
        >
          {observationScope || (canEdit ? '' : say('common.none'))}
        </Typography.Text>
      </Typography.Paragraph>
      <RefusalAlert error={change.error} />
      <ItemTable
        items={items}
        actions={canEdit ? { edit: setEdited, remove, move, isBusy: change.isPending } : null}
      />
      {edited && (
        <ItemDrawer
          version={version}
          siteType={siteType}
          item={edited === 'new' ? null : edited}
          suggestion={suggestItem(siteType, items, {
            categoryKey: reference.data.categories[0]?.key ?? '',
            responsibleUnitType:
              reference.data.siteTypes.find((type) => type.code === siteType)?.leadUnitType ?? '',
            campaigns: [],
          })}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { type AddressSearch, HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import {
  deleteView,
  keptFilterNames,
  listSavedViews,
  type SavedView,
  saveView,
} from '../../contract/work-lists.ts';
import { ledgerPath } from '../ledger/ledger-address.ts';

/** Members of the address that belong to the filter. */
export function keptPart(search: AddressSearch): AddressSearch {
  return Object.fromEntries(Object.entries(search).filter(([name]) => keptFilterNames.includes(name)));
}

/** Views that the person keeps and those shared with him, as chips; the filter of now can be kept. */
export function SavedViews({ search }: { search: AddressSearch }) {
  const say = useWords();
  const client = useQueryClient();
  const [isSaving, setSaving] = useState(false);
  const views = useQuery({ queryKey: [listSavedViews.name], queryFn: () => call(listSavedViews) });
  const remove = useMutation({
    mutationFn: (id: string) => call(deleteView, { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: [listSavedViews.name] }),
  });
  const filter = keptPart(search);
  const canSave = Object.keys(filter).length > 0;
  const known = views.data?.views ?? [];
  if (known.length === 0 && !canSave && !views.error) return null;
  return (
    <Flex wrap gap={8} align="center" className="no-print" role="group" aria-label={say('workLists.views')}>
      {known.map((view) => (
        <ViewChip key={view.id} view={view} onDelete={() => remove.mutate(view.id)} />
      ))}
      {canSave && (
        <Button size="small" onClick={() => setSaving(true)}>
          {say('workLists.saveView')}
        </Button>
      )}
      <RefusalAlert error={views.error ?? remove.error} />
      {isSaving && <SaveDialog filter={filter} onClose={() => setSaving(false)} />}
    </Flex>
  );
}

function ViewChip({ view, onDelete }: { view: SavedView; onDelete: () => void }) {
  const say = useWords();
  const { ownerName, sharedUnit } = view;
  const unit = sharedUnit?.name ?? '';
  const shared = ownerName
    ? say('workLists.sharedBy', { name: ownerName, unit })
    : sharedUnit && say('workLists.sharedWith', { unit });
  return (
    <Tag
      title={shared ?? undefined}
      closable={ownerName === null && { 'aria-label': say('workLists.deleteView', { name: view.name }) }}
      onClose={(event) => {
        event.preventDefault();
        onDelete();
      }}
      style={{ fontSize: 'inherit', padding: '2px 8px' }}
    >
      <HouseLink to={ledgerPath} search={view.filter}>
        {view.name}
      </HouseLink>
    </Tag>
  );
}

function SaveDialog({ filter, onClose }: { filter: AddressSearch; onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { person } = useSession();
  const [id] = useState(() => uuid());
  const units = new Map(person?.grants.map((grant) => [grant.unitId, grant.unitName]));
  const save = useMutation({
    mutationFn: (values: { name: string; sharedUnitId?: string }) =>
      call(saveView, {
        body: { id, name: values.name, filter: { ...filter }, sharedUnitId: values.sharedUnitId ?? null },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [listSavedViews.name] });
      void message.success(say('workLists.saved'));
      onClose();
    },
  });
  return (
    <Modal open onCancel={onClose} footer={null} title={say('workLists.saveView')} width={420}>
      <Form layout="vertical" onFinish={(values) => save.mutate(values)}>
        <Form.Item
          name="name"
          label={say('workLists.viewName')}
          rules={[{ required: true, whitespace: true, message: say('workLists.nameNeeded') }]}
          extra={say('workLists.sameName')}
        >
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item name="sharedUnitId" label={say('workLists.share')} extra={say('workLists.shareHint')}>
          <Select allowClear options={[...units].map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <RefusalAlert error={save.error} />
        <Flex gap={8} justify="end">
          <Button onClick={onClose}>{say('workLists.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {say('workLists.save')}
          </Button>
        </Flex>
      </Form>
    </Modal>
  );
}

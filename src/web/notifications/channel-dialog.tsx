import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { type ChannelView, channelMedia, listChannels, setChannel } from '../../contract/notifications.ts';
import { type NoticeGroup, noticeGroups } from '../../domain/notifications/notice-rules.ts';

/** Makes or changes a channel; what was kept secret stays so unless it is typed anew. */
export function ChannelDialog({ channel, onClose }: { channel: ChannelView | null; onClose: () => void }) {
  const say = useWords();
  const { locale } = useLocale();
  const client = useQueryClient();
  const [id] = useState(() => channel?.id ?? uuid());
  const [medium, setMedium] = useState(channel?.medium ?? 'wecom');
  const [name, setName] = useState(channel?.name ?? '');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const [groups, setGroups] = useState<readonly NoticeGroup[]>(channel?.groups ?? []);
  const [keepsQuiet, setKeepsQuiet] = useState(channel?.keepsQuiet ?? true);
  const [isActive, setActive] = useState(channel?.isActive ?? true);
  const saving = useMutation({
    mutationFn: () =>
      call(setChannel, {
        params: { id },
        body: {
          medium,
          name,
          url: url.trim() || null,
          secret: secret || null,
          locale: channel?.locale ?? locale,
          groups: [...groups],
          keepsQuiet,
          isActive,
          version: channel?.version ?? 0,
        },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [listChannels.name] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={say(channel ? 'notifications.editChannel' : 'notifications.addChannel')}
      okText={say('common.save')}
      cancelText={say('common.cancel')}
      confirmLoading={saving.isPending}
      onOk={() => saving.mutate()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form layout="vertical">
        <Form.Item label={say('notifications.medium')}>
          <Select
            aria-label={say('notifications.medium')}
            value={medium}
            onChange={setMedium}
            options={channelMedia.map((one) => ({ value: one, label: say(`notifications.medium.${one}`) }))}
          />
        </Form.Item>
        <Form.Item label={say('notifications.channelName')} required>
          <Input
            aria-label={say('notifications.channelName')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Form.Item>
        <Form.Item
          label={say('notifications.url')}
          required={channel === null}
          extra={channel && say('notifications.urlKeep', { address: channel.shownUrl })}
        >
          <Input
            aria-label={say('notifications.url')}
            maxLength={1000}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </Form.Item>
        {medium !== 'wecom' && (
          <Form.Item
            label={say('notifications.secret')}
            extra={channel?.hasSecret && say('notifications.secretKeep')}
          >
            <Input.Password
              aria-label={say('notifications.secret')}
              autoComplete="off"
              maxLength={200}
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          </Form.Item>
        )}
        <Form.Item label={say('notifications.channelGroups')}>
          <Select
            mode="multiple"
            aria-label={say('notifications.channelGroups')}
            value={[...groups]}
            onChange={(next: NoticeGroup[]) => setGroups(next)}
            options={noticeGroups.map((group) => ({
              value: group,
              label: say(`notifications.group.${group}`),
            }))}
          />
        </Form.Item>
        <Form.Item>
          <Checkbox checked={keepsQuiet} onChange={(event) => setKeepsQuiet(event.target.checked)}>
            {say('notifications.keepsQuiet')}
          </Checkbox>
          <Checkbox checked={isActive} onChange={(event) => setActive(event.target.checked)}>
            {say('notifications.isActive')}
          </Checkbox>
        </Form.Item>
        <RefusalAlert error={saving.error} />
      </Form>
    </Modal>
  );
}

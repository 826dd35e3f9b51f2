import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Empty, Flex, Form, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import {
  type ChannelView,
  getNotificationSettings,
  listChannels,
  type MailTimes,
  removeChannel,
  setNotificationSettings,
  tryChannel,
} from '../../contract/notifications.ts';
import { ChannelDialog } from './channel-dialog.tsx';
import { MailTimesFields } from './mail-times.tsx';

/** The city's channels, and when it writes to people who chose nothing. */
export function ChannelsPane() {
  const say = useWords();
  const channels = useQuery({ queryKey: [listChannels.name], queryFn: () => call(listChannels) });
  const settings = useQuery({
    queryKey: [getNotificationSettings.name],
    queryFn: () => call(getNotificationSettings),
  });
  const [edited, setEdited] = useState<ChannelView | 'new' | null>(null);
  const list = channels.data?.channels ?? [];
  return (
    <Flex vertical gap={16}>
      <Flex justify="space-between" gap={12} wrap align="center">
        <span style={{ color: colours.second }}>
          {settings.data && say(`notifications.reach.${settings.data.webhookReach}`)}
        </span>
        <Button type="primary" onClick={() => setEdited('new')}>
          {say('notifications.addChannel')}
        </Button>
      </Flex>
      <RefusalAlert error={channels.error ?? settings.error} retry={() => void channels.refetch()} />
      {channels.isPending && <Skeleton active />}
      {channels.data && list.length === 0 && <Empty description={say('notifications.noChannels')} />}
      {list.map((channel) => (
        <ChannelCard key={channel.id} channel={channel} onEdit={() => setEdited(channel)} />
      ))}
      {settings.data && <CityDefaults known={settings.data.mail} />}
      {edited && <ChannelDialog channel={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Flex>
  );
}

function ChannelCard({ channel, onEdit }: { channel: ChannelView; onEdit: () => void }) {
  const say = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { id, name, medium, sent, waiting, dead, lastError } = channel;
  const again = () => client.invalidateQueries({ queryKey: [listChannels.name] });
  const trying = useMutation({
    mutationFn: () => call(tryChannel, { params: { id }, body: { deliveryId: uuid() } }),
    onSuccess: () => {
      void message.success(say('notifications.tried'));
      return again();
    },
  });
  const removing = useMutation({
    mutationFn: () => call(removeChannel, { params: { id } }),
    onSuccess: again,
  });
  return (
    <Card size="small" title={`${name} · ${say(`notifications.medium.${medium}`)}`}>
      <p style={{ margin: 0, overflowWrap: 'anywhere' }}>
        {channel.isActive ? '●' : '○'} {channel.shownUrl}
      </p>
      <p style={{ margin: 0, color: dead > 0 ? colours.overdue : colours.second }}>
        {say('notifications.figures', { sent, waiting, dead })}
        {lastError && ` · ${say('notifications.lastError', { error: lastError })}`}
      </p>
      <RefusalAlert error={trying.error ?? removing.error} />
      <Flex gap={8} wrap style={{ marginBlockStart: 8 }}>
        <Button size="small" onClick={onEdit}>
          {say('notifications.editChannel')}
        </Button>
        <Button size="small" loading={trying.isPending} onClick={() => trying.mutate()}>
          {say('notifications.try')}
        </Button>
        <Popconfirm
          title={say('notifications.removeQuestion', { name })}
          okText={say('common.confirm')}
          cancelText={say('common.cancel')}
          onConfirm={() => removing.mutate()}
        >
          <Button size="small" danger loading={removing.isPending}>
            {say('notifications.remove')}
          </Button>
        </Popconfirm>
      </Flex>
    </Card>
  );
}

function CityDefaults({ known }: { known: MailTimes }) {
  const say = useWords();
  const { message } = App.useApp();
  const [mail, setMail] = useState(known);
  const saving = useMutation({
    mutationFn: () => call(setNotificationSettings, { body: { mail } }),
    onSuccess: () => void message.success(say('notifications.saved')),
  });
  return (
    <Card size="small" title={say('notifications.cityDefaults')}>
      <Form layout="vertical" onFinish={() => saving.mutate()}>
        <MailTimesFields value={mail} onChange={setMail} />
        <RefusalAlert error={saving.error} />
        <Button htmlType="submit" loading={saving.isPending}>
          {say('common.save')}
        </Button>
      </Form>
    </Card>
  );
}

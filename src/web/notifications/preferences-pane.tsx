import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Form, Input, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import {
  getNoticePreferences,
  type PreferenceView,
  setNoticePreferences,
} from '../../contract/notifications.ts';
import { type NoticeGroup, noticeGroups } from '../../domain/notifications/notice-rules.ts';
import { MailTimesFields } from './mail-times.tsx';

/** How this person wants to hear of things besides the inbox. */
export function PreferencesPane() {
  const known = useQuery({
    queryKey: [getNoticePreferences.name],
    queryFn: () => call(getNoticePreferences),
  });
  if (known.error) return <RefusalAlert error={known.error} retry={() => void known.refetch()} />;
  if (!known.data) return <Skeleton active />;
  return <PreferencesForm known={known.data} />;
}

function PreferencesForm({ known }: { known: PreferenceView }) {
  const say = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [email, setEmail] = useState(known.email ?? '');
  const [mail, setMail] = useState(known.mail);
  const [muted, setMuted] = useState<readonly NoticeGroup[]>(known.muted);
  const saving = useMutation({
    mutationFn: () =>
      call(setNoticePreferences, { body: { email: email.trim() || null, mail, muted: [...muted] } }),
    onSuccess: (saved) => {
      client.setQueryData([getNoticePreferences.name], saved);
      void message.success(say('notifications.saved'));
    },
  });
  return (
    <Form layout="vertical" style={{ maxWidth: 560 }} onFinish={() => saving.mutate()}>
      {!known.mailWorks && (
        <Alert type="info" showIcon title={say('notifications.mailOff')} style={{ marginBlockEnd: 16 }} />
      )}
      <Form.Item label={say('notifications.email')}>
        <Input
          type="email"
          autoComplete="email"
          aria-label={say('notifications.email')}
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Form.Item>
      <Form.Item>
        <Radio.Group
          value={mail === null}
          onChange={(event) => setMail(event.target.value === true ? null : known.cityMail)}
          options={[
            { value: true, label: say('notifications.mode.city') },
            { value: false, label: say('notifications.tab.preferences') },
          ]}
        />
      </Form.Item>
      {mail && <MailTimesFields value={mail} onChange={setMail} />}
      <Form.Item label={say('notifications.muted')}>
        <Checkbox.Group
          value={[...muted]}
          onChange={(groups) => setMuted(groups as NoticeGroup[])}
          options={noticeGroups.map((group) => ({
            value: group,
            label: say(`notifications.group.${group}`),
          }))}
        />
      </Form.Item>
      <RefusalAlert error={saving.error} />
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {say('common.save')}
      </Button>
    </Form>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Empty, Flex, Select } from 'antd';
import { useState } from 'react';
import { useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { listNotices, type NoticeView, readAllNotices, readNotice } from '../../contract/notifications.ts';
import { type NoticeGroup, noticeGroups } from '../../domain/notifications/notice-rules.ts';

/** The newest first; opening one marks it read. */
export function InboxPane() {
  const say = useWords();
  const client = useQueryClient();
  const [isUnread, setUnread] = useState(false);
  const [group, setGroup] = useState<NoticeGroup>();
  const filter = { ...(isUnread ? { unread: 'true' as const } : {}), ...(group ? { group } : {}) };
  const list = usePages({
    key: [listNotices.name, filter],
    load: (cursor) => call(listNotices, { query: { ...filter, cursor } }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const first = list.data?.[0];
  const notices = (list.data ?? []).flatMap((page) => page.notices);
  const newest = notices[0]?.at;
  const readAll = useMutation({
    mutationFn: (until: string) => call(readAllNotices, { body: { until } }),
    onSuccess: () => client.invalidateQueries({ predicate: isNoticeQuery }),
  });
  return (
    <>
      <Flex wrap gap={12} align="center" style={{ marginBlockEnd: 12 }}>
        <Checkbox checked={isUnread} onChange={(event) => setUnread(event.target.checked)}>
          {say('notifications.onlyUnread')}
        </Checkbox>
        <Select
          allowClear
          style={{ width: 160 }}
          aria-label={say('notifications.medium')}
          placeholder={say('notifications.medium')}
          value={group}
          onChange={(next?: NoticeGroup) => setGroup(next)}
          options={noticeGroups.map((one) => ({ value: one, label: say(`notifications.group.${one}`) }))}
        />
        <span>{first && say('notifications.counts', { total: first.total })}</span>
        <span style={{ flex: 1 }} />
        {newest !== undefined && first !== undefined && first.unread > 0 && (
          <Button loading={readAll.isPending} onClick={() => readAll.mutate(newest)}>
            {say('notifications.readAll')}
          </Button>
        )}
      </Flex>
      <RefusalAlert error={list.error ?? readAll.error} retry={() => void list.refetch()} />
      {first && notices.length === 0 && <Empty description={say('notifications.empty')} />}
      <ul style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 8 }}>
        {notices.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ul>
      <div style={{ marginBlockStart: 12 }}>
        <MorePages of={list} />
      </div>
    </>
  );
}

function isNoticeQuery(query: { queryKey: readonly unknown[] }): boolean {
  return String(query.queryKey[0]).startsWith('notifications.');
}

function NoticeLine({ notice }: { notice: NoticeView }) {
  const say = useWords();
  const go = useGo();
  const { locale } = useLocale();
  const client = useQueryClient();
  const isUnread = notice.readAt === null;
  const open = async () => {
    if (isUnread) {
      await call(readNotice, { params: { id: notice.id } });
      void client.invalidateQueries({ predicate: isNoticeQuery });
    }
    if (notice.link) go(notice.link);
  };
  return (
    <li>
      <button
        type="button"
        onClick={() => void open()}
        style={{
          display: 'block',
          width: '100%',
          textAlign: 'start',
          font: 'inherit',
          color: 'inherit',
          padding: '10px 12px',
          border: '1px solid var(--line)',
          borderInlineStart: `3px solid ${isUnread ? colours.accent : 'var(--line)'}`,
          background: 'var(--panel)',
          cursor: 'pointer',
          overflowWrap: 'anywhere',
        }}
      >
        <span style={{ fontWeight: isUnread ? 600 : 400 }}>{notice.title}</span>{' '}
        {isUnread && <span style={{ color: colours.accent }}>● {say('notifications.unread')}</span>}
        <span style={{ display: 'block' }}>{notice.text}</span>
        <span style={{ color: colours.second }}>
          {say(`notifications.group.${notice.group}`)} · {formatInstant(notice.at, locale)}
        </span>
      </button>
    </li>
  );
}

import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button } from 'antd';
import { useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { countNotices } from '../../contract/notifications.ts';

/** Address of the inbox. */
export const notificationsPath = '/notifications';

const pollMs = 60_000;

/** Unread notices in the head of every page; asked once a minute while the page is in sight. */
export function NoticeBell() {
  const say = useWords();
  const go = useGo();
  const count = useQuery({
    queryKey: [countNotices.name],
    queryFn: () => call(countNotices),
    refetchInterval: pollMs,
  });
  const unread = count.data?.unread ?? 0;
  return (
    <Button
      type="text"
      aria-label={say('notifications.bell', { count: unread })}
      icon={
        <Badge count={unread} size="small" overflowCount={99}>
          <BellOutlined style={{ fontSize: 18 }} />
        </Badge>
      }
      onClick={() => go(notificationsPath)}
    />
  );
}

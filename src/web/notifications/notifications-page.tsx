import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { countNotices } from '../../contract/notifications.ts';
import { ChannelsPane } from './channels-pane.tsx';
import { DeliveriesPane } from './deliveries-pane.tsx';
import { InboxPane } from './inbox-pane.tsx';
import { notificationsPath } from './notice-bell.tsx';
import { PreferencesPane } from './preferences-pane.tsx';

/** What concerns this person, how he wants to hear of it, and the city's channels. */
export function NotificationsPage() {
  const say = useWords();
  const [search, change] = useAddressSearch(notificationsPath);
  const isOffice = useMay('ledger.configure');
  const count = useQuery({ queryKey: [countNotices.name], queryFn: () => call(countNotices) });
  const inbox = {
    key: 'inbox',
    label: say('notifications.tab.inbox', { count: count.data?.unread ?? 0 }),
    children: <InboxPane />,
  };
  const preferences = {
    key: 'preferences',
    label: say('notifications.tab.preferences'),
    children: <PreferencesPane />,
  };
  const ofOffice = [
    { key: 'channels', label: say('notifications.tab.channels'), children: <ChannelsPane /> },
    { key: 'deliveries', label: say('notifications.tab.deliveries'), children: <DeliveriesPane /> },
  ];
  return (
    <>
      <h1 className="page-title">{say('notifications.title')}</h1>
      <Tabs
        activeKey={search.tab ?? 'inbox'}
        onChange={(tab) => change({ tab: tab === 'inbox' ? null : tab })}
        destroyOnHidden
        items={[inbox, preferences, ...(isOffice ? ofOffice : [])]}
      />
    </>
  );
}

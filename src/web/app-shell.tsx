import { MenuOutlined } from '@ant-design/icons';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Button, Drawer, Dropdown, Grid, Layout, Menu } from 'antd';
import { useState } from 'react';
import { useGo } from '../client/address.tsx';
import { call } from '../client/api.ts';
import { useLargeText } from '../client/large-text.tsx';
import { useSession, useSessionChanged } from '../client/session.tsx';
import { type Locale, locales, useLocale, useWords } from '../client/words.tsx';
import { setLocale as keepLocale, signOut } from '../contract/access.ts';
import { NoticeBell } from './notifications/notice-bell.tsx';
import { placeAt, placesOf } from './places.ts';

const languageNames: Record<Locale, string> = { 'zh-CN': '简体中文', 'zh-Hant': '繁體中文', en: 'English' };

/** Frame of every page: navigation by role at the left (a drawer on the phone), person at the right. */
export function AppShell() {
  const say = useWords();
  const { city } = useSession();
  const wide = Grid.useBreakpoint().lg ?? window.innerWidth >= 992;
  const [open, setOpen] = useState(false);
  return (
    <Layout style={{ minHeight: '100dvh' }}>
      <a className="skip-link" href="#content">
        {say('common.skipToContent')}
      </a>
      <Layout.Header style={headerStyle}>
        {!wide && (
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={say('home.openMenu')}
            onClick={() => setOpen(true)}
          />
        )}
        <CityName />
        <span style={{ flex: 1 }} />
        <NoticeBell />
        <PersonMenu />
      </Layout.Header>
      {city.isSample && <div className="sample-note no-print">{say('home.sampleCity')}</div>}
      <Layout hasSider={wide}>
        {wide && (
          <Layout.Sider width={176} theme="light" style={{ borderRight: '1px solid var(--line)' }}>
            <Places onGo={() => undefined} />
          </Layout.Sider>
        )}
        <Drawer
          open={open && !wide}
          onClose={() => setOpen(false)}
          placement="left"
          size={240}
          title={say('app.name')}
        >
          <Places onGo={() => setOpen(false)} />
        </Drawer>
        <Layout.Content id="content" tabIndex={-1} style={{ outline: 'none', minWidth: 0 }}>
          <div className="page">
            <Outlet />
          </div>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

const headerStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  height: 52,
  lineHeight: '52px',
  padding: '0 16px',
  borderBottom: '1px solid var(--line)',
} as const;

function CityName() {
  const say = useWords();
  const { locale } = useLocale();
  const { city } = useSession();
  return (
    <span className="brand">
      <PennantMark />
      {say('app.name')}
      <small>{locale === 'en' ? city.nameEn : city.name}</small>
    </span>
  );
}

/** The house's mark: a sheet hung on a wall, with a pennant. */
function PennantMark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" style={{ alignSelf: 'center' }}>
      <path d="M2 2h14v12H2z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 5v9l3-2.4L12 14V5z" fill="currentColor" />
    </svg>
  );
}

function Places({ onGo }: { onGo: () => void }) {
  const say = useWords();
  const go = useGo();
  const { person } = useSession();
  const { pathname } = useLocation();
  const groups = placesOf(person?.verbs ?? []);
  const items = groups.flatMap(({ words, places }) => {
    const entries = places.map((place) => ({ key: place.path, label: say(place.words) }));
    return words === null
      ? entries
      : [{ key: words, type: 'group' as const, label: say(words), children: entries }];
  });
  return (
    <nav aria-label={say('home.navigation')}>
      <Menu
        mode="inline"
        selectedKeys={[placeAt(groups, pathname)]}
        style={{ border: 0 }}
        items={items}
        onClick={({ key }) => {
          go(key);
          onGo();
        }}
      />
    </nav>
  );
}

/** Whether the address lies in this place of the menu. */

function PersonMenu() {
  const say = useWords();
  const { locale, setLocale } = useLocale();
  const { large, toggle } = useLargeText();
  const { person } = useSession();
  const go = useGo();
  const changed = useSessionChanged();
  const wide = Grid.useBreakpoint().sm ?? window.innerWidth >= 576;
  if (!person) return null;
  const role = person.grants[0];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'roles',
            type: 'group',
            label: person.grants
              .map((grant) => `${say(`access.role.${grant.role}`)} · ${grant.unitName}`)
              .join('；'),
          },
          ...locales.map((name) => ({ key: name, label: languageNames[name], disabled: name === locale })),
          { type: 'divider' as const },
          { key: 'large', label: `${say('common.largeText')}：${say(large ? 'common.yes' : 'common.no')}` },
          { key: 'password', label: say('access.changePassword') },
          { key: 'signOut', label: say('access.signOut') },
        ],
        onClick: ({ key }) => {
          const language = locales.find((name) => name === key);
          if (language) {
            setLocale(language);
            void call(keepLocale, { body: { locale: language } }).catch(() => undefined);
          } else if (key === 'large') toggle();
          else if (key === 'password') go('/password');
          else if (key === 'signOut') void call(signOut).then(changed, changed);
        },
      }}
    >
      <Button type="text" style={{ maxWidth: '50vw', overflow: 'hidden' }}>
        {person.name}
        {wide && role && <span style={{ color: 'var(--second)' }}> · {say(`access.role.${role.role}`)}</span>}
      </Button>
    </Dropdown>
  );
}

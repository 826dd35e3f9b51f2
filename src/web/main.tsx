import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntdApp, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import zhTW from 'antd/locale/zh_TW';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiRefusal } from '../client/api.ts';
import { reportFormTimings } from '../client/form-timer.ts';
import { LargeTextProvider, useLargeText } from '../client/large-text.tsx';
import { RefusalAlert } from '../client/refusal-alert.tsx';
import { SessionProvider } from '../client/session.tsx';
import { signStyleTags } from '../client/style-nonce.ts';
import { themeOf } from '../client/theme.ts';
import { useLocale, WordsProvider } from '../client/words.tsx';
import { PasswordPage } from './access/password-page.tsx';
import { SignInPage } from './access/sign-in-page.tsx';
import { router } from './pages.tsx';
import './house.css';

const libraryWords = { 'zh-CN': zhCN, 'zh-Hant': zhTW, en } as const;

const client = new QueryClient({
  defaultOptions: {
    // a call without a line fails and says so, instead of waiting in silence
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      // a refusal stays a refusal; only a lost connection is worth a second try
      retry: (count, error) => error instanceof ApiRefusal && error.code === 'offline' && count < 2,
    },
  },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
signStyleTags(nonce);
reportFormTimings();

function House() {
  const { locale } = useLocale();
  const { large } = useLargeText();
  return (
    <ConfigProvider
      theme={themeOf(large)}
      locale={libraryWords[locale]}
      csp={{ nonce }}
      // without it the library puts a space between two Chinese characters of a button
      button={{ autoInsertSpace: false }}
    >
      <AntdApp component={false}>
        <SessionProvider
          waiting={null}
          failed={(error, retry) => <RefusalAlert error={error} retry={retry} />}
        >
          {(session) => {
            if (!session.person) return <SignInPage />;
            return session.person.mustChangePassword ? <PasswordPage /> : <RouterProvider router={router} />;
          }}
        </SessionProvider>
      </AntdApp>
    </ConfigProvider>
  );
}

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <WordsProvider>
          <LargeTextProvider>
            <House />
          </LargeTextProvider>
        </WordsProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

import i18next, { type i18n } from 'i18next';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { getWords } from '../contract/access.ts';
import { type WordKey, zhCN } from '../text/zh-CN.ts';
import { call, setApiLanguage } from './api.ts';

export const locales = ['zh-CN', 'zh-Hant', 'en'] as const;
export type Locale = (typeof locales)[number];
export type Say = (key: WordKey, facts?: Readonly<Record<string, unknown>>) => string;

interface Words {
  readonly locale: Locale;
  readonly say: Say;
  setLocale(locale: Locale): void;
}

const WordsContext = createContext<Words | null>(null);
const remembered = 'guatu.locale';

const language: i18n = i18next.createInstance();
void language.init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { translation: zhCN } },
  initAsync: false,
});

async function loadWords(locale: Locale): Promise<void> {
  if (language.hasResourceBundle(locale, 'translation')) return;
  language.addResourceBundle(locale, 'translation', await call(getWords, { params: { locale } }));
}

function firstLocale(): Locale {
  const stored = localStorage.getItem(remembered);
  return locales.find((locale) => locale === stored) ?? 'zh-CN';
}

/** Gives the tree its language. Simplified Chinese is built in; others are loaded from our server. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState<Locale>(firstLocale);
  const [locale, setShown] = useState<Locale>('zh-CN');
  useEffect(() => {
    let current = true;
    // when the words cannot be loaded the page stays readable in the language it has
    loadWords(wanted).then(
      () => current && setShown(wanted),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [wanted]);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = language.t('app.name', { lng: locale });
    setApiLanguage(locale);
  }, [locale]);
  const words = useMemo<Words>(
    () => ({
      locale,
      say: (key, facts = {}) => language.t(key, { lng: locale, ...facts }),
      setLocale(next) {
        localStorage.setItem(remembered, next);
        setWanted(next);
      },
    }),
    [locale],
  );
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>;
}

function useWordsContext(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('useWords outside WordsProvider');
  return words;
}

/** The sentence for a key, in the language of the page. */
export function useWords(): Say {
  return useWordsContext().say;
}

/** The language of the page and how to change it. */
export function useLocale(): { locale: Locale; setLocale(locale: Locale): void } {
  return useWordsContext();
}

/**
 * A name that records carry in both languages (site types, categories): English where the page is
 * English and the record has it, else Chinese.
 */
export function useLocalName(): (record: { name: string; nameEn?: string | null }) => string {
  const { locale } = useWordsContext();
  return (record) => (locale === 'en' && record.nameEn ? record.nameEn : record.name);
}

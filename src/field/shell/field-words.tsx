import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { fieldEn } from '../../text/en/field.ts';
import { type FieldWord, fieldZh } from '../../text/zh-CN/field.ts';
import { setRequestLanguage } from '../sync/field-request.ts';

export const fieldLocales = ['zh-CN', 'zh-Hant', 'en'] as const;
export type FieldLocale = (typeof fieldLocales)[number];

/** Says a sentence of the phone app; other keys come from the words kept at the last contact. */
export type FieldSay = (key: FieldWord | (string & {}), facts?: Readonly<Record<string, unknown>>) => string;

interface Words {
  readonly say: FieldSay;
  readonly locale: FieldLocale;
  setLocale(locale: FieldLocale): void;
}

const WordsContext = createContext<Words | null>(null);
const remembered = 'guatu.locale';
const keptWords = (locale: FieldLocale) => `guatu.field.words.${locale}`;

/**
 * Gives the phone its language. The app's own sentences are built in for Chinese and English; everything
 * the rules may say is loaded once, kept on the phone and refreshed when there is a network.
 */
export function FieldWords({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState<FieldLocale>(firstLocale);
  const [loaded, setLoaded] = useState<Readonly<Record<string, string>>>(() => readKept(locale));
  useEffect(() => {
    let isCurrent = true;
    document.documentElement.lang = locale;
    setRequestLanguage(locale);
    setLoaded(readKept(locale));
    void loadWords(locale).then((words) => isCurrent && words && setLoaded(words));
    return () => {
      isCurrent = false;
    };
  }, [locale]);
  const say = useCallback<FieldSay>(
    (key, facts) => {
      const own: Readonly<Record<string, string>> = locale === 'en' ? fieldEn : fieldZh;
      const sentence = (locale === 'zh-Hant' ? loaded[key] : undefined) ?? own[key] ?? loaded[key] ?? key;
      return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts?.[name] ?? ''));
    },
    [locale, loaded],
  );
  const words = useMemo<Words>(
    () => ({
      say,
      locale,
      setLocale(next) {
        localStorage.setItem(remembered, next);
        setLocale(next);
      },
    }),
    [say, locale],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}

export function useFieldWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('no words around this component');
  return words;
}

/** The name in the language of the phone, where the record has one. */
export function useFieldName(): (names: { name: string; nameEn: string | null }) => string {
  const { locale } = useFieldWords();
  return ({ name, nameEn }) => (locale === 'en' && nameEn ? nameEn : name);
}

function firstLocale(): FieldLocale {
  const stored = localStorage.getItem(remembered);
  return fieldLocales.find((locale) => locale === stored) ?? 'zh-CN';
}

function readKept(locale: FieldLocale): Readonly<Record<string, string>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptWords(locale)) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, string>) : {};
  } catch {
    return {};
  }
}

async function loadWords(locale: FieldLocale): Promise<Record<string, string> | null> {
  try {
    const reply = await fetch(`/api/words/${locale}`);
    if (!reply.ok) return null;
    const words = (await reply.json()) as Record<string, string>;
    localStorage.setItem(keptWords(locale), JSON.stringify(words));
    return words;
  } catch {
    // without a network the kept words serve
    return null;
  }
}

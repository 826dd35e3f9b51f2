import i18next, { type i18n } from 'i18next';
import { Converter } from 'opencc-js/cn2t';
import { en } from '../../text/en.ts';
import { zhCN } from '../../text/zh-CN.ts';

/** Languages of the interface. Traditional script is converted from the source language, word by word. */
export const locales = ['zh-CN', 'zh-Hant', 'en'] as const;
export type Locale = (typeof locales)[number];

let traditional: Record<string, string> | undefined;

/** The words of the interface in the traditional script; converted once, on first use. */
export function traditionalWords(): Record<string, string> {
  if (!traditional) {
    const convert = Converter({ from: 'cn', to: 'twp' });
    traditional = Object.fromEntries(Object.entries(zhCN).map(([key, words]) => [key, convert(words)]));
  }
  return traditional;
}

const language: i18n = i18next.createInstance();
const ready = language.init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
  initAsync: false,
});
void ready;

/** The sentence for a key. Facts that are keys of words themselves must be translated by the caller. */
export function say(locale: Locale, key: string, facts: Readonly<Record<string, unknown>> = {}): string {
  if (locale === 'zh-Hant' && !language.hasResourceBundle('zh-Hant', 'translation')) {
    language.addResourceBundle('zh-Hant', 'translation', traditionalWords());
  }
  return language.t(key, { lng: locale, ...facts });
}

/** Picks the language from an Accept-Language header or a stored preference. */
export function localeFrom(text: string | undefined): Locale {
  const wanted = (text ?? '').toLowerCase();
  if (/^zh-(hant|tw|hk|mo)/.test(wanted)) return 'zh-Hant';
  if (/^en/.test(wanted)) return 'en';
  return 'zh-CN';
}

import { platformEn } from '../../../text/en/platform.ts';
import { platformZh } from '../../../text/zh-CN/platform.ts';
import type { SupervisorCode, SupervisorFacts } from './supervisor-error.ts';

export type PlatformLanguage = 'zh-CN' | 'en';

/** What happened at start-up that an operator should know, though nothing failed. */
export type NoticeCode =
  | 'data-elsewhere'
  | 'server-adopted'
  | 'orphan-stopped'
  | 'cluster-created'
  | 'password-replaced'
  | 'role-too-powerful';

/**
 * The sentence for a {@link SupervisorError} or a notice. Plain substitution: start-up must be able to
 * speak before anything else of the program works.
 */
export function sayPlatform(
  code: SupervisorCode | NoticeCode,
  facts: SupervisorFacts,
  language: PlatformLanguage,
): string {
  const words = language === 'en' ? platformEn : platformZh;
  return words[`platform.${code}`].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''));
}

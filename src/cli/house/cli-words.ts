import { type Locale, say } from '../../server/platform/words.ts';
import type { WordKey } from '../../text/zh-CN.ts';

/** Language of the command line: English where the terminal says so, else Chinese. */
export const cliLanguage: Locale & ('zh-CN' | 'en') = /^en/i.test(
  process.env.GUATU_LANG ?? process.env.LC_ALL ?? process.env.LANG ?? '',
)
  ? 'en'
  : 'zh-CN';

/** The sentence for the terminal. */
export function sayCli(key: WordKey, facts: Readonly<Record<string, unknown>> = {}): string {
  return say(cliLanguage, key, facts);
}

/** An error whose sentence is ready for the operator; it ends the program without a stack trace. */
export class CliFault extends Error {
  constructor(key: WordKey, facts: Readonly<Record<string, unknown>> = {}) {
    super(sayCli(key, facts));
    this.name = 'CliFault';
  }
}

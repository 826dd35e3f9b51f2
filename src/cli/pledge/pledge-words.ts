import type { Refusal } from '../../domain/decision.ts';
import { pledgesZh } from '../../text/zh-CN/pledges.ts';

type WordKey = keyof typeof pledgesZh;
type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** The sentence of a key with its facts filled in, in one pass: braces in a fact stay as they are. */
export function sayPledge(key: WordKey, facts: Facts = {}): string {
  return pledgesZh[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''));
}

/** A refusal in one sentence that begins with the file. */
export function sayPledgeRefusal({ code, facts }: Refusal): string {
  const key = `refusal.${code}`;
  return isWordKey(key) ? sayPledge(key, facts) : `${String(facts.file ?? '')}: ${code}`;
}

function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(pledgesZh, key);
}

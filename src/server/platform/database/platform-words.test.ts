import { describe, expect, it } from 'vitest';
import { platformEn } from '../../../text/en/platform.ts';
import { platformZh } from '../../../text/zh-CN/platform.ts';
import { sayPlatform } from './platform-words.ts';

function placeholders(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))].sort();
}

describe('the words of start-up', () => {
  it.each(Object.keys(platformZh) as (keyof typeof platformZh)[])(
    '%s names the same facts in both languages',
    (key) => {
      expect(placeholders(platformEn[key])).toEqual(placeholders(platformZh[key]));
    },
  );

  it('put the facts in', () => {
    expect(sayPlatform('data-in-use', { directory: '/data', pid: 7 }, 'en')).toMatch(/\/data.*process 7\./);
    expect(sayPlatform('data-in-use', { directory: '/data', pid: 7 }, 'zh-CN')).toMatch(/\/data.*进程 7 /);
  });
});

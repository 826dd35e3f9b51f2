import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HolidayYear } from '../../domain/deadlines/check-calendar.ts';
import { readHolidayNoticeText } from './holiday-notice.ts';

const file = new URL('../../../sample/calendars/china-holidays.json', import.meta.url);
const { years } = JSON.parse(readFileSync(file, 'utf8')) as { years: HolidayYear[] };

const sentences = `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`;

describe('the notice of the State Council', () => {
  it('of 2026, in its own sentences, gives exactly the days on record', () => {
    const known = years
      .find((one) => one.year === 2026)
      ?.days.map(({ date, kind, name }) => ({ date, kind, name }));
    expect(readHolidayNoticeText(sentences, 2026)).toEqual({ days: known, unread: [] });
  });

  it('is read as a table too, with tabs, commas or Chinese commas', () => {
    const table = '2027-10-01\t休\t国庆节\n2027/10/9,班,国庆节\n2027年1月1日，放假，元旦';
    expect(readHolidayNoticeText(table, 2027)).toEqual({
      days: [
        { date: '2027-01-01', kind: 'off', name: '元旦' },
        { date: '2027-10-01', kind: 'off', name: '国庆节' },
        { date: '2027-10-09', kind: 'work', name: '国庆节' },
      ],
      unread: [],
    });
  });

  it('runs over the turn of the year and leaves other years out', () => {
    const text = '元旦：2022年12月31日（周六）至2023年1月2日（周一）放假调休，共3天。';
    expect(readHolidayNoticeText(text, 2023).days.map((day) => day.date)).toEqual([
      '2023-01-01',
      '2023-01-02',
    ]);
    expect(readHolidayNoticeText('元旦：12月30日至1月1日放假。', 2024).days.map((day) => day.date)).toEqual([
      '2024-12-30',
      '2024-12-31',
    ]);
  });

  it('names the lines it cannot read', () => {
    const { days, unread } = readHolidayNoticeText('各省、自治区：\n\n2月30日放假\n2026-02-30,休,没有', 2026);
    expect(days).toEqual([]);
    expect(unread.map((one) => one.line)).toEqual([1, 3, 4]);
  });

  it('takes any text without falling, and only days that exist', () => {
    const scraps = fc.constantFrom(
      '10月',
      '1日',
      '至',
      '（',
      '）',
      '放假',
      '上班',
      '：',
      '节',
      '。',
      '\n',
      '99',
      ',',
      '休',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string({ maxLength: 5 })), { maxLength: 60 }), (parts) => {
        const { days } = readHolidayNoticeText(parts.join(''), 2026);
        for (const { date } of days) expect(new Date(`${date}T00:00:00Z`).toISOString()).toContain(date);
        expect(new Set(days.map((day) => day.date)).size).toBe(days.length);
      }),
    );
  });
});

import { inflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Bulletin, BulletinUnit } from '../../domain/rankings/bulletin.ts';
import { bulletinDocx } from './bulletin-docx.ts';
import { bulletinBody, chineseNumber, groupAnnex } from './bulletin-text.ts';
import { redHeadSize, textUnits, titleLines } from './official-layout.ts';

afterEach(() => {
  vi.useRealTimers();
});

function unit(
  name: string,
  rank: number | null,
  score: string | null,
  flag: string | null = null,
): BulletinUnit {
  return { name, rank, score, flag, note: rank === null ? '本轮新设，不参与排名' : null };
}

const districts = {
  name: '城区',
  flags: { top: { count: 2, flag: 'red' }, bottom: { count: 1, flag: 'blue' } },
  units: [
    unit('山阳区', 1, '83.00', 'red'),
    unit('示范区', 2, '82.75', 'red'),
    unit('解放区', 3, '82.00'),
    unit('中站区', 4, '73.75', 'blue'),
    unit('经开区', null, '82.55'),
  ],
};

const bulletin: Bulletin = {
  issuer: '焦作市四城联创指挥部',
  documentNumber: '焦城创指〔2019〕48号',
  title: '关于四城联创工作督导结果的通报',
  recipients: ['各城区', '市直有关单位'],
  basis: '焦作市四城联创工作督导考评办法',
  assessors: ['市督导组对五城区进行了督导考评'],
  groups: [districts],
  method: ['得分只在最后一步四舍五入。'],
  annexes: [groupAnnex(districts)],
  date: '2019-08-21',
  copyTo: ['市委办公室'],
  printedBy: '指挥部办公室',
};

/** The text of one part of a zip, found through its directory. */
function part(zip: Uint8Array, name: string): string {
  const bytes = Buffer.from(zip);
  let at = bytes.readUInt32LE(bytes.length - 22 + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const extra = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (bytes.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = bytes.readUInt32LE(at + 42);
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
      return (bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8');
    }
    at += 46 + nameLength + extra;
  }
  throw new Error(`no ${name}`);
}

const xmlOf = async (value: Bulletin) => part(await bulletinDocx(value), 'word/document.xml');
const textsOf = (xml: string) => [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map((match) => match[1]);

describe('a bulletin in Word', () => {
  it('has the parts of an official paper in their order', async () => {
    const texts = textsOf(await xmlOf(bulletin));
    const expected = [
      '焦作市四城联创指挥部文件',
      '焦城创指〔2019〕48号',
      '关于四城联创工作督导结果的通报',
      '各城区，市直有关单位：',
      '根据《焦作市四城联创工作督导考评办法》，市督导组对五城区进行了督导考评。现将结果通报如下：',
      '一、城区',
      '二、奖惩决定',
      '（一）通报表扬',
      '（二）通报批评',
      '三、有关说明',
      '附件：城区得分及排名表',
      '焦作市四城联创指挥部',
      '2019年8月21日',
      '附件',
      '城区得分及排名表',
      '名次',
      '抄送：市委办公室。',
      '2019年8月21日印发',
    ];
    const places = expected.map((text) => texts.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('is set on A4 with the margins and the line pitch of the standard', async () => {
    const xml = await xmlOf(bulletin);
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838"');
    expect(xml).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/);
    expect(xml).toContain('w:linePitch="579"');
    const styles = part(await bulletinDocx(bulletin), 'word/styles.xml');
    for (const face of ['仿宋_GB2312', '黑体', '楷体_GB2312', '方正小标宋简体']) {
      expect(styles).toContain(`w:eastAsia="${face}"`);
    }
    expect(styles).toContain('w:firstLineChars="200"');
    expect(styles).toContain('w:firstLine="640"');
  });

  it('gives the same bytes for the same bulletin', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T08:00:00Z') });
    const first = await bulletinDocx(bulletin);
    vi.setSystemTime(new Date('2027-02-02T09:00:00Z'));
    expect(Buffer.compare(first, await bulletinDocx(bulletin))).toBe(0);
  });

  it('needs nothing but a title', async () => {
    const plain = {
      ...bulletin,
      issuer: undefined,
      documentNumber: undefined,
      date: undefined,
      printedBy: undefined,
    };
    const bare = { ...plain, recipients: [], groups: [], method: [], annexes: [], copyTo: [], assessors: [] };
    expect(textsOf(await xmlOf({ ...bare, basis: undefined }))).toEqual([
      bulletin.title,
      '现将结果通报如下：',
    ]);
  });

  it('stays a sound file whatever signs a name holds', async () => {
    const odd = { ...districts, units: [unit('甲<b>&"区"\u0000\u001f\ud800\uffff', 1, '90.00')] };
    const xml = await xmlOf({ ...bulletin, groups: [odd], annexes: [groupAnnex(odd)] });
    expect(xml).not.toMatch(/[\p{Cs}\uFFFF]/u);
    expect(xml.includes('\u0000')).toBe(false);
    expect(xml).toContain('甲&lt;b&gt;&amp;');
  });

  it('numbers annexes where there are several', async () => {
    const texts = textsOf(
      await xmlOf({ ...bulletin, annexes: [groupAnnex(districts), groupAnnex(districts)] }),
    );
    expect(texts).toContain('附件：1.城区得分及排名表');
    expect(texts).toContain('2.城区得分及排名表');
    expect(texts).toContain('附件1');
    expect(texts).toContain('附件2');
  });
});

describe('the words of a bulletin', () => {
  const body = (value: Bulletin) => bulletinBody(value).map((paragraph) => paragraph.text);

  it('name every unit of a small group, and who is not ranked', () => {
    expect(body(bulletin)[2]).toBe(
      '排名依次为：第1名山阳区（83.00分）、第2名示范区（82.75分）、第3名解放区（82.00分）、第4名中站区（73.75分）。经开区得分82.55分，本轮新设，不参与排名。',
    );
  });

  it('decide praise and criticism in the name of the issuer', () => {
    expect(body(bulletin)).toContain(
      '经焦作市四城联创指挥部研究决定，对城区中的山阳区、示范区予以通报表扬，授予红旗。',
    );
    expect(body(bulletin)).toContain(
      '经焦作市四城联创指挥部研究决定，对城区中的中站区予以通报批评，授予蓝旗。',
    );
  });

  it('say how far the sweeps were, between the groups and the decision', () => {
    const headings = bulletinBody({ ...bulletin, sweeps: '本期发起举一反三2项。' })
      .filter(({ kind }) => kind === 'heading1')
      .map(({ text }) => text);
    const place = headings.findIndex((text) => text.endsWith('举一反三情况'));
    expect(place).toBeGreaterThan(0);
    expect(headings[place + 1]).toContain('奖惩决定');
    expect(bulletinBody(bulletin).some(({ text }) => text.includes('举一反三'))).toBe(false);
  });

  it('refer to the annex for a long group', () => {
    const units = Array.from({ length: 30 }, (_, i) => unit(`街道${i + 1}`, i + 1, '80.00'));
    expect(body({ ...bulletin, groups: [{ name: '街道', units }] })[2]).toMatch(
      /^共30个单位.*前3名.*见附件。$/,
    );
  });
});

describe('the layout', () => {
  it('sizes the red head so that it stays on one line', () => {
    for (const words of ['通报', '焦作市四城联创指挥部文件', '某某'.repeat(20)]) {
      const points = redHeadSize(words) / 2;
      expect(points * textUnits(words)).toBeLessThanOrEqual(443);
      expect(points).toBeLessThanOrEqual(62);
    }
  });

  it('breaks long titles by sense and never inside brackets or a date', () => {
    expect(titleLines('关于督导结果的通报')).toEqual(['关于督导结果的通报']);
    expect(titleLines('焦作市四城联创指挥部关于2019年8月份四城联创工作督导考评结果的通报')).toEqual([
      '焦作市四城联创指挥部关于2019年8月份',
      '四城联创工作督导考评结果的通报',
    ]);
    const long = '很长的题目'.repeat(30);
    expect(titleLines(long).join('')).toBe(long);
    expect(titleLines(long).every((line) => textUnits(line) <= 20)).toBe(true);
  });

  it('counts headings in Chinese', () => {
    expect([1, 10, 11, 20, 21, 99].map(chineseNumber)).toEqual([
      '一',
      '十',
      '十一',
      '二十',
      '二十一',
      '九十九',
    ]);
  });
});

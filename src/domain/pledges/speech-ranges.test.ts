import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePledges } from './parse-pledges.ts';
import { speechRanges } from './speech-ranges.ts';

const sample = readFileSync(
  new URL('../../../sample/pledges/pledge-speeches-2019.txt', import.meta.url),
  'utf8',
);

describe('speechRanges', () => {
  it('cuts the three speeches apart, each with its heading', () => {
    const { speeches } = parsePledges(sample);
    const cut = speechRanges(sample, speeches).map(({ from, to }) => sample.slice(from, to).trim());
    expect(cut.map((text) => text.slice(0, 12))).toEqual(
      ['某某(山陽區東方紅街道辦', '某某(示範區陽廟鎮鎮長)', '某某(中站區住建局局長)'].map((text) =>
        text.slice(0, 12),
      ),
    );
    expect(cut.map((text) => text.at(-1))).toEqual(['。', '。', '!']);
  });

  it('holds every cause and commitment of its speech, whatever the text', () => {
    const pieces = fc.constantFrom(
      '某某(山阳区东方红街道办事处主任)\n',
      '李四（阳庙镇镇长）\r\n',
      '一是建立台账。',
      '二是思想认识不到位。',
      '下一步，我们将清除卫生死角。\n',
      '表态发言\n',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const { speeches } = parsePledges(text);
        const ranges = speechRanges(text, speeches);
        expect(ranges).toHaveLength(speeches.length);
        speeches.forEach((speech, index) => {
          const range = ranges[index];
          for (const { span } of [...speech.causes, ...speech.commitments]) {
            expect(span[0]).toBeGreaterThanOrEqual(range?.from ?? Number.POSITIVE_INFINITY);
            expect(span[1]).toBeLessThanOrEqual(range?.to ?? -1);
          }
        });
      }),
    );
  });
});

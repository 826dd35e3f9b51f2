import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simplify } from '../../domain/pledges/matching-text.ts';
import { decodeSpeech } from './speech-encoding.ts';

const sample = readFileSync(
  new URL('../../../sample/pledges/pledge-speeches-2019.txt', import.meta.url),
  'utf8',
);

/** Bytes of a text in an encoding that the runtime only decodes: its table is turned round. */
function encode(encoding: 'gb18030' | 'big5', text: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytesOf = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const sign = decoder.decode(Uint8Array.of(lead, trail));
      if (sign.length === 1 && sign !== '\ufffd' && !bytesOf.has(sign)) bytesOf.set(sign, [lead, trail]);
    }
  }
  const bytes: number[] = [];
  for (const sign of text) {
    if (sign.charCodeAt(0) < 0x80) bytes.push(sign.charCodeAt(0));
    else bytes.push(...(bytesOf.get(sign) ?? [0x3f]));
  }
  return Uint8Array.from(bytes);
}

describe('decodeSpeech', () => {
  it('reads UTF-8 with and without a mark', () => {
    expect(decodeSpeech(new TextEncoder().encode(sample))).toBe(sample);
    expect(decodeSpeech(new TextEncoder().encode(`\ufeff${sample}`))).toBe(sample);
  });

  it('reads UTF-16 with a mark', () => {
    const little = Buffer.from(`\ufeff${sample}`, 'utf16le');
    expect(decodeSpeech(little)).toBe(sample);
    expect(decodeSpeech(Buffer.from(little).swap16())).toBe(sample);
  });

  it('tells GB18030 from Big5, in both scripts', () => {
    const plain = simplify(sample);
    expect(decodeSpeech(encode('gb18030', plain))).toBe(plain);
    expect(decodeSpeech(encode('gb18030', sample))).toBe(sample);
    const big5 = encode('big5', sample);
    expect(decodeSpeech(big5)).toBe(new TextDecoder('big5').decode(big5));
    expect(decodeSpeech(big5)).toContain('豐收路綠化工程');
  });

  it('refuses what is no text', () => {
    expect(decodeSpeech(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0))).toBeNull();
    expect(decodeSpeech(Uint8Array.of(0xff, 0xff, 0xff))).toBeNull();
  });
});

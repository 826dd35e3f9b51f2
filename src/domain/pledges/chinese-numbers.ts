const digits: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const places: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const myriads: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/**
 * Source of a regular expression for a number as speeches write it (simplified, half-width): 17, 1.5,
 * 3万, 十七, 二〇一九. Bounded, so that it cannot run away on a long row of numerals.
 */
export const numberPattern =
  '(?:\\d{1,9}(?:\\.\\d{1,4})?[百千万亿]?|[〇零一二两三四五六七八九十][〇零一二两三四五六七八九十百千万亿]{0,11})';

/**
 * Reads a number in Chinese or Arabic numerals, or Arabic with a Chinese myriad (3万). Null when it is
 * not a number.
 */
export function readChineseNumber(text: string): number | null {
  const arabic = /^(\d{1,9}(?:\.\d{1,4})?)([百千万亿]?)$/.exec(text);
  if (arabic) {
    const factor = places[arabic[2] ?? ''] ?? myriads[arabic[2] ?? ''] ?? 1;
    // 1.2万 is 12000.000000000002 in binary; four decimals at most came in.
    return Math.round(Number(arabic[1]) * factor * 10_000) / 10_000;
  }
  if (text === '' || text.length > 16) return null;
  if (/^[〇零一二三四五六七八九]{2,}$/.test(text)) {
    return Number(Array.from(text, (sign) => digits[sign]).join(''));
  }
  return readPositional(text);
}

function readPositional(text: string): number | null {
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  let lastPlace = 1;
  let smallestPlace = 10_000;
  for (const sign of text) {
    const value = digits[sign];
    const place = places[sign];
    const myriad = myriads[sign];
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null;
      digit = value;
      if (value === 0) lastPlace = 10;
    } else if (place !== undefined) {
      if (place >= smallestPlace) return null;
      section += (digit ?? 1) * place;
      digit = null;
      lastPlace = place;
      smallestPlace = place;
    } else if (myriad !== undefined) {
      const whole = total + section + (digit ?? 0);
      if (whole === 0) return null;
      // 一亿三千万: the smaller myriad counts only what came after the larger one.
      total = total >= myriad ? total + (section + (digit ?? 0)) * myriad : whole * myriad;
      section = 0;
      digit = null;
      lastPlace = myriad;
      smallestPlace = 10_000;
    } else {
      return null;
    }
  }
  // Spoken shortening: 一百五 is 150, 三万二 is 32000; after 零 or 十 the digit is a plain one.
  const tail = (digit ?? 0) * (lastPlace > 10 ? lastPlace / 10 : 1);
  return total + section + tail;
}

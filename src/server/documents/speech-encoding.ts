/**
 * Text of bytes in UTF-8, UTF-16 with a mark, GB18030 or Big5, without its mark. Null when it is none
 * of them, or holds control characters that no text has.
 *
 * UTF-8 decides for itself. The two Chinese encodings overlap almost wholly, so where both decode, the
 * text with more of the characters that every speech uses wins.
 */
export function decodeSpeech(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('utf-16be', bytes);
  const utf8 = decodeAs('utf-8', bytes);
  if (utf8 !== null) return utf8;
  const mainland = decodeAs('gb18030', bytes);
  // The decoder drops 0xff without a word, though no Big5 character holds it.
  const big5 = bytes.includes(0xff) ? null : decodeAs('big5', bytes);
  if (mainland === null || big5 === null) return mainland ?? big5;
  return countCommon(big5) > countCommon(mainland) ? big5 : mainland;
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return hasControlCharacter(text) ? null : text;
  } catch {
    return null;
  }
}

/** Frequent in speeches of either script; read in the wrong encoding they turn into rare ones. */
const common = new Set(
  '的一是在不了有和人我中大上个個为為作工创創建主任镇鎮办辦事对對标標任务務下步到问問题題，。、：',
);

function countCommon(text: string): number {
  let count = 0;
  for (const sign of text) if (common.has(sign)) count += 1;
  return count;
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 && (code < 0x09 || code > 0x0d)) return true;
  }
  return false;
}

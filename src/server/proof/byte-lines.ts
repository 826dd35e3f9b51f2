/** A line of a file as its bytes, the line feed among them; the last may have none. */
export type ByteLine = Buffer;

/** Longest line that is read; an event is far shorter. */
const longestLine = 64 * 1024 * 1024;

/**
 * Cuts a stream of bytes into lines at each line feed, and nothing else: what is hashed must be what is read.
 *
 * @throws RangeError where a line is longer than any that was written here.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ByteLine> {
  let open: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let feed = bytes.indexOf(10, from); feed >= 0; feed = bytes.indexOf(10, from)) {
      const piece = bytes.subarray(from, feed + 1);
      yield open.length > 0 ? Buffer.concat([...open, piece]) : piece;
      open = [];
      length = 0;
      from = feed + 1;
    }
    if (from === bytes.length) continue;
    // copied, since the stream may use its memory again
    open.push(Buffer.from(bytes.subarray(from)));
    length += bytes.length - from;
    if (length > longestLine) throw new RangeError('line too long');
  }
  if (open.length > 0) yield Buffer.concat(open);
}

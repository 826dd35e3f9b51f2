import { fromBuffer } from 'yauzl';

/** The words of a Word file, without its marks. @throws where the bytes are no Word file. */
export function docxText(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (!zip) return reject(error);
      zip.on('end', () => reject(new Error('no word/document.xml')));
      zip.on('entry', (entry) => {
        if (entry.fileName !== 'word/document.xml') return zip.readEntry();
        zip.openReadStream(entry, async (fault, stream) => {
          if (!stream) return reject(fault);
          const parts: Buffer[] = [];
          for await (const part of stream) parts.push(part as Buffer);
          resolve(
            Buffer.concat(parts)
              .toString('utf8')
              .replace(/<[^>]+>/g, ''),
          );
        });
      });
      zip.readEntry();
    });
  });
}

import { deflateRawSync } from 'node:zlib';
import { Document, Packer, Paragraph, TextRun } from 'docx';
import { describe, expect, it } from 'vitest';
import { documentText, maxUnpackedMegabytes, paragraphText } from './speech-document.ts';

async function word(lines: readonly string[]): Promise<Buffer> {
  const children = lines.map((line) => new Paragraph({ children: [new TextRun(line)] }));
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

/** A zip of one deflated entry, whose directory declares `declared` bytes. */
function zipOf(name: string, content: Buffer, declared = content.length): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(declared, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(entry.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, entry, Buffer.from('PK\x05\x06'), end]);
}

describe('documentText', () => {
  it('gives one line per paragraph', async () => {
    const lines = ['李小甲（阳庙镇镇长）', '一是建立“台账” & 清单 <三份>。'];
    const text = await documentText('a.docx', await word(lines));
    expect(text).toMatchObject({ accepted: true });
    expect(text.accepted && text.value.trim().split('\n')).toEqual(lines);
  });

  it.each([
    ['pledge-docx-text', Buffer.from('一是建立台账。')],
    ['pledge-docx-old', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
    ['pledge-docx-damaged', Buffer.from([1, 0, 2, 0, 3])],
    ['pledge-docx-damaged', Buffer.from('PK\x03\x04 broken')],
    ['pledge-docx-damaged', zipOf('other.xml', Buffer.from('<a/>'))],
    ['pledge-docx-damaged', zipOf('word/document.xml', Buffer.from([0xff, 0xfe, 0xff]))],
  ])('refuses with %s', async (code, bytes) => {
    expect(await documentText('a.docx', bytes)).toMatchObject({
      accepted: false,
      refusal: { code, facts: { file: 'a.docx' } },
    });
  });

  it('refuses a document that is too large unpacked, also when its directory lies', async () => {
    const bomb = Buffer.alloc((maxUnpackedMegabytes + 1) * 1024 * 1024, 'a');
    expect(await documentText('a.docx', zipOf('word/document.xml', bomb))).toMatchObject({
      refusal: { code: 'pledge-docx-too-large' },
    });
    expect(await documentText('a.docx', zipOf('word/document.xml', bomb, 10))).toMatchObject({
      refusal: { code: 'pledge-docx-damaged' },
    });
  });
});

describe('paragraphText', () => {
  it('leaves out deleted words, field codes and repeats', () => {
    const xml =
      '<w:p a="x>y"><w:r><w:t>一</w:t><w:tab/><w:t xml:space="preserve"> 二</w:t></w:r>' +
      '<w:del><w:delText>三</w:delText></w:del><w:instrText>PAGE</w:instrText><w:t/>四' +
      '<mc:Fallback><w:t>五</w:t></mc:Fallback></w:p><w:p><w:t>&#x516d;&#19971;&amp;&#x110000;</w:t></w:p>';
    expect(paragraphText(xml)).toBe('一\t 二\n六七&&#x110000;\n');
  });

  it('comes through unclosed and endless markup', () => {
    expect(paragraphText('<w:t>一</w:t><w:p a="')).toContain('一');
    expect(paragraphText('<w:p "'.repeat(20_000))).toBe('');
  });
});

import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largestUpload } from '../../src/server/platform/http-upload.ts';
import { listEndpoints } from '../support/every-endpoint.ts';
import { nameOf, openInputWall } from '../support/input-wall.ts';
import { buildKnownCity, type KnownCity } from '../support/known-city.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../support/temporary-folder.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';
import { zipOf } from '../support/zip-bytes.ts';

let house: TestHouse;
let city: KnownCity;
let files: string;
const named = (await listEndpoints())
  .filter((one) => one.carries === 'upload')
  .map((one) => [one.name, one] as const);

beforeAll(async () => {
  files = await makeTemporaryFolder('uploads');
  house = await openTestHouse({ filesDirectory: files });
  city = await buildKnownCity(house);
});
afterAll(async () => {
  await house.close();
  await removeTemporaryFolder(files);
});

async function countFiles(): Promise<number> {
  const entries = await readdir(files, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

const text = Buffer.from('这不是它所说的文件\n');
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const bomb = zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(300 * 1024 * 1024));
const lyingBomb = zipOf('word/document.xml', Buffer.alloc(64 * 1024 * 1024), { declaredSize: 10 });
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
const hostile = [
  { name: '名册.xlsx', type: workbook, bytes: text },
  { name: '发言.docx', type: 'application/msword', bytes: text },
  { name: '照片.jpg', type: 'image/jpeg', bytes: text },
  { name: 'empty.xlsx', type: 'application/octet-stream', bytes: Buffer.alloc(0) },
  { name: 'empty.jpg', type: 'image/jpeg', bytes: Buffer.alloc(0) },
  { name: 'empty.txt', type: 'text/plain', bytes: Buffer.alloc(0) },
  { name: 'zeros.csv', type: 'text/csv', bytes: Buffer.alloc(100_000) },
  { name: 'bomb.xlsx', type: 'application/zip', bytes: bomb },
  { name: 'bomb.docx', type: 'application/zip', bytes: lyingBomb },
  { name: 'nest.json', type: 'application/json', bytes: Buffer.from('['.repeat(200_000)) },
  { name: 'cut.jpg', type: 'image/jpeg', bytes: Buffer.from('ffd8ffe000104a4649460001010000', 'hex') },
  { name: 'program.exe', type: 'image/png', bytes: Buffer.from('MZ\u0090\u0000') },
  { name: 'drawing.svg', type: 'image/svg+xml', bytes: Buffer.from(drawing) },
  { name: '../../../escape.jpg', type: 'image/jpeg', bytes: text },
];
const form = 'multipart/form-data; boundary=x';
const part = '--x\r\ncontent-disposition: form-data; name=';
const brokenForms = [
  ['application/json', '{}'],
  ['multipart/form-data', '--x--'],
  [form, ''],
  [form, '--x--\r\n'],
  [form, `${part}"file"; filename="a.jpg"\r\n\r\ncut`],
  [form, `${part}"__proto__"\r\n\r\n1\r\n--x--\r\n`],
  [form, `${part}"file"\r\n\r\nno file\r\n--x--\r\n`],
] as const;

describe('every upload', () => {
  it.each(named)('%s refuses what is not what it says', async (_, one) => {
    const [send, wall, stored] = [await city.almighty(), await openInputWall(city), await countFiles()];
    const fields = city.bodyOf(one) as Record<string, string>;
    for (const file of hostile) {
      await wall.check(await send.sendFile(city.addressOf(one), file, fields), false, file.name);
    }
    await wall.close();
    expect(await countFiles()).toBe(stored);
  });

  it.each(named)('%s refuses more bytes than it may take', async (_, one) => {
    const [send, wall, stored] = [await city.almighty(), await openInputWall(city), await countFiles()];
    const fields = city.bodyOf(one) as Record<string, string>;
    const bytes = Buffer.alloc(largestUpload + 1024 * 1024, 7);
    const file = { name: 'big.jpg', type: 'image/jpeg', bytes };
    const reply = await send.sendFile(city.addressOf(one), file, fields);
    expect(reply.status).toBe(413);
    await wall.check(reply, false, 'too many bytes');
    await wall.close();
    expect(await countFiles()).toBe(stored);
  });

  it.each(named)('%s refuses a broken form', async (_, one) => {
    const [send, wall] = [await city.almighty(), await openInputWall(city)];
    for (const [type, payload] of brokenForms) {
      const reply = await send.sendRaw('POST', city.addressOf(one), payload, type);
      await wall.check(reply, false, nameOf([type, payload]));
    }
    await wall.close();
  });
});

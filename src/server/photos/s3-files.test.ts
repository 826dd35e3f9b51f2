import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openS3Server, type S3Server } from '../../../test/support/s3-server.ts';
import { Refused } from '../platform/refused.ts';
import { photoStorageFaults, readS3Settings } from './photo-storage.ts';
import { createPhotoStore } from './photo-store.ts';
import { type S3Settings, s3Files } from './s3-files.ts';

const account = {
  accessKey: 'KEY',
  secretKey: 'secret/+ with odd signs',
  region: 'cn-north-1',
  bucket: 'guatu',
};
let server: S3Server;
let settings: S3Settings;
beforeAll(async () => {
  server = await openS3Server(account);
  settings = {
    ...account,
    endpoint: server.endpoint,
    prefix: 'city/photos/',
    pathStyle: true,
    timeoutMs: 300,
  };
});
beforeEach(() => {
  server.mood = 'well';
  server.objects.clear();
});
afterAll(() => server.close());

const bytes = Buffer.from('the bytes of a photo, long enough to be cut in two');
const name = createHash('sha256').update(bytes).digest('hex');

async function refusalOf(work: Promise<unknown>): Promise<[number, string, unknown]> {
  const error = await work.then(
    () => new Error('no refusal'),
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(Refused);
  const { status, refusal } = error as Refused;
  return [status, refusal.code, refusal.facts.detail];
}

describe('photos in S3-compatible storage', () => {
  it('come back byte for byte, under requests that the storage finds rightly signed', async () => {
    const files = s3Files(settings);
    await files.put('a/b/photo-1.jpg', bytes);
    expect([...server.objects.keys()]).toEqual(['city/photos/a/b/photo-1.jpg']);
    expect((await files.get('a/b/photo-1.jpg'))?.equals(bytes)).toBe(true);
    expect(await files.sizeOf('a/b/photo-1.jpg')).toBe(bytes.length);
    expect([await files.get('absent'), await files.sizeOf('absent')]).toEqual([null, null]);
  });

  it('are put once: the same photo again only asks', async () => {
    const store = createPhotoStore(s3Files(settings));
    await store.keep('city', name, bytes);
    server.requests.length = 0;
    await store.keep('city', name, bytes);
    expect(server.requests.map((request) => request.split(' ')[0])).toEqual(['HEAD', 'GET']);
  });

  it.each([
    ['the secret key', { secretKey: 'wrong' }, '403 SignatureDoesNotMatch'],
    ['the access key', { accessKey: 'OTHER' }, '403 InvalidAccessKeyId'],
    ['the bucket', { bucket: 'nobody' }, '404 NoSuchBucket'],
  ])('are refused clearly where %s is wrong', async (_what, wrong, detail) => {
    const files = s3Files({ ...settings, ...wrong });
    expect(await refusalOf(files.put('a', bytes))).toEqual([503, 'photo.storeDown', detail]);
    expect(await refusalOf(files.get('a'))).toEqual([503, 'photo.storeDown', detail]);
    expect(server.objects.size).toBe(0);
  });

  it.each([
    ['broken', '500 InternalError'],
    ['silent', 'TimeoutError'],
    ['hangsUp', 'UND_ERR_SOCKET'],
  ] as const)(
    'are refused within the time limit, and nothing half stored, while the storage is %s',
    async (mood, detail) => {
      server.mood = mood;
      const files = s3Files(settings);
      const begun = performance.now();
      expect(await refusalOf(files.put('a', bytes))).toEqual([503, 'photo.storeDown', detail]);
      expect(await refusalOf(files.get('a'))).toEqual([503, 'photo.storeDown', detail]);
      expect(performance.now() - begun).toBeLessThan(4000);
      expect(server.objects.size).toBe(0);
    },
  );

  it('survive a stumble of the storage', async () => {
    server.mood = 'stumbles';
    await s3Files(settings).put('a', bytes);
    expect(server.objects.size).toBe(1);
  });

  it('are refused as "full" where the storage is', async () => {
    server.mood = 'full';
    expect(await refusalOf(s3Files(settings).put('a', bytes))).toEqual([507, 'storageFull', undefined]);
  });

  it('never come out cut short or changed', async () => {
    const store = createPhotoStore(s3Files(settings));
    await store.keep('city', name, bytes);
    server.mood = 'cut';
    expect((await refusalOf(store.readOriginal('city', name)))[1]).toBe('photo.storeDown');
    server.mood = 'well';
    for (const key of server.objects.keys()) server.objects.set(key, Buffer.from('something else'));
    expect((await refusalOf(store.readOriginal('city', name)))[1]).toBe('photo.damaged');
    await store.keep('city', name, bytes);
    expect((await store.readOriginal('city', name))?.equals(bytes)).toBe(true);
  });
});

describe('the settings of the photo storage', () => {
  const whole = {
    GUATU_PHOTOS_S3_ENDPOINT: 'https://s3.example.cn',
    GUATU_PHOTOS_S3_BUCKET: 'guatu',
    GUATU_PHOTOS_S3_ACCESS_KEY: 'a',
    GUATU_PHOTOS_S3_SECRET_KEY: 'b',
  };

  it('are none, or whole', () => {
    expect(photoStorageFaults({})).toEqual([]);
    expect(readS3Settings({})).toBeNull();
    expect(photoStorageFaults(whole)).toEqual([]);
    const { GUATU_PHOTOS_S3_BUCKET: _, ...lacking } = whole;
    expect(photoStorageFaults(lacking)).toEqual(['GUATU_PHOTOS_S3_BUCKET']);
    expect(() => readS3Settings(lacking)).toThrow('GUATU_PHOTOS_S3_BUCKET');
    expect(
      photoStorageFaults({
        ...whole,
        GUATU_PHOTOS_S3_ENDPOINT: 'ftp://x',
        GUATU_PHOTOS_S3_TIMEOUT_SECONDS: '0',
      }),
    ).toEqual(['GUATU_PHOTOS_S3_ENDPOINT', 'GUATU_PHOTOS_S3_TIMEOUT_SECONDS']);
  });

  it('have sensible defaults', () => {
    expect(readS3Settings({ ...whole, GUATU_PHOTOS_S3_PREFIX: '/jiaozuo/' })).toEqual({
      endpoint: 'https://s3.example.cn',
      bucket: 'guatu',
      region: 'us-east-1',
      accessKey: 'a',
      secretKey: 'b',
      prefix: 'jiaozuo/',
      pathStyle: true,
      timeoutMs: 15_000,
    });
  });
});

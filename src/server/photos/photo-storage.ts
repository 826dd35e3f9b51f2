import type { FileStore } from './file-store.ts';
import { folderFiles } from './folder-files.ts';
import { type S3Settings, s3Files } from './s3-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What must be set as soon as `GUATU_PHOTOS_S3_ENDPOINT` is. */
const needed = [
  'GUATU_PHOTOS_S3_ENDPOINT',
  'GUATU_PHOTOS_S3_BUCKET',
  'GUATU_PHOTOS_S3_ACCESS_KEY',
  'GUATU_PHOTOS_S3_SECRET_KEY',
] as const;

/** Settings of the photo storage that are missing or make no sense, by name; none: all is well. */
export function photoStorageFaults(environment: Environment): string[] {
  const { GUATU_PHOTOS_S3_ENDPOINT: endpoint, GUATU_PHOTOS_S3_TIMEOUT_SECONDS: timeout } = environment;
  if (!endpoint) return [];
  const url = URL.parse(endpoint);
  return [
    ...needed.filter((name) => !environment[name]),
    ...(url && ['http:', 'https:'].includes(url.protocol) ? [] : ['GUATU_PHOTOS_S3_ENDPOINT']),
    ...(timeout && !(Number(timeout) > 0) ? ['GUATU_PHOTOS_S3_TIMEOUT_SECONDS'] : []),
  ];
}

/** S3 settings of the environment; `null`: photos lie in the data folder. */
export function readS3Settings(environment: Environment): S3Settings | null {
  const endpoint = environment.GUATU_PHOTOS_S3_ENDPOINT;
  if (!endpoint) return null;
  const faults = photoStorageFaults(environment);
  if (faults.length > 0) throw new Error(`photo storage: ${faults.join(', ')}`);
  const prefix = (environment.GUATU_PHOTOS_S3_PREFIX ?? '').replace(/^\/+|\/+$/g, '');
  return {
    endpoint,
    bucket: environment.GUATU_PHOTOS_S3_BUCKET ?? '',
    region: environment.GUATU_PHOTOS_S3_REGION || 'us-east-1',
    accessKey: environment.GUATU_PHOTOS_S3_ACCESS_KEY ?? '',
    secretKey: environment.GUATU_PHOTOS_S3_SECRET_KEY ?? '',
    prefix: prefix === '' ? '' : `${prefix}/`,
    pathStyle: environment.GUATU_PHOTOS_S3_PATH_STYLE !== 'no',
    timeoutMs: Number(environment.GUATU_PHOTOS_S3_TIMEOUT_SECONDS || 15) * 1000,
  };
}

/** The storage the environment names: S3-compatible, else the data folder. */
export function openPhotoFiles(directory: string, environment: Environment = process.env): FileStore {
  const settings = readS3Settings(environment);
  return settings ? s3Files(settings) : folderFiles(directory);
}

import { v5 as nameUuid } from 'uuid';

/** Names of the sample city live in a space of their own, so that loading it again is the same city. */
const sampleNames = '6b1f6c0a-9d0e-4c58-8f6a-0c4d1e1f4108';

/** The id of a sample record: the same kind and key are always the same id. */
export function sampleId(kind: string, key: string): string {
  return nameUuid(`${kind}:${key}`, sampleNames);
}

export const sampleCityId = sampleId('city', '410800');

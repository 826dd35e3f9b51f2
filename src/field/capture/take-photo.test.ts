import { expect, it } from 'vitest';
import type { PhotoReference } from '../../contract/photos.ts';
import { withLateFix } from './take-photo.ts';

const taken: PhotoReference = {
  sha256: 'a'.repeat(64),
  deviceTakenAt: '2019-11-06T01:00:00.000Z',
  lon: null,
  lat: null,
  accuracyM: null,
  fixAt: null,
  clockOffsetS: 0,
};
const fixAfter = (seconds: number) => ({
  lon: 113.24,
  lat: 35.21,
  accuracyM: 12,
  at: new Date(Date.parse('2019-11-06T01:00:00.000Z') + seconds * 1000).toISOString(),
});

it('gives a photo the position found soon after it, with the time of that position', () => {
  const fix = fixAfter(20);
  const { lon, lat, accuracyM, at: fixAt } = fix;
  expect(withLateFix(taken, fix)).toEqual({ ...taken, lon, lat, accuracyM, fixAt });
});

it('says nothing of where an older photo was taken', () => {
  expect(withLateFix(taken, fixAfter(61))).toBe(taken);
  expect(withLateFix({ ...taken, deviceTakenAt: null }, fixAfter(1))).toMatchObject({ lon: null });
});

it('never moves a photo that has its place', () => {
  const placed = withLateFix(taken, fixAfter(5));
  expect(withLateFix(placed, { ...fixAfter(10), lon: 100 })).toBe(placed);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvidenceFacts, EvidencePlace, PhotoTwin } from './evidence-facts.ts';
import { evidenceHints } from './evidence-hints.ts';
import { evidenceStart } from './evidence-start.ts';
import { hintCodes, hintStrengths } from './hint.ts';

const site = { lon: 113.24, lat: 35.21 };
const beside = { lon: 113.2402, lat: 35.21 };
const place: EvidencePlace = { target: site, registered: site, radiusM: 100 };

/** An honest photo of a fix. */
const honest: EvidenceFacts = {
  purpose: 'after',
  usedBy: 'grid',
  uploadedBy: 'grid',
  receivedAt: '2026-11-23T03:00:00.000Z',
  usedAt: '2026-11-23T03:01:00.000Z',
  deviceTakenAt: '2026-11-23T02:58:00.000Z',
  clockOffsetS: 3,
  exifTakenAt: '2026-11-23T02:58:00.000Z',
  exifOffset: '+08:00',
  exifChangedAt: '2026-11-23T02:58:00.000Z',
  exifSatelliteAt: '2026-11-23T02:57:40.000Z',
  position: beside,
  accuracyM: 9,
  fixAt: '2026-11-23T02:57:50.000Z',
  exifPosition: beside,
  exifModel: 'Phone 9',
  exifSoftware: 'PHN-AL00 10.1.0.150',
  width: 4000,
  height: 3000,
  notBefore: { at: '2026-11-23T02:00:00.000Z', start: 'raised' },
  compared: 'yes',
  reuses: [],
  twins: [],
};

function hints(change: Partial<EvidenceFacts>, where: Partial<EvidencePlace> = {}) {
  return evidenceHints({ ...honest, ...change }, { ...place, ...where }).map(
    ({ code, strength }) => `${strength} ${code}`,
  );
}

const twin: PhotoTwin = {
  isSameProblem: false,
  isSameSite: false,
  purpose: 'after',
  problemNumber: 7,
  siteName: '一号院',
  usedAt: '2026-10-01T00:00:00.000Z',
  similarity: 0.98,
  view: 'whole',
};

describe('hints on a photo', () => {
  it('are none for an honest one', () => {
    expect(hints({})).toEqual([]);
  });

  it.each<[string, Partial<EvidenceFacts>, string[]]>([
    [
      'taken before by the camera',
      {
        exifTakenAt: '2026-11-20T00:00:00.000Z',
        deviceTakenAt: null,
        exifSatelliteAt: null,
        exifChangedAt: null,
      },
      ['strong takenBefore', 'weak sentLate'],
    ],
    [
      'taken before by the corrected clock',
      { clockOffsetS: 7200, exifTakenAt: null, exifSatelliteAt: null },
      ['strong takenBefore', 'weak clockOff'],
    ],
    [
      'last fix of the satellites an hour old, every clock later',
      { exifSatelliteAt: '2026-11-23T01:30:00.000Z' },
      ['weak takenBefore', 'weak satelliteTimeDiffers'],
    ],
    [
      'clock a day ahead',
      {
        deviceTakenAt: '2026-11-24T02:58:00.000Z',
        exifTakenAt: '2026-11-24T02:58:00.000Z',
        exifSatelliteAt: null,
        fixAt: null,
      },
      ['strong takenAfterReceipt'],
    ],
    [
      'clock set back, the sky says so',
      {
        deviceTakenAt: '2026-11-23T02:20:00.000Z',
        exifTakenAt: '2026-11-23T02:20:00.000Z',
        exifChangedAt: null,
        fixAt: null,
      },
      ['strong satelliteTimeDiffers'],
    ],
    [
      'a camera of another zone without a zone',
      { exifOffset: null, exifTakenAt: '2026-11-23T03:57:40.000Z', exifChangedAt: null },
      ['strong takenAfterReceipt', 'weak timesDiffer', 'weak satelliteTimeDiffers'],
    ],
    [
      'no time at all',
      { deviceTakenAt: null, exifTakenAt: null, exifSatelliteAt: null },
      ['unproven noCaptureTime'],
    ],
    [
      'sent two days later',
      { receivedAt: '2026-11-25T03:00:00.000Z', usedAt: '2026-11-25T03:01:00.000Z' },
      ['weak sentLate'],
    ],
    [
      'far by the device only',
      { position: { lon: 113.3, lat: 35.21 } },
      ['strong farFromSite', 'strong placesDiffer'],
    ],
    [
      'far, but so unsure that it may be here',
      { position: { lon: 113.25, lat: 35.21 }, accuracyM: 900 },
      ['weak poorFix'],
    ],
    ['EXIF in the shifted datum of maps in China', { exifPosition: { lon: 113.24607, lat: 35.20873 } }, []],
    [
      'nothing of a position',
      { position: null, exifPosition: null, accuracyM: null },
      ['unproven noPosition'],
    ],
    ['position typed from the map', { position: site }, ['weak fixOnPoint']],
    ['an old fix', { fixAt: '2026-11-23T02:40:00.000Z' }, ['weak oldFix']],
    ['an editor', { exifSoftware: '美图秀秀 10.2' }, ['strong edited']],
    ['a watermark camera', { exifSoftware: 'Timemark 8.1' }, ['strong edited']],
    ['changed later', { exifChangedAt: '2026-11-23T02:59:00.000Z' }, []],
    ['changed much later', { exifChangedAt: '2026-11-23T03:58:00.000Z' }, ['weak changedLater']],
    ['a screenshot', { width: 1080, height: 2340, exifModel: null }, ['weak screenSize']],
    ['a camera that happens to have that size', { width: 1080, height: 2340 }, []],
    ['a picture from a chat', { width: 480, height: 360 }, ['weak smallPicture']],
    ['no camera data', { exifTakenAt: null, exifModel: null, exifPosition: null }, ['unproven noExif']],
    ['too plain', { compared: 'plain' }, ['unproven plainPicture']],
    ['not yet compared', { compared: 'waiting' }, ['unproven notCompared']],
    ['uploaded by another', { uploadedBy: 'head' }, ['strong otherUploader']],
  ])('tell of %s', (_what, change, expected) => {
    expect(hints(change)).toEqual(expected);
  });

  it.each<[string, Partial<PhotoTwin>, string[]]>([
    ['the same picture elsewhere', {}, ['strong twinElsewhere']],
    ['a likeness elsewhere', { similarity: 0.85 }, ['weak twinElsewhere']],
    ['the same place at another time', { isSameSite: true, similarity: 0.95 }, ['weak twinElsewhere']],
    ['the very shot of the same place', { isSameSite: true }, ['strong twinElsewhere']],
    ['before and after from one spot', { isSameProblem: true, purpose: 'finding', similarity: 0.95 }, []],
    ['before and after in one shot', { isSameProblem: true, purpose: 'finding' }, ['strong pairIdentical']],
    ['the same view twice', { isSameProblem: true }, ['weak twinInProblem']],
  ])('weigh %s', (_what, change, expected) => {
    expect(hints({ twins: [{ ...twin, ...change }] })).toEqual(expected);
  });

  it('name of many uses one that may be seen, and never call a likeness the same', () => {
    const reuse = { ...twin, similarity: undefined };
    const [same, alike] = evidenceHints(
      {
        ...honest,
        reuses: [
          { ...reuse, purpose: 'after', problemNumber: null, siteName: null, usedAt: null },
          { ...reuse, purpose: 'finding' },
        ],
        twins: [{ ...twin, similarity: 1 }],
      },
      place,
    );
    expect(same).toMatchObject({ code: 'sameFileElsewhere', facts: { count: 2, number: 7, site: '一号院' } });
    expect(alike).toMatchObject({ code: 'twinElsewhere', facts: { percent: 99 } });
  });

  it('say that nothing is proven where the site has no position', () => {
    expect(hints({}, { target: null, registered: null })).toEqual(['unproven siteUnplaced']);
    expect(
      hints({
        purpose: 'finding',
        notBefore: null,
        deviceTakenAt: '2026-11-01T00:00:00.000Z',
        exifTakenAt: null,
        exifSatelliteAt: null,
        fixAt: null,
      }),
    ).toEqual(['weak takenLongBefore', 'weak sentLate']);
  });

  it('come in order of strength, with known codes, whatever the facts are', () => {
    const instant = fc.option(
      fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    );
    const position = fc.option(
      fc.record({
        lon: fc.double({ min: -180, max: 180, noNaN: true }),
        lat: fc.double({ min: -90, max: 90, noNaN: true }),
      }),
    );
    const facts = fc.record({
      deviceTakenAt: instant,
      exifTakenAt: instant,
      exifSatelliteAt: instant,
      exifChangedAt: instant,
      fixAt: instant,
      clockOffsetS: fc.option(fc.integer({ min: -4e9, max: 4e9 })),
      position,
      exifPosition: position,
      accuracyM: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
      exifOffset: fc.option(fc.constant('+08:00')),
      exifSoftware: fc.option(fc.string()),
      width: fc.nat(20_000),
      height: fc.nat(20_000),
    });
    fc.assert(
      fc.property(facts, position, (change, target) => {
        const found = evidenceHints({ ...honest, ...change }, { target, registered: target, radiusM: 100 });
        const strengths = found.map((hint) => hintStrengths.indexOf(hint.strength));
        expect(strengths).toEqual([...strengths].sort());
        expect(found.every((hint) => hintCodes.includes(hint.code))).toBe(true);
        const numbers = found.flatMap((hint) =>
          Object.values(hint.facts).filter((fact) => typeof fact === 'number'),
        );
        expect(numbers.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('what a photo must be later than', () => {
  const events = [
    { kind: 'problem.raised', at: '2026-11-23T01:00:00.000Z' },
    { kind: 'problem.dispatched', at: '2026-11-23T01:00:00.000Z' },
    { kind: 'problem.fix_claimed', at: '2026-11-23T02:00:00.000Z' },
    { kind: 'problem.sent_back', at: '2026-11-23T03:00:00.000Z' },
    { kind: 'problem.fix_claimed', at: '2026-11-23T04:00:00.000Z' },
  ];

  it.each([
    ['finding', '2026-11-23T01:00:00.000Z', null],
    ['after', '2026-11-23T02:00:00.000Z', 'raised'],
    ['verification', '2026-11-23T03:00:00.000Z', 'claimed'],
    ['after', '2026-11-23T04:00:00.000Z', 'sentBack'],
    ['verification', '2026-11-23T05:00:00.000Z', 'claimed'],
    ['after', '2026-11-23T00:00:00.000Z', null],
  ] as const)('for %s at %s is what came last', (purpose, usedAt, start) => {
    expect(evidenceStart(purpose, usedAt, events)?.start ?? null).toBe(start);
  });
});

import sharp, { type Sharp } from 'sharp';
import type { HintCode } from '../../src/domain/evidence/hint.ts';
import { seededChance } from './seeded-chance.ts';
import { away, beside, cameraExif, height, here, moments, shoot, width } from './staged-photos.ts';

/** What the phone says beside the photo. */
export interface DeviceFacts {
  deviceTakenAt: string | null;
  lon: number | null;
  lat: number | null;
  accuracyM: number | null;
  fixAt?: string | null;
  clockOffsetS?: number | null;
}

export interface StagedPhoto {
  readonly bytes: Buffer;
  readonly device: DeviceFacts;
}

/** Photos that are there before the cheat: the finding of this problem, and the fix of an older one. */
export interface Stage {
  readonly finding: Buffer;
  readonly old: Buffer;
  /** The unit's photo of the fix, where the cheat is the verifier's. */
  readonly after: Buffer;
  /** A scene that no other photo shows. */
  readonly place: number;
}

export interface Cheat {
  readonly what: string;
  /** Whose photo it is: the unit's of its fix, or the verifier's. */
  readonly by: 'unit' | 'verifier';
  /** Hints that must be there; none: nothing gives it away. */
  readonly seen: readonly HintCode[];
  /** `elsewhere`: the verifier sees only his own street, not the older problem. */
  readonly sight?: 'elsewhere';
  /** Somebody else has uploaded the photo. */
  readonly handedOn?: boolean;
  readonly stage: (stage: Stage) => Promise<StagedPhoto>;
}

/** A phone that tells the truth. */
function honest(at: string, change: Partial<DeviceFacts> = {}): DeviceFacts {
  return { deviceTakenAt: at, ...beside, accuracyM: 8, fixAt: at, clockOffsetS: 0, ...change };
}

/** The old photo, changed and saved without its data, from an honest phone at the site. */
function disguised(change: (old: Buffer) => Sharp | Promise<Sharp>): Cheat['stage'] {
  return async ({ old }) => ({
    bytes: await (await change(old)).jpeg({ quality: 85 }).toBuffer(),
    device: honest(moments.fixed),
  });
}

function cut(bytes: Buffer, left: number, top: number, right: number, bottom: number): Sharp {
  return sharp(bytes).extract({
    left: Math.round(width * left),
    top: Math.round(height * top),
    width: Math.round(width * (1 - left - right)),
    height: Math.round(height * (1 - top - bottom)),
  });
}

/** Turned, and the slanting edges cut away. */
async function turned(bytes: Buffer, degrees: number, left: number): Promise<Sharp> {
  const { data, info } = await sharp(bytes).rotate(degrees).toBuffer({ resolveWithObject: true });
  const [w, h] = [Math.round(width * left), Math.round(height * left)];
  return sharp(data).extract({
    left: Math.round((info.width - w) / 2),
    top: Math.round((info.height - h) / 2),
    width: w,
    height: h,
  });
}

/** A band of words: rows of dark marks on white, as a caption has them. */
async function caption(): Promise<Buffer> {
  const chance = seededChance(77);
  const marks = Array.from({ length: 26 }, (_, place) => {
    const [x, tall] = [14 + place * 23, 10 + chance() * 18];
    return `<rect x="${x}" y="${20 + chance() * 8}" width="${10 + chance() * 12}" height="${tall}" fill="#222"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="52"><rect width="${width}" height="52" fill="#fff"/>${marks.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const twin: readonly HintCode[] = ['twinElsewhere'];

/** What a unit or a verifier may try, from the plainest to what nothing gives away. */
export const cheats: readonly Cheat[] = [
  {
    what: 'the photo of an older fix is sent again, the same file',
    by: 'unit',
    seen: ['sameFileElsewhere', 'takenBefore'],
    stage: async ({ old }) => ({ bytes: old, device: honest(moments.fixed) }),
  },
  {
    what: 'the old photo, of a problem that this verifier may not see',
    by: 'unit',
    seen: ['sameFileElsewhere'],
    sight: 'elsewhere',
    stage: async ({ old }) => ({ bytes: old, device: honest(moments.fixed) }),
  },
  {
    what: 'the old photo, saved again at low quality',
    by: 'unit',
    seen: twin,
    stage: disguised((old) => sharp(old).jpeg({ quality: 30 })),
  },
  {
    what: 'made smaller',
    by: 'unit',
    seen: [...twin, 'smallPicture'],
    stage: disguised((old) => sharp(old).resize(360)),
  },
  {
    what: 'brightened',
    by: 'unit',
    seen: twin,
    stage: disguised((old) => sharp(old).modulate({ brightness: 1.3 })),
  },
  {
    what: 'darkened',
    by: 'unit',
    seen: twin,
    stage: disguised((old) => sharp(old).modulate({ brightness: 0.6 })),
  },
  {
    what: 'given more contrast',
    by: 'unit',
    seen: twin,
    stage: disguised((old) => sharp(old).linear(1.4, -50)),
  },
  {
    what: 'colours shifted',
    by: 'unit',
    seen: twin,
    stage: disguised((old) => sharp(old).modulate({ hue: 25, saturation: 1.4 })),
  },
  { what: 'made black and white', by: 'unit', seen: twin, stage: disguised((old) => sharp(old).greyscale()) },
  { what: 'blurred', by: 'unit', seen: twin, stage: disguised((old) => sharp(old).blur(4)) },
  {
    what: 'captioned at the bottom',
    by: 'unit',
    seen: twin,
    stage: disguised(async (old) =>
      sharp(old).composite([{ input: await caption(), left: 0, top: height - 52 }]),
    ),
  },
  {
    what: 'edges cut off, up to a tenth',
    by: 'unit',
    seen: twin,
    stage: disguised((old) => cut(old, 0.08, 0.03, 0.05, 0.1)),
  },
  {
    what: 'cut to a square',
    by: 'unit',
    seen: twin,
    stage: disguised((old) => cut(old, 0.125, 0, 0.125, 0)),
  },
  { what: 'mirrored', by: 'unit', seen: twin, stage: disguised((old) => sharp(old).flop()) },
  { what: 'turned by two degrees', by: 'unit', seen: twin, stage: disguised((old) => turned(old, 2, 0.9)) },
  {
    what: 'shown on a phone and caught as a screenshot',
    by: 'unit',
    seen: [...twin, 'screenSize'],
    stage: disguised((old) =>
      sharp(old).resize(1080, 810).extend({ top: 700, bottom: 830, background: '#000' }),
    ),
  },
  {
    what: 'printed and photographed again with its margin',
    by: 'unit',
    seen: twin,
    stage: disguised((old) =>
      sharp(old)
        .modulate({ brightness: 0.9 })
        .blur(1.2)
        .extend({ top: 40, bottom: 48, left: 56, right: 44, background: '#d8d2c4' }),
    ),
  },
  {
    what: 'the finding itself is handed in as the fix, the same file',
    by: 'unit',
    seen: ['sameFileInProblem'],
    stage: async ({ finding }) => ({ bytes: finding, device: honest(moments.fixed) }),
  },
  {
    what: 'the finding, brightened and saved again',
    by: 'unit',
    seen: ['pairIdentical'],
    stage: async ({ finding }) => ({
      bytes: await sharp(finding).modulate({ brightness: 1.15 }).jpeg({ quality: 80 }).toBuffer(),
      device: honest(moments.fixed),
    }),
  },
  {
    what: 'a photo from before the problem, never used',
    by: 'unit',
    seen: ['takenBefore'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: moments.old })),
      device: honest(moments.old, { clockOffsetS: 0 }),
    }),
  },
  {
    what: 'a photo from before the problem, by a phone whose clock is set ahead',
    by: 'unit',
    seen: ['takenBefore', 'clockOff'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: moments.fixed })),
      device: honest(moments.fixed, { clockOffsetS: 3 * 3600 }),
    }),
  },
  {
    what: 'the clock set back, the satellites not asked',
    by: 'unit',
    seen: ['satelliteTimeDiffers'],
    stage: async ({ place }) => ({
      bytes: await shoot(
        { place },
        cameraExif({ at: '2026-11-23T02:20:00.000Z', satelliteAt: moments.fixed }),
      ),
      device: honest('2026-11-23T02:20:00.000Z'),
    }),
  },
  {
    what: 'the clock runs ahead',
    by: 'unit',
    seen: ['takenAfterReceipt', 'clockOff'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: '2026-11-23T08:55:00.000Z' })),
      device: honest('2026-11-23T08:55:00.000Z', { clockOffsetS: 6 * 3600 }),
    }),
  },
  {
    what: 'taken three kilometres away',
    by: 'unit',
    seen: ['farFromSite'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: moments.fixed, place: away })),
      device: honest(moments.fixed, away),
    }),
  },
  {
    what: 'taken away from the site, the position typed in from the map',
    by: 'unit',
    seen: ['placesDiffer', 'fixOnPoint', 'farFromSite'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: moments.fixed, place: away })),
      device: honest(moments.fixed, here),
    }),
  },
  {
    what: 'the position is from an hour before, the fix coarse',
    by: 'unit',
    seen: ['oldFix', 'poorFix'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: moments.fixed, place: null })),
      device: honest(moments.fixed, { accuracyM: 400, fixAt: '2026-11-23T01:55:00.000Z' }),
    }),
  },
  {
    what: 'position withheld, camera data removed',
    by: 'unit',
    seen: ['noPosition', 'noExif', 'noCaptureTime'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, null),
      device: { deviceTakenAt: null, lon: null, lat: null, accuracyM: null },
    }),
  },
  {
    what: 'rubbish painted over in an editor that signs its files',
    by: 'unit',
    seen: ['edited', 'changedLater'],
    stage: async ({ place }) => ({
      bytes: await shoot(
        { place },
        cameraExif({ at: moments.fixed, software: 'Adobe Photoshop 25.0', changedAt: moments.claimed }),
      ),
      device: honest(moments.fixed),
    }),
  },
  {
    what: 'a photo that somebody else uploaded',
    by: 'unit',
    seen: ['otherUploader'],
    handedOn: true,
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: moments.fixed })),
      device: honest(moments.fixed),
    }),
  },
  {
    what: 'the verifier stays away and hands in the unit’s photo, saved again',
    by: 'verifier',
    seen: ['pairIdentical'],
    stage: async ({ after }) => ({
      bytes: await sharp(after).jpeg({ quality: 70 }).toBuffer(),
      device: honest('2026-11-23T03:58:00.000Z'),
    }),
  },
  {
    what: 'the verifier’s photo is from before the claim, and the client states a later time',
    by: 'verifier',
    seen: ['takenBefore', 'timesDiffer'],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: '2026-11-23T02:30:00.000Z' })),
      device: honest('2026-11-23T03:58:00.000Z', { clockOffsetS: null }),
    }),
  },
  {
    what: 'the old photo, half of it cut away',
    by: 'unit',
    seen: [],
    stage: disguised((old) => cut(old, 0.3, 0.3, 0, 0)),
  },
  {
    what: 'the old photo, turned by fifteen degrees',
    by: 'unit',
    seen: [],
    stage: disguised((old) => turned(old, 15, 0.7)),
  },
  {
    what: 'a photo of another place that was never uploaded, typed position and time beside it, camera data forged',
    by: 'unit',
    seen: [],
    stage: async ({ place }) => ({
      bytes: await shoot({ place }, cameraExif({ at: moments.fixed })),
      device: honest(moments.fixed),
    }),
  },
  {
    what: 'rubbish painted over in an editor that keeps silent, or moved out of the picture for the photo',
    by: 'unit',
    seen: [],
    stage: async ({ place }) => ({
      bytes: await shoot({ place, moment: 2 }, cameraExif({ at: moments.fixed })),
      device: honest(moments.fixed),
    }),
  },
];

/** An honest fix: the place of the finding, cleaned up, from nearly the same spot, an hour later. */
export function honestFix(findingPlace: number): Promise<StagedPhoto> {
  return shoot({ place: findingPlace, moment: 5 }, cameraExif({ at: moments.fixed })).then((bytes) => ({
    bytes,
    device: honest(moments.fixed),
  }));
}

import { z } from 'zod';
import { endpoint, idParams, instant } from './endpoint.ts';

/** A photo's name: SHA-256 of its original bytes, lower-case hexadecimal. */
export const photoHash = z.string().regex(/^[0-9a-f]{64}$/);

/** A place as a device or a photo states it: WGS-84 degrees. */
const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);

/** A device's clock may be wrong, but not by decades: such instants are slips or attacks. */
export const deviceInstant = instant.refine((value) => value >= '2000' && value < '2100');

/** A photo named as evidence, with what the device said when it was taken. */
export const photoReference = z
  .object({
    sha256: photoHash,
    deviceTakenAt: deviceInstant.nullable(),
    lon: longitude.nullable(),
    lat: latitude.nullable(),
    /** Radius of the 68 % circle in metres, as browsers report it. */
    accuracyM: z.number().min(0).max(1_000_000).nullable(),
    /** When the device fixed this position, by its own clock. Left out by clients that do not know. */
    fixAt: deviceInstant.nullable().optional(),
    /** Seconds the device's clock is ahead of the server's, as the device found from the server's replies. */
    clockOffsetS: z.number().int().min(-4_000_000_000).max(4_000_000_000).nullable().optional(),
  })
  .strict()
  .refine((photo) => (photo.lon === null) === (photo.lat === null), { path: ['lat'] });
export type PhotoReference = z.infer<typeof photoReference>;

/** What the server found in the file. EXIF facts come from the camera and prove nothing by themselves. */
export const photoView = z.object({
  sha256: z.string(),
  mediaType: z.string(),
  byteSize: z.number(),
  /** Pixels as the picture is seen, after its orientation is applied. */
  width: z.number(),
  height: z.number(),
  exifTakenAt: z.string().nullable(),
  exifLon: z.number().nullable(),
  exifLat: z.number().nullable(),
  exifModel: z.string().nullable(),
  /** Zone the camera wrote beside its time, `+08:00`; null: none, so Chinese time was assumed. */
  exifOffset: z.string().nullable(),
  /** Time of the satellites, which no setting of the clock moves. */
  exifSatelliteAt: z.string().nullable(),
  /** Last change of the picture, and the program that wrote it, as the file states them. */
  exifChangedAt: z.string().nullable(),
  exifSoftware: z.string().nullable(),
  receivedAt: z.string(),
  uploadedBy: z.string(),
});
export type PhotoView = z.infer<typeof photoView>;

/** A photo where it serves as evidence: what the device said stands apart from what the server saw. */
export const photoUseView = photoView.extend({
  id: z.string(),
  subjectKind: z.enum(['inspection', 'problem', 'sweepCheck', 'order']),
  subjectId: z.string(),
  itemCode: z.string().nullable(),
  purpose: z.enum(['finding', 'after', 'verification']),
  usedBy: z.string(),
  usedAt: z.string(),
  deviceTakenAt: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  accuracyM: z.number().nullable(),
  fixAt: z.string().nullable(),
  clockOffsetS: z.number().nullable(),
});
export type PhotoUseView = z.infer<typeof photoUseView>;

/** `thumb`: longest side 320 px, `large`: 1600 px; without a size, the original bytes. */
export const photoSizes = ['thumb', 'large'] as const;

/** Takes one photo as form field `file`. The same bytes again are the same photo. */
export const uploadPhoto = endpoint({
  name: 'photos.upload',
  method: 'POST',
  path: '/api/photos',
  access: 'asked',
  carries: 'upload',
  reply: photoView,
});

export const getPhoto = endpoint({
  name: 'photos.get',
  method: 'GET',
  path: '/api/photos/:sha256',
  access: 'asked',
  carries: 'download',
  params: z.object({ sha256: photoHash }).strict(),
  query: z.object({ size: z.enum(photoSizes).optional() }).strict(),
  reply: z.unknown(),
});

/**
 * A copy of evidence for handing out: a JPEG of at most 1600 px with number, time, place and hash printed
 * below the picture. The original never carries a stamp.
 */
export const getStampedPhoto = endpoint({
  name: 'photos.stamped',
  method: 'GET',
  path: '/api/photo-uses/:id/stamped',
  access: 'asked',
  carries: 'download',
  params: idParams,
  reply: z.unknown(),
});

import { z } from 'zod';
import { problemStates } from '../domain/problems/problem-states.ts';
import { endpoint } from './endpoint.ts';
import { checklistItemView, lastFinding } from './inspections.ts';
import { photoHash, photoView } from './photos.ts';

/** What a phone takes along, and how it brings photos home. */

const site = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  siteTypeName: z.string(),
  siteTypeNameEn: z.string(),
  unitName: z.string(),
  address: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});

/** A visit of the asker in an open round; its checklist stands once for all visits that use it. */
export const packetVisit = z.object({
  id: z.string(),
  round: z.object({ id: z.string(), name: z.string(), endsOn: z.string() }),
  site,
  checklistId: z.string(),
  /** The inspection, once submitted. */
  inspectionId: z.string().nullable(),
  last: z
    .object({ finishedAt: z.string(), score: z.string().nullable(), findings: z.array(lastFinding) })
    .nullable(),
});
export type PacketVisit = z.infer<typeof packetVisit>;

export const packetChecklist = z.object({
  id: z.string(),
  versionId: z.string(),
  observationScope: z.string(),
  items: z.array(checklistItemView),
});
export type PacketChecklist = z.infer<typeof packetChecklist>;

/** Why a problem is in the packet. */
export const packetReasons = ['mine', 'unit', 'verify', 'site'] as const;

export const packetProblem = z.object({
  id: z.string(),
  number: z.number(),
  version: z.number(),
  state: z.enum(problemStates),
  severity: z.enum(['normal', 'high']),
  title: z.string(),
  description: z.string(),
  siteId: z.string().nullable(),
  placeText: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  categoryName: z.string(),
  categoryNameEn: z.string(),
  unitId: z.string().nullable(),
  unitName: z.string().nullable(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  fixClaimedBy: z.string().nullable(),
  dispatchedAt: z.string().nullable(),
  deadlineAt: z.string().nullable(),
  clockStopped: z.boolean(),
  /** Hashes of the photos of the finding, for the same viewpoint again. */
  before: z.array(z.string()),
  after: z.array(z.string()),
  reasons: z.array(z.enum(packetReasons)),
});
export type PacketProblem = z.infer<typeof packetProblem>;

/** Somebody whom the asker may assign work to, and the units whose problems he may get. */
export const packetPerson = z.object({ id: z.string(), name: z.string(), unitIds: z.array(z.string()) });
export type PacketPerson = z.infer<typeof packetPerson>;

export const fieldPacket = z.object({
  /** Hand it back next time to get only what changed since. */
  cursor: z.string(),
  /** Whether this is everything; otherwise problems are only those that changed, and `gone` those to drop. */
  isWhole: z.boolean(),
  serverTime: z.string(),
  visits: z.array(packetVisit),
  checklists: z.array(packetChecklist),
  problems: z.array(packetProblem),
  gone: z.array(z.string()),
  people: z.array(packetPerson),
  /** Problems that did not fit, by reason; the phone says so and offers to come back for them. */
  leftOut: z.partialRecord(z.enum(packetReasons), z.number()),
});
export type FieldPacket = z.infer<typeof fieldPacket>;

export const getFieldPacket = endpoint({
  name: 'sync.packet',
  method: 'GET',
  path: '/api/field/packet',
  access: 'asked',
  query: z
    .object({
      since: z
        .string()
        .max(60)
        .regex(/^\d{1,20}\.\d{1,20}$/)
        .optional(),
    })
    .strict(),
  reply: fieldPacket,
});

const uploadParams = z.object({ sha256: photoHash }).strict();

/** Largest piece of a photo, in bytes: what a weak line still brings home in one go. */
export const largestPiece = 512 * 1024;

/** How much of a photo is on the server; `photo` once it is whole and proved to be one. */
export const uploadState = z.object({ held: z.number(), photo: photoView.nullable() });

/** Asked before sending, and after a cut: how much is there already? */
export const getPhotoUpload = endpoint({
  name: 'sync.photoUpload',
  method: 'GET',
  path: '/api/field/photos/:sha256',
  access: 'asked',
  params: uploadParams,
  reply: uploadState,
});

/**
 * Appends one piece as form field `file`. `offset` is where it begins; a piece that begins elsewhere than
 * the held bytes end is refused with their number, so that nothing is doubled or left out.
 */
export const sendPhotoPiece = endpoint({
  name: 'sync.photoPiece',
  method: 'POST',
  path: '/api/field/photos/:sha256',
  access: 'asked',
  carries: 'upload',
  params: uploadParams,
  query: z
    .object({
      offset: z.coerce.number().int().min(0).max(50_000_000),
      /** Bytes of the whole photo. */
      size: z.coerce.number().int().min(1).max(50_000_000),
    })
    .strict(),
  reply: uploadState,
});

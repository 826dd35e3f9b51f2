import type { Position } from '../places/coordinates.ts';
import type { TwinView } from './picture-views.ts';

export type EvidencePurpose = 'finding' | 'after' | 'verification';

/** What happened that a photo must be later than to show anything new. */
export type EvidenceStart = 'raised' | 'sentBack' | 'reopened' | 'claimed';

/** What is known of one photo where it serves as evidence of a problem. Every source stands apart. */
export interface EvidenceFacts {
  readonly purpose: EvidencePurpose;
  readonly usedBy: string;
  readonly uploadedBy: string;
  /** Instants in ISO 8601. By the server: */
  readonly receivedAt: string;
  readonly usedAt: string;
  /** By the device's clock; its offset is device minus server in seconds, as the device found it. */
  readonly deviceTakenAt: string | null;
  readonly clockOffsetS: number | null;
  /** By the camera's clock; the zone is assumed to be China's where `exifOffset` is null. */
  readonly exifTakenAt: string | null;
  readonly exifOffset: string | null;
  readonly exifChangedAt: string | null;
  /** By the satellites. */
  readonly exifSatelliteAt: string | null;
  /** Where the device said it was, how sure (68 % radius in metres) and when it knew. */
  readonly position: Position | null;
  readonly accuracyM: number | null;
  readonly fixAt: string | null;
  readonly exifPosition: Position | null;
  readonly exifModel: string | null;
  readonly exifSoftware: string | null;
  readonly width: number;
  readonly height: number;
  /** What it shows can be new only after this; null: nothing of the kind is known. */
  readonly notBefore: { readonly at: string; readonly start: EvidenceStart } | null;
  /** `plain`: too little in it to be told from others; `waiting`: not yet compared. */
  readonly compared: 'yes' | 'plain' | 'waiting';
  /** The very same file, used elsewhere. */
  readonly reuses: readonly PhotoReuse[];
  /** Photos that arrived earlier and look alike; those of the same problem whenever they came. */
  readonly twins: readonly PhotoTwin[];
}

/** Where a photo, or one that looks like it, serves as well. */
export interface PhotoReuse {
  readonly isSameProblem: boolean;
  readonly isSameSite: boolean;
  readonly purpose: EvidencePurpose;
  /** Null where the asker may not see it. */
  readonly problemNumber: number | null;
  readonly siteName: string | null;
  readonly usedAt: string | null;
}

export interface PhotoTwin extends Omit<PhotoReuse, 'purpose'> {
  /** Null: the twin serves nowhere yet. */
  readonly purpose: EvidencePurpose | null;
  /** 0 to 1, as `twinSimilarity` reckons it. */
  readonly similarity: number;
  readonly view: TwinView;
}

/** Where the problem lies, and how far from there still counts as there. WGS-84. */
export interface EvidencePlace {
  /** Where the photo should have been taken; null: not known. */
  readonly target: Position | null;
  /** The site as it is registered, which anybody can read off the map. */
  readonly registered: Position | null;
  readonly radiusM: number;
}

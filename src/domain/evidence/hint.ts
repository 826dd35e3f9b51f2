/** Everything a photo may be asked about, in the order in which it is shown within a strength. */
export const hintCodes = [
  'sameFileInProblem',
  'sameFileElsewhere',
  'pairIdentical',
  'twinElsewhere',
  'twinInProblem',
  'otherUploader',
  'takenBefore',
  'takenLongBefore',
  'takenAfterReceipt',
  'clockOff',
  'timesDiffer',
  'satelliteTimeDiffers',
  'sentLate',
  'farFromSite',
  'placesDiffer',
  'fixOnPoint',
  'poorFix',
  'oldFix',
  'edited',
  'changedLater',
  'screenSize',
  'smallPicture',
  'noCaptureTime',
  'noPosition',
  'siteUnplaced',
  'noExif',
  'plainPicture',
  'notCompared',
] as const;
export type HintCode = (typeof hintCodes)[number];

/**
 * `strong`: hardly happens by chance; `weak`: often has an innocent reason; `unproven`: a fact is missing,
 * so nothing is proven either way.
 */
export const hintStrengths = ['strong', 'weak', 'unproven'] as const;
export type HintStrength = (typeof hintStrengths)[number];

export interface Hint {
  readonly code: HintCode;
  readonly strength: HintStrength;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

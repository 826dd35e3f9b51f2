import type { EvidenceFacts } from './evidence-facts.ts';
import type { Hint } from './hint.ts';

/** Whose clock a time was read from. */
type Clock = 'satellite' | 'device' | 'deviceCorrected' | 'exif';

const minute = 60_000;
const hour = 60 * minute;
/** Clocks of honest phones agree with ours to this. */
const tolerated = 2 * minute;
/** EXIF and device read one clock, at slightly different moments. */
const sameClock = 10 * minute;

interface Reading {
  readonly clock: Clock;
  readonly at: number;
}

/** Hints of capture times that cannot be, or cannot be told. */
export function timeHints(photo: EvidenceFacts): Hint[] {
  return [
    ...(readingsOf(photo).length === 0
      ? [{ code: 'noCaptureTime', strength: 'unproven', facts: {} } as const]
      : []),
    ...takenBefore(photo),
    ...takenAfterReceipt(photo),
    ...clockOff(photo),
    ...timesDiffer(photo),
    ...satelliteDiffers(photo),
    ...sentLate(photo),
  ];
}

/** The times a photo states for its capture, the most trustworthy first. */
function readingsOf(photo: EvidenceFacts): Reading[] {
  const { exifSatelliteAt, deviceTakenAt, clockOffsetS, exifTakenAt } = photo;
  const device = deviceTakenAt === null ? null : Date.parse(deviceTakenAt);
  const isOff = clockOffsetS !== null && Math.abs(clockOffsetS) * 1000 > tolerated;
  return [
    ...(exifSatelliteAt === null ? [] : [{ clock: 'satellite' as const, at: Date.parse(exifSatelliteAt) }]),
    ...(device === null || !isOff
      ? []
      : [{ clock: 'deviceCorrected' as const, at: device - clockOffsetS * 1000 }]),
    ...(device === null ? [] : [{ clock: 'device' as const, at: device }]),
    ...(exifTakenAt === null ? [] : [{ clock: 'exif' as const, at: Date.parse(exifTakenAt) }]),
  ];
}

/** Older than what it is to prove, by any clock that says so. */
function takenBefore(photo: EvidenceFacts): Hint[] {
  const { notBefore, purpose, usedAt } = photo;
  const readings = readingsOf(photo);
  if (notBefore) {
    const start = Date.parse(notBefore.at);
    const early = readings.find((reading) => reading.at < start - tolerated);
    if (!early) return [];
    // a camera without sight of the sky writes the time of its last fix
    const isLastFix = early.clock === 'satellite' && start - early.at < 2 * hour;
    const isLoneVoice = readings.every((reading) => reading === early || reading.at >= start - tolerated);
    return [
      {
        code: 'takenBefore',
        strength: isLastFix && isLoneVoice && readings.length > 1 ? 'weak' : 'strong',
        facts: {
          by: early.clock,
          at: new Date(early.at).toISOString(),
          start: notBefore.start,
          since: notBefore.at,
          hours: hoursOf(start - early.at),
        },
      },
    ];
  }
  const old = readings.find((reading) => reading.at < Date.parse(usedAt) - 72 * hour);
  if (purpose !== 'finding' || !old) return [];
  const facts = {
    by: old.clock,
    at: new Date(old.at).toISOString(),
    hours: hoursOf(Date.parse(usedAt) - old.at),
  };
  return [{ code: 'takenLongBefore', strength: 'weak', facts }];
}

/** Nothing is received before it is taken. */
function takenAfterReceipt(photo: EvidenceFacts): Hint[] {
  const received = Date.parse(photo.receivedAt);
  const ahead = readingsOf(photo).find((reading) => reading.at > received + tolerated);
  if (!ahead) return [];
  const facts = {
    by: ahead.clock,
    at: new Date(ahead.at).toISOString(),
    received: photo.receivedAt,
    minutes: Math.round((ahead.at - received) / minute),
  };
  return [{ code: 'takenAfterReceipt', strength: 'strong', facts }];
}

function clockOff({ clockOffsetS }: EvidenceFacts): Hint[] {
  if (clockOffsetS === null || Math.abs(clockOffsetS) * 1000 <= tolerated) return [];
  const minutes = Math.round(Math.abs(clockOffsetS) / 60);
  return [{ code: 'clockOff', strength: 'weak', facts: { minutes, ahead: clockOffsetS > 0 } }];
}

function timesDiffer({ deviceTakenAt, exifTakenAt }: EvidenceFacts): Hint[] {
  if (deviceTakenAt === null || exifTakenAt === null) return [];
  const apart = Math.abs(Date.parse(deviceTakenAt) - Date.parse(exifTakenAt));
  if (apart <= sameClock) return [];
  const facts = { device: deviceTakenAt, exif: exifTakenAt, minutes: Math.round(apart / minute) };
  return [{ code: 'timesDiffer', strength: 'weak', facts }];
}

/**
 * The satellites know better than the camera's clock. A satellite time before the camera's may be that of
 * an older fix; one after it can only mean that the clock was set back.
 */
function satelliteDiffers({ exifSatelliteAt, exifTakenAt, exifOffset }: EvidenceFacts): Hint[] {
  if (exifSatelliteAt === null || exifTakenAt === null) return [];
  const behind = Date.parse(exifSatelliteAt) - Date.parse(exifTakenAt);
  if (Math.abs(behind) <= sameClock) return [];
  // whole half-hours apart, and no zone written: the camera may have been in another one
  const rest = Math.abs(behind) % (30 * minute);
  const isZone =
    exifOffset === null && Math.abs(behind) < 15 * hour && Math.min(rest, 30 * minute - rest) < tolerated;
  return [
    {
      code: 'satelliteTimeDiffers',
      strength: behind > 0 && !isZone ? 'strong' : 'weak',
      facts: {
        satellite: exifSatelliteAt,
        exif: exifTakenAt,
        minutes: Math.round(Math.abs(behind) / minute),
      },
    },
  ];
}

function sentLate(photo: EvidenceFacts): Hint[] {
  const [first] = readingsOf(photo);
  const late = first ? Date.parse(photo.receivedAt) - first.at : 0;
  return late > 24 * hour ? [{ code: 'sentLate', strength: 'weak', facts: { hours: hoursOf(late) } }] : [];
}

/** Hours, with one decimal below ten. */
function hoursOf(milliseconds: number): number {
  const hours = milliseconds / hour;
  return hours < 10 ? Math.round(hours * 10) / 10 : Math.round(hours);
}

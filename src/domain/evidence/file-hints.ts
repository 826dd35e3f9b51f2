import type { EvidenceFacts } from './evidence-facts.ts';
import type { Hint } from './hint.ts';

/**
 * Programs that change pictures, as they sign the tag `Software`. Phones write the version of their system
 * there, which says nothing.
 */
const editors =
  // the Chinese names: 美图、醒图、剪映、光影魔术手、图片编辑、修图、水印
  /photoshop|lightroom|gimp|snapseed|picsart|picsay|pixelmator|affinity|paint\.?net|\bpaint\b|canva|vsco|faceapp|facetune|remini|polarr|acdsee|imagemagick|graphicsmagick|photo ?editor|photopea|meitu|xiuxiu|beautycam|b612|jianying|capcut|xingtu|hypic|\u7f8e\u56fe|\u9192\u56fe|\u526a\u6620|\u5149\u5f71\u9b54\u672f\u624b|\u56fe\u7247\u7f16\u8f91|\u4fee\u56fe|\u6c34\u5370|timemark|watermark/i;

/** Screens whose pictures are screenshots, short side × long side in pixels. */
const screens = new Set(
  `720x1280 720x1520 720x1560 720x1600 720x1612 750x1334 768x1024 828x1792 1024x1366 1080x1920
  1080x2160 1080x2220 1080x2240 1080x2280 1080x2310 1080x2316 1080x2340 1080x2376 1080x2388 1080x2400
  1080x2408 1080x2412 1125x2436 1170x2532 1179x2556 1200x2000 1206x2622 1220x2712 1224x2700 1228x2700
  1240x2772 1242x2208 1242x2688 1260x2720 1260x2800 1264x2780 1284x2778 1290x2796 1320x2868 1344x2772
  1440x2560 1440x2960 1440x3040 1440x3088 1440x3120 1440x3200 1536x2048 1600x2560 1668x2388 2048x2732
  768x1366 900x1440 900x1600 1050x1680 1080x2560 1440x3440 2160x3840`.split(/\s+/),
);

const minute = 60_000;
/** Cameras write larger pictures; chat programs send smaller ones. */
const leastLongSide = 640;

/** Hints of the file itself. */
export function fileHints(photo: EvidenceFacts): Hint[] {
  const { exifSoftware, exifTakenAt, exifModel, exifPosition, compared } = photo;
  const hasExif = exifTakenAt !== null || exifModel !== null || exifPosition !== null;
  return [
    ...(exifSoftware !== null && editors.test(exifSoftware)
      ? [{ code: 'edited', strength: 'strong', facts: { software: exifSoftware } } as const]
      : []),
    ...changedLater(photo),
    ...sizeHints(photo),
    ...(hasExif ? [] : [{ code: 'noExif', strength: 'unproven', facts: {} } as const]),
    ...(compared === 'plain' ? [{ code: 'plainPicture', strength: 'unproven', facts: {} } as const] : []),
    ...(compared === 'waiting' ? [{ code: 'notCompared', strength: 'unproven', facts: {} } as const] : []),
  ];
}

function changedLater({ exifChangedAt, exifTakenAt }: EvidenceFacts): Hint[] {
  if (exifChangedAt === null || exifTakenAt === null) return [];
  const later = Date.parse(exifChangedAt) - Date.parse(exifTakenAt);
  if (later <= 2 * minute) return [];
  return [
    {
      code: 'changedLater',
      strength: 'weak',
      facts: { at: exifChangedAt, minutes: Math.round(later / minute) },
    },
  ];
}

function sizeHints({ width, height, exifModel }: EvidenceFacts): Hint[] {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const facts = { width, height };
  // a camera that names itself took no screenshot
  const isScreen = exifModel === null && screens.has(`${short}x${long}`);
  return [
    ...(isScreen ? [{ code: 'screenSize', strength: 'weak', facts } as const] : []),
    ...(long < leastLongSide ? [{ code: 'smallPicture', strength: 'weak', facts } as const] : []),
  ];
}

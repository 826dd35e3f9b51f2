import { App, Button, Descriptions, Flex } from 'antd';
import type { ReactNode } from 'react';
import { addressOf } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { type Say, useLocale, useWords } from '../../client/words.tsx';
import { getPhoto, getStampedPhoto } from '../../contract/photos.ts';
import type { ProblemPhotoView } from '../../contract/problems.ts';

/** Everything known of a photo, each source by itself: who says so stands beside every time and place. */
export function PhotoFacts({ photo, distanceM }: { photo: ProblemPhotoView; distanceM: number | null }) {
  const say = useWords();
  const { locale } = useLocale();
  const { message } = App.useApp();
  const rows = factRows(say, photo, distanceM, (instant) => formatInstant(instant, locale));
  async function copyHash(): Promise<void> {
    await navigator.clipboard.writeText(photo.sha256);
    void message.success(say('evidence.copied'));
  }
  return (
    <Flex vertical gap={8}>
      <Descriptions
        bordered
        size="small"
        column={1}
        items={rows.map(([label, value]) => ({
          key: label,
          label,
          children: <span style={{ overflowWrap: 'anywhere' }}>{value ?? say('evidence.unknown')}</span>,
        }))}
      />
      <div>
        <div style={{ color: colours.second }}>{say('evidence.fact.hash')}</div>
        <Flex wrap gap={8} align="center">
          <code style={{ overflowWrap: 'anywhere', userSelect: 'all' }}>{photo.sha256}</code>
          <Button size="small" onClick={() => void copyHash()}>
            {say('evidence.copyHash')}
          </Button>
        </Flex>
        <div style={{ color: colours.second, fontSize: 12 }}>{say('evidence.fact.hashHint')}</div>
      </div>
      <Flex wrap gap={8}>
        <Button href={addressOf(getPhoto, { sha256: photo.sha256 })} target="_blank" rel="noreferrer">
          {say('evidence.original')}
        </Button>
        <Button href={addressOf(getStampedPhoto, { id: photo.id })} target="_blank" rel="noreferrer">
          {say('evidence.stamped')}
        </Button>
      </Flex>
    </Flex>
  );
}

function factRows(
  say: Say,
  photo: ProblemPhotoView,
  distanceM: number | null,
  time: (instant: string) => string,
): [string, ReactNode][] {
  const timeOrNull = (instant: string | null) => (instant === null ? null : time(instant));
  const place = (lon: number | null, lat: number | null) =>
    lon === null || lat === null
      ? null
      : say('evidence.fact.placeValue', { lon: lon.toFixed(6), lat: lat.toFixed(6) });
  const exifTime = timeOrNull(photo.exifTakenAt);
  const rows: [string, (string | null)[]][] = [
    [say('evidence.fact.usedBy'), [photo.usedByName]],
    [say('evidence.fact.deviceTakenAt'), [timeOrNull(photo.deviceTakenAt)]],
    [say('evidence.fact.clockOffset'), [clockWords(say, photo.clockOffsetS)]],
    [
      say('evidence.fact.exifTakenAt'),
      [exifTime, exifTime === null ? null : (photo.exifOffset ?? say('evidence.fact.zoneAssumed'))],
    ],
    [say('evidence.fact.exifSatelliteAt'), [timeOrNull(photo.exifSatelliteAt)]],
    [say('evidence.fact.exifChangedAt'), [timeOrNull(photo.exifChangedAt)]],
    [say('evidence.fact.receivedAt'), [time(photo.receivedAt)]],
    [say('evidence.fact.usedAt'), [time(photo.usedAt)]],
    [
      say('evidence.fact.devicePlace'),
      [
        place(photo.lon, photo.lat),
        photo.accuracyM === null
          ? null
          : say('evidence.fact.accuracy', { metres: Math.round(photo.accuracyM) }),
        distanceM === null ? null : say('evidence.fact.distance', { metres: distanceM }),
      ],
    ],
    [say('evidence.fact.fixAt'), [timeOrNull(photo.fixAt)]],
    [say('evidence.fact.exifPlace'), [place(photo.exifLon, photo.exifLat)]],
    [say('evidence.fact.model'), [photo.exifModel]],
    [say('evidence.fact.software'), [photo.exifSoftware]],
    [
      say('evidence.fact.size'),
      [
        say('evidence.fact.sizeValue', {
          width: photo.width,
          height: photo.height,
          kilobytes: Math.ceil(photo.byteSize / 1024),
          kind: photo.mediaType.replace('image/', '').toUpperCase(),
        }),
      ],
    ],
  ];
  return rows.map(([label, parts]) => {
    const known = parts.filter((part) => part !== null);
    return [label, known.length === 0 ? null : known.join(' · ')];
  });
}

function clockWords(say: Say, seconds: number | null): string | null {
  if (seconds === null) return null;
  const key = seconds < 0 ? 'evidence.fact.clockOffsetValue.behind' : 'evidence.fact.clockOffsetValue.ahead';
  return say(key, { seconds: Math.abs(seconds) });
}

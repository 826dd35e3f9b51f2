import { useState } from 'react';
import { FixLine } from '../capture/finish-part.tsx';
import { useFix } from '../capture/use-fix.ts';
import { FieldLink } from '../shell/field-address.tsx';
import { useFieldWords } from '../shell/field-words.tsx';
import { usePhone, useStored } from '../shell/phone.tsx';
import { Screen } from '../shell/screen.tsx';
import { findBorders, listProblems, listVisits } from '../store/packet-store.ts';
import { frameOf, metresPerUnit, pointIn, type SketchFrame, sketchSide } from './sketch-place.ts';

/** A place to go to, with its number on the sketch and in the list below it. */
interface Stop {
  readonly number: number;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly to: readonly [string, string];
  readonly kind: 'visit' | 'problem';
}

/**
 * Where today's places lie, drawn by the app itself from what it took along: no tiles, no server, works in a
 * basement. Every place on the sketch stands in the list below as well.
 */
export function MapScreen() {
  const { say } = useFieldWords();
  const { outbox } = usePhone();
  const position = useFix();
  const [zoom, setZoom] = useState(1);
  const visits = useStored(listVisits, []) ?? [];
  const problems = useStored(listProblems, []) ?? [];
  const borders = useStored(findBorders, []);
  const sent = new Set(outbox.map((item) => item.subjectId));
  const stops = [
    ...visits
      .filter((visit) => visit.inspectionId === null && !sent.has(visit.id))
      .map(({ id, site }) => ({ ...site, to: ['visit', id] as const, kind: 'visit' as const })),
    ...problems
      .filter(({ id, reasons }) => !sent.has(id) && (reasons.includes('mine') || reasons.includes('verify')))
      .slice(0, 200)
      .map((problem) => ({
        name: `${problem.number} ${problem.title}`,
        lon: problem.lon,
        lat: problem.lat,
        to: ['problem', problem.id] as const,
        kind: 'problem' as const,
      })),
  ].flatMap(({ name, lon, lat, to, kind }, index): Stop[] =>
    lon === null || lat === null ? [] : [{ number: index + 1, name, lon, lat, to, kind }],
  );
  const fix = position.fix;
  const frame = frameOf(
    [...stops, ...(fix ? [fix] : [])].map(({ lon, lat }): readonly [number, number] => [lon, lat]),
  );
  return (
    <Screen title={say('field.map')}>
      <FixLine position={position} />
      {frame ? (
        <>
          <Sketch frame={zoomed(frame, zoom, fix)} stops={stops} rings={borders?.rings ?? []} fix={fix} />
          <div className="row">
            <button type="button" onClick={() => setZoom(Math.max(1, zoom / 2))} disabled={zoom === 1}>
              {say('field.mapOut')}
            </button>
            <button type="button" onClick={() => setZoom(Math.min(64, zoom * 2))} disabled={zoom >= 64}>
              {say('field.mapIn')}
            </button>
          </div>
        </>
      ) : (
        <p>{say('field.mapEmpty')}</p>
      )}
      {borders?.caution && <p className="second">{borders.caution}</p>}
      <ol className="plain">
        {stops.map((stop) => (
          <li key={stop.to[1]}>
            <FieldLink to={stop.to} className="entry">
              <strong>
                {stop.number} {stop.name}
              </strong>
            </FieldLink>
          </li>
        ))}
      </ol>
    </Screen>
  );
}

/** Nearer around the phone, or around the middle where it does not know where it is. */
function zoomed(frame: SketchFrame, zoom: number, fix: { lon: number; lat: number } | null): SketchFrame {
  if (zoom === 1) return frame;
  const lon = fix?.lon ?? (frame.west + frame.east) / 2;
  const lat = fix?.lat ?? (frame.south + frame.north) / 2;
  const [wide, high] = [(frame.east - frame.west) / zoom / 2, (frame.north - frame.south) / zoom / 2];
  return { west: lon - wide, east: lon + wide, south: lat - high, north: lat + high };
}

function Sketch(props: {
  frame: SketchFrame;
  stops: readonly Stop[];
  rings: readonly (readonly (readonly [number, number])[])[];
  fix: { lon: number; lat: number; accuracyM: number } | null;
}) {
  const { frame, stops, rings, fix } = props;
  const { say } = useFieldWords();
  const me = fix && pointIn(frame, fix.lon, fix.lat);
  return (
    <svg
      viewBox={`0 0 ${sketchSide} ${sketchSide}`}
      className="sketch"
      role="img"
      aria-label={say('field.mapOf', { count: stops.length })}
    >
      {rings.map((ring) => (
        <path key={`${ring[0]}`} className="border" d={pathOf(frame, ring)} />
      ))}
      {me && fix && (
        <>
          <circle cx={me.x} cy={me.y} r={fix.accuracyM / metresPerUnit(frame)} className="accuracy" />
          <circle cx={me.x} cy={me.y} r={12} className="me" />
        </>
      )}
      {stops.map((stop) => {
        const { x, y } = pointIn(frame, stop.lon, stop.lat);
        return (
          <g key={stop.to[1]} className={stop.kind}>
            {stop.kind === 'visit' ? (
              <circle cx={x} cy={y} r={26} />
            ) : (
              <rect x={x - 24} y={y - 24} width={48} height={48} />
            )}
            <text x={x} y={y + 9} textAnchor="middle">
              {stop.number}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function pathOf(frame: SketchFrame, ring: readonly (readonly [number, number])[]): string {
  const points = ring.map(([lon, lat]) => pointIn(frame, lon, lat));
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
}

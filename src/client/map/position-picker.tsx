import { Button, Flex, InputNumber } from 'antd';
import { useId, useMemo } from 'react';
import { colours } from '../theme.ts';
import { useWords } from '../words.tsx';
import { useDistricts } from './borders.ts';
import { LazyCityMap } from './lazy-city-map.tsx';

/** A position and how it was found. */
export interface PickedPosition {
  readonly lon: number;
  readonly lat: number;
  readonly source: 'map' | 'device' | 'typed';
}

const noPoints: never[] = [];

/** Chooses a position on the map or by typing longitude and latitude; both show the same. */
export function PositionPicker(props: {
  value: PickedPosition | null;
  onChange: (position: PickedPosition | null) => void;
  height?: number;
}) {
  const { value, onChange } = props;
  const say = useWords();
  const lonId = useId();
  const latId = useId();
  const { layer } = useDistricts();
  const picked = useMemo(() => (value ? { lon: value.lon, lat: value.lat } : null), [value]);
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  const type = (change: { lon?: number | null; lat?: number | null }) => {
    const lon = change.lon === undefined ? value?.lon : change.lon;
    const lat = change.lat === undefined ? value?.lat : change.lat;
    if (lon === null || lat === null) return onChange(null);
    // the other number is still to come: it starts where the city is
    const start = layer?.geojson.features[0]?.properties.label_point ?? [0, 0];
    onChange({ lon: lon ?? start[0], lat: lat ?? start[1], source: 'typed' });
  };
  return (
    <Flex vertical gap={8}>
      <span style={{ color: colours.second }}>{say('sites.pickHint')}</span>
      <LazyCityMap
        points={noPoints}
        borders={layer?.geojson ?? null}
        height={props.height ?? 280}
        picked={picked}
        onPick={({ lon, lat, source }) => onChange({ lon: round(lon), lat: round(lat), source })}
      />
      <Flex wrap gap={8} align="center">
        <label htmlFor={lonId}>{say('sites.lon')}</label>
        <InputNumber
          id={lonId}
          min={-180}
          max={180}
          step={0.0001}
          style={{ width: 150 }}
          value={value?.lon ?? null}
          onChange={(lon) => type({ lon })}
        />
        <label htmlFor={latId}>{say('sites.lat')}</label>
        <InputNumber
          id={latId}
          min={-90}
          max={90}
          step={0.0001}
          style={{ width: 150 }}
          value={value?.lat ?? null}
          onChange={(lat) => type({ lat })}
        />
        {value && (
          <>
            <span style={{ color: colours.second }}>{say(`sites.positionSource.${value.source}`)}</span>
            <Button size="small" onClick={() => onChange(null)}>
              {say('sites.clearPosition')}
            </Button>
          </>
        )}
      </Flex>
    </Flex>
  );
}

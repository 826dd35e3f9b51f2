import { describe, expect, it } from 'vitest';
import type { MapCluster, MapPoint } from '../../contract/sites.ts';
import { borderLabels, boundsOf, boxText, lightOf, markCollection, wholeView } from './map-features.ts';

const points: MapPoint[] = [
  ['a', 113.1, 35.1, 'YARD', 0, 0, null],
  ['b', 113.2, 35.3, 'YARD', 2, 0, '90.00'],
  ['c', 113.3, 35.2, 'YARD', 2, 1, '60.00'],
];
const clusters: MapCluster[] = [[113, 35, 10, 5, 3, 2]];
const borders = {
  type: 'FeatureCollection' as const,
  features: [
    {
      type: 'Feature' as const,
      properties: {
        code: '410811',
        name: '山阳区',
        name_en: 'Shanyang',
        label_point: [113.2, 35.2] as [number, number],
      },
      geometry: {
        type: 'MultiPolygon' as const,
        coordinates: [
          [
            [
              [112, 34],
              [114, 36],
              [112, 36],
              [112, 34],
            ] as [number, number][],
          ],
        ],
      },
    },
  ],
};

describe('marks on the map', () => {
  it('add up to the sites they stand for', () => {
    const { features } = markCollection(points, clusters);
    const sum = (key: 'sites' | 'clear' | 'open' | 'overdue') =>
      features.reduce((total, feature) => total + feature.properties[key], 0);
    expect([sum('sites'), sum('clear'), sum('open'), sum('overdue')]).toEqual([13, 6, 4, 3]);
  });

  it('stand by their worst problem', () => {
    expect([lightOf(0, 0), lightOf(3, 0), lightOf(3, 1)]).toEqual(['clear', 'open', 'overdue']);
  });
});

describe('the view', () => {
  it('holds all marks, or the borders where there are none', () => {
    expect(wholeView(points, clusters, borders)).toEqual([113, 35, 113.3, 35.3]);
    expect(wholeView([], [], borders)).toEqual([112, 34, 114, 36]);
    expect(wholeView([], [], null)).toBeNull();
    expect(boundsOf([])).toBeNull();
  });

  it('is asked from the server a little wider, and never beyond Earth', () => {
    expect(boxText([112, 34, 114, 36])).toBe('111.500000,33.500000,114.500000,36.500000');
    expect(boxText([-179, -89, 179, 89])).toBe('-180.000000,-90.000000,180.000000,90.000000');
  });
});

describe('names of districts', () => {
  it('follow the language of the page', () => {
    expect(borderLabels(borders, false).features[0]?.properties.name).toBe('山阳区');
    expect(borderLabels(borders, true).features[0]?.properties.name).toBe('Shanyang');
  });
});

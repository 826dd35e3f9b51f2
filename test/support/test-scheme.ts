import { v7 as uuid } from 'uuid';
import type { TestUnit } from './test-city.ts';

/** What the office sends for a scheme over these groups: one red flag, one blue one, field marks at nine tenths. */
export function testScheme(
  groups: readonly { readonly name: string; readonly units: readonly TestUnit[] }[],
  change: object = {},
) {
  return {
    id: uuid(),
    name: '督导考评办法',
    validFrom: '2026-01-01',
    validTo: null,
    rules: {
      groups: groups.map(({ name, units }) => ({
        name,
        unitIds: units.map((unit) => unit.id),
        flags: { top: { count: 1, flag: 'red' }, bottom: { count: 1, flag: 'blue' } },
      })),
      components: [
        { key: 'field', weight: '0.9' },
        { key: 'rectification', weight: '0.1' },
      ],
      decimals: 2,
      tieRule: 'competition',
      minimumSites: 1,
      bulletin: { documentPrefix: '测城创', issuer: '测试市四城联创指挥部', recipients: ['各街道'] },
      ...change,
    },
  };
}

/** Kinds of units, from the city down. */
export const unitKinds = [
  'city',
  'office',
  'district',
  'county',
  'zone',
  'street',
  'town',
  'township',
  'bureau',
  'community',
  'village',
  'company',
] as const;

export type UnitKind = (typeof unitKinds)[number];

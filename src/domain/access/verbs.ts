/**
 * What people may do. Verbs are code, grants (person, role, unit) are data: a new verb never needs a
 * migration, and a city composes its offices from the built-in roles.
 */
export const verbs = [
  'city.administer',
  'person.manage',
  'unit.view',
  'unit.edit',
  'standard.view',
  'standard.edit',
  'standard.publish',
  'site.view',
  'site.edit',
  'round.view',
  'round.plan',
  'inspection.submit',
  'inspection.view',
  'problem.view',
  'problem.raise',
  'problem.dispatch',
  'problem.reject',
  'problem.void',
  'problem.return',
  'problem.assign',
  'problem.work',
  'problem.verify',
  'problem.reopen',
  'problem.approve',
  'ledger.configure',
  'ranking.view',
  'ranking.compute',
  'ranking.publish',
  'scheme.edit',
  'pledge.view',
  'pledge.edit',
  'pledge.confirm',
] as const;

export type Verb = (typeof verbs)[number];

export const roles = [
  'admin',
  'campaignOffice',
  'cityLeader',
  'inspector',
  'verifier',
  'unitHead',
  'liaison',
  'gridWorker',
] as const;

export type Role = (typeof roles)[number];

const seesAll = [
  'unit.view',
  'standard.view',
  'site.view',
  'round.view',
  'inspection.view',
  'problem.view',
  'ranking.view',
  'pledge.view',
] as const satisfies readonly Verb[];

const seesOwnUnit = seesAll;

/**
 * Verbs of each built-in role, valid in the subtree of the unit the role is granted on.
 * The administrator keeps people and units but decides nothing about problems or ranks.
 */
export const verbsOfRole: Readonly<Record<Role, readonly Verb[]>> = {
  admin: [
    ...seesAll,
    'city.administer',
    'person.manage',
    'unit.edit',
    'standard.edit',
    'site.edit',
    'ledger.configure',
  ],
  campaignOffice: [
    ...seesAll,
    'standard.edit',
    'standard.publish',
    'site.edit',
    'round.plan',
    'problem.raise',
    'problem.dispatch',
    'problem.reject',
    'problem.void',
    'problem.reopen',
    'problem.approve',
    'ledger.configure',
    'ranking.compute',
    'ranking.publish',
    'scheme.edit',
    'pledge.edit',
    'pledge.confirm',
  ],
  cityLeader: seesAll,
  inspector: [
    'unit.view',
    'standard.view',
    'site.view',
    'round.view',
    'inspection.submit',
    'inspection.view',
    'problem.view',
    'problem.raise',
  ],
  verifier: ['unit.view', 'standard.view', 'site.view', 'problem.view', 'problem.verify', 'problem.reopen'],
  unitHead: [
    ...seesOwnUnit,
    'problem.return',
    'problem.assign',
    'problem.work',
    'problem.approve',
    'pledge.edit',
    'pledge.confirm',
  ],
  liaison: [...seesOwnUnit, 'problem.return', 'problem.assign', 'problem.work', 'pledge.edit'],
  gridWorker: ['unit.view', 'standard.view', 'site.view', 'problem.view', 'problem.work'],
};

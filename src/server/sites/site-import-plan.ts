import { changeSite, createSite, type SiteContent, type SiteEvent } from '../../domain/places/site.ts';
import type { ImportField } from './site-import-columns.ts';
import type { RegisterRow, RowFault } from './site-import-rows.ts';
import type { SiteFacts } from './site-queries.ts';

/** A unit a register may point at. */
export interface NamedUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly path: string;
  readonly isClosed: boolean;
}

/** What the city knows, by the words a register uses. */
export interface Directory {
  /** Site types by code and by name. */
  readonly siteTypes: ReadonlyMap<string, string>;
  readonly siteTypeExamples: string;
  /** By code, name, short name and other names. */
  readonly units: ReadonlyMap<string, readonly NamedUnit[]>;
  readonly people: ReadonlyMap<string, { readonly id: string; readonly isActive: boolean }>;
  readonly sites: ReadonlyMap<string, SiteFacts>;
  /** Ids of ownerless sites that look for an owner: only adoption ends that. */
  readonly vacantSites: ReadonlySet<string>;
  /** Whether the importer may edit sites of a territory. */
  mayEdit(territoryPath: string): boolean;
}

/** What one row will do. `before` is undefined for a new site. */
export interface PlannedSite {
  readonly row: number;
  readonly action: 'create' | 'change' | 'keep';
  readonly before: SiteFacts | undefined;
  readonly content: SiteContent;
  readonly events: readonly SiteEvent[];
}

export interface ImportPlan {
  readonly planned: readonly PlannedSite[];
  readonly faults: readonly RowFault[];
}

/** Compares rows with the register: what each would do, and everything that speaks against it. */
export function planImport(rows: readonly RegisterRow[], directory: Directory): ImportPlan {
  const planned: PlannedSite[] = [];
  const faults: RowFault[] = [];
  for (const row of rows) {
    const plan = planRow(row, directory, (field, code, facts = {}) => {
      faults.push({ ...row.placeOf(field), code, facts });
      return undefined;
    });
    if (plan) planned.push(plan);
  }
  return { planned, faults };
}

type Refuse = (field: ImportField, code: string, facts?: RowFault['facts']) => undefined;

function planRow(row: RegisterRow, directory: Directory, refuse: Refuse): PlannedSite | undefined {
  const before = directory.sites.get(row.code);
  if (before && !directory.mayEdit(before.territoryPath)) return refuse('code', 'site-out-of-reach');
  const siteType = row.siteType && directory.siteTypes.get(row.siteType.toLowerCase());
  if (row.siteType && !siteType) refuse('siteType', 'type-unknown', { examples: directory.siteTypeExamples });
  const territory = row.territory
    ? findUnit('territory', row.territory, before?.territoryUnitId, directory, refuse)
    : undefined;
  if (territory && !directory.mayEdit(territory.path)) return refuse('territory', 'unit-out-of-reach');
  const lineBureau = row.lineBureau
    ? findUnit('lineBureau', row.lineBureau, before?.lineBureauId, directory, refuse)
    : undefined;
  const keeper = row.keeper ? directory.people.get(row.keeper.toLowerCase()) : undefined;
  if (row.keeper && !keeper?.isActive && keeper?.id !== (before?.keeperPersonId ?? '')) {
    refuse('keeper', 'person-unknown');
  }
  if (!siteType || !territory) return undefined;
  const kept = <T>(given: string | null | undefined, found: T | undefined, old: T | null | undefined) =>
    given === undefined ? (old ?? null) : (found ?? null);
  const content: SiteContent = {
    code: row.code,
    name: row.name,
    siteType,
    territoryUnitId: territory.id,
    lineBureauId: kept(row.lineBureau, lineBureau?.id, before?.lineBureauId),
    operatorUnitId: before?.operatorUnitId ?? null,
    keeperPersonId: kept(row.keeper, keeper?.id, before?.keeperPersonId),
    isOwnerless: row.ownerless ?? before?.isOwnerless ?? false,
    address: row.address === undefined ? (before?.address ?? null) : row.address,
    ...positionOf(row, before),
    note: row.note === undefined ? (before?.note ?? null) : row.note,
  };
  if (before && !content.isOwnerless && directory.vacantSites.has(before.id)) {
    return refuse('ownerless', 'vacancy-open');
  }
  const decision = before ? changeSite(before, content) : createSite(content);
  if (!decision.accepted) {
    return decision.refusal.code === 'site-retired'
      ? refuse('code', 'site-retired')
      : refuse('ownerless', 'ownerless-has-operator');
  }
  const action = !before ? 'create' : decision.value.length === 0 ? 'keep' : 'change';
  return { row: row.row, action, before, content, events: decision.value };
}

/**
 * The unit a word means: a code before a full name, a full name before other names. One that was closed
 * may only stay where it already is.
 */
function findUnit(
  field: 'territory' | 'lineBureau',
  word: string,
  keptId: string | null | undefined,
  directory: Directory,
  refuse: Refuse,
): NamedUnit | undefined {
  const found = directory.units.get(word) ?? [];
  const usable = found.filter((unit) => !unit.isClosed || unit.id === keptId);
  const byCode = usable.filter(({ code }) => code === word);
  const byName = usable.filter(({ name }) => name === word);
  const best = [byCode, byName, usable].find((units) => units.length > 0) ?? [];
  const [unit] = best;
  if (!unit) return refuse(field, found.length > 0 ? 'unit-closed' : 'unit-unknown');
  if (best.length === 1) return unit;
  const examples = best
    .slice(0, 3)
    .map(({ code }) => code)
    .join('、');
  return refuse(field, 'unit-ambiguous', { count: best.length, examples });
}

/** About a centimetre: what the seventh decimal of a register cannot tell apart is the same position. */
const samePosition = 1e-7;

function positionOf(
  { position }: RegisterRow,
  before: SiteFacts | undefined,
): Pick<SiteContent, 'lon' | 'lat' | 'positionSource'> {
  const old = {
    lon: before?.lon ?? null,
    lat: before?.lat ?? null,
    positionSource: before?.positionSource ?? null,
  };
  if (position === undefined) return old;
  if (position === null) return { lon: null, lat: null, positionSource: null };
  const isSame =
    old.lon !== null &&
    old.lat !== null &&
    Math.abs(old.lon - position.lon) < samePosition &&
    Math.abs(old.lat - position.lat) < samePosition;
  return isSame ? old : { lon: position.lon, lat: position.lat, positionSource: `import:${position.datum}` };
}

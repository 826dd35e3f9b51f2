import { accept, type Decision, refuse } from '../decision.ts';

/** What people may change about a site. Degrees are WGS-84; both or neither. */
export interface SiteContent {
  readonly code: string;
  readonly name: string;
  readonly siteType: string;
  readonly territoryUnitId: string;
  readonly lineBureauId: string | null;
  readonly operatorUnitId: string | null;
  readonly keeperPersonId: string | null;
  readonly isOwnerless: boolean;
  readonly address: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  /** How the position was found: `map`, `device`, `typed`, `import:GCJ02`, or words of a register. */
  readonly positionSource: string | null;
  readonly note: string | null;
}

export type SiteState = 'active' | 'retired';

export interface Site extends SiteContent {
  readonly state: SiteState;
}

/** A history carries what was and what is, so that a reader needs no earlier event. */
export type SiteEvent =
  | {
      readonly kind: 'site.created';
      readonly data: SiteContent & { readonly source: string | null; readonly isSample: boolean };
    }
  | {
      readonly kind: 'site.changed';
      readonly data: { readonly before: Partial<SiteContent>; readonly after: Partial<SiteContent> };
    }
  | { readonly kind: 'site.retired'; readonly data: { readonly reason: string } }
  | { readonly kind: 'site.restored'; readonly data: { readonly reason: string } };

export const siteEventKinds = [
  'site.created',
  'site.changed',
  'site.retired',
  'site.restored',
] as const satisfies readonly SiteEvent['kind'][];

const contentFields = [
  'code',
  'name',
  'siteType',
  'territoryUnitId',
  'lineBureauId',
  'operatorUnitId',
  'keeperPersonId',
  'isOwnerless',
  'address',
  'lon',
  'lat',
  'positionSource',
  'note',
] as const satisfies readonly (keyof SiteContent)[];

/** Only the content, without state, version or whatever else a row carries. */
export function contentOf(site: SiteContent): SiteContent {
  return Object.fromEntries(contentFields.map((field) => [field, site[field]])) as unknown as SiteContent;
}

/**
 * Enters a place into the register.
 *
 * @returns refusal `site-ownerless-has-operator`, `site-half-position`.
 */
export function createSite(
  content: SiteContent,
  origin: { source: string | null; isSample: boolean } = { source: null, isSample: false },
): Decision<readonly SiteEvent[]> {
  const fault = contentFault(content);
  if (fault) return refuse(fault);
  return accept([{ kind: 'site.created', data: { ...contentOf(content), ...origin } }]);
}

/** Changes a site to `content`; no event where nothing differs. A retired site must be restored first. */
export function changeSite(site: Site, content: SiteContent): Decision<readonly SiteEvent[]> {
  const changed = contentFields.filter((field) => site[field] !== content[field]);
  if (changed.length === 0) return accept([]);
  if (site.state === 'retired') return refuse('site-retired', { code: site.code });
  const fault = contentFault(content);
  if (fault) return refuse(fault);
  const pick = (from: SiteContent) =>
    Object.fromEntries(changed.map((field) => [field, from[field]])) as Partial<SiteContent>;
  return accept([{ kind: 'site.changed', data: { before: pick(site), after: pick(content) } }]);
}

/** Takes a place out of use; it stays in every past round and problem. */
export function retireSite(site: Site, reason: string): Decision<readonly SiteEvent[]> {
  if (site.state === 'retired') return refuse('site-retired', { code: site.code });
  return accept([{ kind: 'site.retired', data: { reason } }]);
}

export function restoreSite(site: Site, reason: string): Decision<readonly SiteEvent[]> {
  if (site.state === 'active') return refuse('site-active', { code: site.code });
  return accept([{ kind: 'site.restored', data: { reason } }]);
}

/** The site after an event; `null` before its first. */
export function applySite(site: Site | null, event: SiteEvent): Site {
  if (event.kind === 'site.created') return { ...contentOf(event.data), state: 'active' };
  if (!site) throw new TypeError('a site begins with site.created');
  switch (event.kind) {
    case 'site.changed':
      return { ...site, ...event.data.after };
    case 'site.retired':
      return { ...site, state: 'retired' };
    case 'site.restored':
      return { ...site, state: 'active' };
    default:
      return event satisfies never;
  }
}

function contentFault(content: SiteContent): string | null {
  // an ownerless place has nobody who runs it; who runs it adopts it
  if (content.isOwnerless && content.operatorUnitId !== null) return 'site-ownerless-has-operator';
  if ((content.lon === null) !== (content.lat === null)) return 'site-half-position';
  return null;
}

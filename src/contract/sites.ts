import { z } from 'zod';
import { siteEventKinds } from '../domain/places/site.ts';
import { endpoint, flagInQuery, idParams, line, pageCursor, pageSize, paragraph } from './endpoint.ts';

const named = z.object({ id: z.string(), name: z.string() });
export const siteStates = ['active', 'retired'] as const;

/** How a site stands, by its open problems: none; some, all in time; at least one overdue. */
export const siteLights = ['clear', 'open', 'overdue'] as const;
export type SiteLight = (typeof siteLights)[number];

/** One line of the register. */
export const siteLine = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  siteType: z.string(),
  siteTypeName: z.string(),
  siteTypeNameEn: z.string(),
  territory: named,
  address: z.string().nullable(),
  /** WGS-84 degrees; both or neither. */
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  isOwnerless: z.boolean(),
  state: z.enum(siteStates),
  openProblems: z.number(),
  overdueProblems: z.number(),
  /** As printed, e.g. "82.75"; null where never scored. */
  lastScore: z.string().nullable(),
  lastInspectedAt: z.string().nullable(),
  isSample: z.boolean(),
});
export type SiteLine = z.infer<typeof siteLine>;

/** A visit of the site that was finished. */
export const siteInspectionLine = z.object({
  id: z.string(),
  roundName: z.string(),
  inspectorName: z.string(),
  finishedAt: z.string(),
  score: z.string().nullable(),
  vetoFailed: z.boolean(),
  problems: z.number(),
});

/** Everything about one site. */
export const siteView = siteLine.extend({
  version: z.number(),
  /** Units from the root down to the territory. */
  territoryNames: z.array(z.string()),
  lineBureau: named.nullable(),
  operator: named.nullable(),
  keeper: named.nullable(),
  positionSource: z.string().nullable(),
  note: z.string().nullable(),
  source: z.string().nullable(),
  counts: z.object({
    problems: z.number(),
    struckOff: z.number(),
    inspections: z.number(),
  }),
  /** The newest twenty; empty where the asker may not see inspections. */
  inspections: z.array(siteInspectionLine),
  may: z.object({ edit: z.boolean() }),
});
export type SiteView = z.infer<typeof siteView>;

/** What narrows list, map and export alike. */
const siteFilterShape = {
  /** With everything below it. */
  unitId: z.uuid().optional(),
  siteType: line(40, 1).optional(),
  ownerless: flagInQuery.optional(),
  state: z.enum([...siteStates, 'all']).default('active'),
  hasPosition: flagInQuery.optional(),
  light: z.enum(siteLights).optional(),
  /** Part of name, code or address. */
  search: line(60, 1).optional(),
};
export const siteFilter = z.object(siteFilterShape).strict();
export type SiteFilter = z.output<typeof siteFilter>;

/** Under the same filter; `all` = clear + open + overdue = positioned + those without a position. */
export const siteCounts = z.object({
  all: z.number(),
  clear: z.number(),
  open: z.number(),
  overdue: z.number(),
  ownerless: z.number(),
  positioned: z.number(),
});
export type SiteCounts = z.infer<typeof siteCounts>;

export const listSites = endpoint({
  name: 'sites.list',
  method: 'GET',
  path: '/api/sites',
  access: 'asked',
  query: z.object({ ...siteFilterShape, cursor: pageCursor, limit: pageSize }).strict(),
  reply: z.object({
    sites: z.array(siteLine),
    /** Null on the last page. */
    next: z.string().nullable(),
    counts: siteCounts,
  }),
});

export const getSite = endpoint({
  name: 'sites.get',
  method: 'GET',
  path: '/api/sites/:id',
  access: 'asked',
  params: idParams,
  reply: siteView,
});

/** What was done to a site, newest first. */
export const getSiteHistory = endpoint({
  name: 'sites.history',
  method: 'GET',
  path: '/api/sites/:id/history',
  access: 'asked',
  params: idParams,
  reply: z.object({
    entries: z.array(
      z.object({
        version: z.number(),
        kind: z.enum(siteEventKinds),
        at: z.string(),
        actorName: z.string().nullable(),
        /** Names of fields that changed; empty for other kinds. */
        fields: z.array(z.string()),
        reason: z.string().nullable(),
      }),
    ),
  }),
});

/** Points the map takes at once; above, the server groups them on a grid. */
export const mostMapPoints = 20_000;

/** `[id, lon, lat, type, openProblems, overdueProblems, lastScore]` */
export const mapPoint = z.tuple([
  z.string(),
  z.number(),
  z.number(),
  z.string(),
  z.number(),
  z.number(),
  z.string().nullable(),
]);
export type MapPoint = z.infer<typeof mapPoint>;

/** `[lon, lat, sites, clear, open, overdue]`: a group of sites at their mean position. */
export const mapCluster = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
export type MapCluster = z.infer<typeof mapCluster>;

const degreesInQuery = z
  .string()
  .regex(/^-?\d{1,3}(\.\d{1,12})?(,-?\d{1,3}(\.\d{1,12})?){3}$/)
  .transform((text) => text.split(',').map(Number) as [number, number, number, number])
  .refine(([west, south, east, north]) => west < east && south < north);

/**
 * Positions for the map. Either all points, or, above {@link mostMapPoints}, groups on a grid; never
 * both. `counts` are those of the list under the same filter; points or groups add up to `inBox`, which
 * without a box is `counts.positioned`.
 */
export const getSiteMap = endpoint({
  name: 'sites.map',
  method: 'GET',
  path: '/api/sites/map',
  access: 'asked',
  query: z
    .object({
      ...siteFilterShape,
      /** "west,south,east,north" in degrees: only what lies inside, for a map that was zoomed in. */
      box: degreesInQuery.optional(),
    })
    .strict(),
  reply: z.object({
    points: z.array(mapPoint),
    clusters: z.array(mapCluster),
    inBox: z.number(),
    counts: siteCounts,
  }),
});

type Ring = [number, number][];
const ring: z.ZodType<Ring> = z.array(z.tuple([z.number(), z.number()]));
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring)) }),
]);

/** Borders to draw, with a name each. */
export const borderCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        type: z.literal('Feature'),
        properties: z.object({
          code: z.string(),
          name: z.string(),
          name_en: z.string().nullable().default(null),
          label_point: z.tuple([z.number(), z.number()]).nullable().default(null),
        }),
        geometry,
      }),
    )
    .max(2000),
});
export type BorderCollection = z.output<typeof borderCollection>;

/** The city's borders; `layer` is null where the city has none. */
export const getDistricts = endpoint({
  name: 'sites.districts',
  method: 'GET',
  path: '/api/map/districts',
  access: 'asked',
  reply: z.object({
    layer: z
      .object({
        title: z.string(),
        source: z.string().nullable(),
        /** What the reader must know before he trusts a line. */
        caution: z.string().nullable(),
        geojson: borderCollection,
      })
      .nullable(),
  }),
});

const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);

const siteContent = {
  code: line(60, 1),
  name: line(120, 1),
  siteType: line(40, 1),
  territoryUnitId: z.uuid(),
  lineBureauId: z.uuid().nullable(),
  operatorUnitId: z.uuid().nullable(),
  keeperPersonId: z.uuid().nullable(),
  isOwnerless: z.boolean(),
  address: line(300).nullable(),
  /** WGS-84; `map`: chosen on the map, `device`: by the device on the spot, `typed`: numbers typed in. */
  position: z
    .object({ lon: longitude, lat: latitude, source: z.enum(['map', 'device', 'typed']) })
    .strict()
    .nullable(),
  note: paragraph(1000).nullable(),
};
const readVersion = z.number().int().min(0).max(1_000_000);

export const createSite = endpoint({
  name: 'sites.create',
  method: 'POST',
  path: '/api/sites',
  access: 'asked',
  body: z.object({ id: z.uuid(), ...siteContent }).strict(),
  reply: siteView,
});

/** Replaces the content. `position` left out: stays as it is with its source. */
export const editSite = endpoint({
  name: 'sites.edit',
  method: 'PUT',
  path: '/api/sites/:id',
  access: 'asked',
  params: idParams,
  body: z
    .object({ version: readVersion, ...siteContent, position: siteContent.position.optional() })
    .strict(),
  reply: siteView,
});

const withReason = z.object({ version: readVersion, reason: line(300, 1) }).strict();

/** Out of use: it is drawn for no new round, and stays in every past one. */
export const retireSite = endpoint({
  name: 'sites.retire',
  method: 'POST',
  path: '/api/sites/:id/retire',
  access: 'asked',
  params: idParams,
  body: withReason,
  reply: siteView,
});

export const restoreSite = endpoint({
  name: 'sites.restore',
  method: 'POST',
  path: '/api/sites/:id/restore',
  access: 'asked',
  params: idParams,
  body: withReason,
  reply: siteView,
});

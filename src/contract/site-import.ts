import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { siteFilter } from './sites.ts';

/** Rows of one file; a larger register is split. */
export const mostImportRows = 20_000;

/** One thing wrong in a file: where, what stands there, what is wrong, and what would be right. */
export const importFault = z.object({
  sheet: z.string(),
  /** Counted from 1, as spreadsheets do; 0 for the file as a whole. */
  row: z.number(),
  /** Heading of the column, or empty for the whole row. */
  column: z.string(),
  /** As in spreadsheets, e.g. "C7"; empty for the whole row or file. */
  cell: z.string(),
  value: z.string(),
  code: z.string(),
  wrong: z.string(),
  right: z.string(),
});
export type ImportFault = z.infer<typeof importFault>;

export const importReport = z.object({
  fileName: z.string(),
  contentHash: z.string(),
  rows: z.number(),
  /** The same file was applied before; applying it again changes nothing. */
  appliedBefore: z.object({ at: z.string(), byName: z.string().nullable() }).nullable(),
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  /** Nothing is applied while there is one. */
  faultCount: z.number(),
  /** The first two hundred. */
  faults: z.array(importFault),
  /** Headings that nobody reads. */
  ignoredColumns: z.array(z.string()),
  /** The first fifty rows and what they will do. */
  sample: z.array(
    z.object({
      row: z.number(),
      code: z.string(),
      name: z.string(),
      action: z.enum(['create', 'change', 'keep']),
    }),
  ),
});
export type ImportReport = z.infer<typeof importReport>;

/** Reads a register (.xlsx, .csv) and says what it would do. Stores nothing. */
export const previewSiteImport = endpoint({
  name: 'sites.importPreview',
  method: 'POST',
  path: '/api/sites/import/preview',
  access: 'asked',
  reply: importReport,
  carries: 'upload',
});

/** Applies the register, all rows or none. `contentHash`: of the file that was previewed. */
export const applySiteImport = endpoint({
  name: 'sites.import',
  method: 'POST',
  path: '/api/sites/import',
  access: 'asked',
  body: z.object({ contentHash: z.string().regex(/^[0-9a-f]{64}$/) }).strict(),
  reply: importReport,
  carries: 'upload',
});

/** An empty register with headings, an example and the codes to choose from. */
export const getSiteTemplate = endpoint({
  name: 'sites.template',
  method: 'GET',
  path: '/api/sites/import/template',
  access: 'asked',
  reply: z.object({}),
  carries: 'download',
});

/** The sites of a filter as a register that can be imported again. */
export const exportSites = endpoint({
  name: 'sites.export',
  method: 'GET',
  path: '/api/sites/export',
  access: 'asked',
  query: siteFilter,
  reply: z.object({}),
  carries: 'download',
});

import { createHash } from 'node:crypto';
import {
  applySiteImport,
  exportSites,
  getSiteTemplate,
  type ImportReport,
  mostImportRows,
  previewSiteImport,
} from '../../contract/site-import.ts';
import type { Decision } from '../../domain/decision.ts';
import { readSpreadsheet } from '../documents/spreadsheet-reader.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import type { Upload } from '../platform/http-upload.ts';
import { Permissions } from '../platform/permissions.ts';
import { invalid, Refused } from '../platform/refused.ts';
import { type Locale, say } from '../platform/words.ts';
import { type ImportPlan, planImport } from './site-import-plan.ts';
import { findImportRun, insertImportRun, loadDirectory, writePlannedSites } from './site-import-queries.ts';
import { type RegisterRows, type RowFault, readRegister } from './site-import-rows.ts';
import { scopeOf } from './site-list-queries.ts';
import { writeRegister, writeTemplate } from './site-register-file.ts';
import type { SiteWatcher } from './site-watcher.ts';

const faultsShown = 200;
const rowsShown = 50;
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface ReadFile {
  readonly fileName: string;
  readonly contentHash: string;
  readonly register: RegisterRows;
}

/** Import of a register in two steps, its template, and the same table out again. */
export function siteImportRoutes(watch: SiteWatcher): Route[] {
  return [
    implementPrepared(
      previewSiteImport,
      ({ actor, upload }) => readFile(new Permissions(actor), upload),
      async ({ tx, cityId, ask, locale }, file) => {
        const plan = await planFile(tx, cityId, ask, file);
        return reportOf(file, plan, await findImportRun(tx, cityId, file.contentHash), locale);
      },
    ),

    implementPrepared(
      applySiteImport,
      ({ actor, upload }) => readFile(new Permissions(actor), upload),
      async ({ tx, cityId, ask, actor, body, now, locale }, file) => {
        ask.requireAnywhere('site.edit');
        if (file.contentHash !== body.contentHash) throw new Refused(409, 'site-import-other-file');
        const { fileName, contentHash, register } = file;
        const run = { contentHash, fileName, rows: register.rows.length, personId: actor.personId, now };
        if (!(await insertImportRun(tx, cityId, run))) {
          const appliedBefore = await findImportRun(tx, cityId, contentHash);
          return reportOf(file, { planned: [], faults: [] }, appliedBefore, locale);
        }
        const plan = await planFile(tx, cityId, ask, file);
        if (plan.faults.length > 0)
          throw new Refused(409, 'site-import-faults', { count: plan.faults.length });
        await watch(tx, cityId, await writePlannedSites(tx, cityId, plan.planned, actor, now), now);
        return reportOf(file, plan, null, locale);
      },
    ),

    implement(getSiteTemplate, async ({ tx, cityId, ask, locale }) => {
      ask.requireAnywhere('site.edit');
      const bytes = await writeTemplate(tx, cityId, locale);
      return { fileName: `${say(locale, 'sites.title')}.xlsx`, mediaType: workbookType, bytes };
    }),

    implement(exportSites, async ({ tx, cityId, query, ask, now, locale }) => {
      ask.requireAnywhere('site.view');
      const scope = await scopeOf(tx, cityId, ask.reach('site.view'), query, now);
      const bytes = await writeRegister(tx, scope, locale);
      return {
        fileName: `${say(locale, 'sites.title')} ${now.slice(0, 10)}.xlsx`,
        mediaType: workbookType,
        bytes,
      };
    }),
  ];
}

/** Asks before it reads: unpacking a workbook is work that only those who may import can cause. */
async function readFile(ask: Permissions, upload: Upload | null): Promise<ReadFile> {
  ask.requireAnywhere('site.edit');
  if (!upload) throw invalid('file', 'required');
  const { bytes, fileName } = upload;
  const sheets = unwrapInput(await readSpreadsheet(bytes, fileName, { maxRows: mostImportRows + 100 }));
  const register = readRegister(sheets);
  if (register.rows.length > mostImportRows) {
    throw new Refused(400, 'spreadsheet-too-many-rows', { limit: mostImportRows });
  }
  return { fileName, contentHash: createHash('sha256').update(bytes).digest('hex'), register };
}

/** A file that cannot be read is a fault of the input. */
function unwrapInput<T>(decision: Decision<T>): T {
  if (decision.accepted) return decision.value;
  throw new Refused(400, decision.refusal.code, decision.refusal.facts);
}

async function planFile(
  tx: Tx,
  cityId: string,
  ask: Permissions,
  { register }: ReadFile,
): Promise<ImportPlan> {
  ask.requireAnywhere('site.edit');
  const directory = await loadDirectory(tx, cityId, register.rows, (path) => ask.may('site.edit', path));
  const plan = planImport(register.rows, directory);
  const faults = [...register.faults, ...plan.faults].sort((a, b) => a.row - b.row);
  return { planned: plan.planned, faults };
}

function reportOf(
  { fileName, contentHash, register }: ReadFile,
  { planned, faults }: ImportPlan,
  appliedBefore: ImportReport['appliedBefore'],
  locale: Locale,
): ImportReport {
  const count = (action: string) => planned.filter((plan) => plan.action === action).length;
  return {
    fileName,
    contentHash,
    rows: register.rows.length,
    appliedBefore,
    created: count('create'),
    changed: count('change'),
    unchanged: count('keep'),
    faultCount: faults.length,
    faults: faults.slice(0, faultsShown).map((fault) => sayFault(fault, locale)),
    ignoredColumns: [...register.ignoredColumns],
    sample: planned.slice(0, rowsShown).map(({ row, action, content }) => ({
      row,
      action,
      code: content.code,
      name: content.name,
    })),
  };
}

function sayFault({ facts, ...fault }: RowFault, locale: Locale): ImportReport['faults'][number] {
  return {
    ...fault,
    wrong: say(locale, `siteImport.wrong.${fault.code}`, facts),
    right: say(locale, `siteImport.right.${fault.code}`, facts),
  };
}

import type { Route } from '../platform/http-endpoint.ts';
import { ledgerExportRoutes } from './ledger-export-routes.ts';
import { ledgerImportRoutes } from './ledger-import-routes.ts';

/** The ledger as files: out by a job, in after a look. */
export function ledgerFilesRoutes(filesDirectory: string): Route[] {
  return [...ledgerExportRoutes(filesDirectory), ...ledgerImportRoutes()];
}

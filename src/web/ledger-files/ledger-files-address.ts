export const ledgerFilesPath = '/ledger-files';
export const ledgerImportPath = '/ledger-files/import';

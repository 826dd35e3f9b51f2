import { Button, Flex, Typography } from 'antd';
import { useGo } from '../../client/address.tsx';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { ExportList } from './export-list.tsx';
import { ImportList } from './import-list.tsx';
import { ledgerImportPath } from './ledger-files-address.ts';

/** The ledger as files: what I exported, and which ledgers were taken in. */
export function LedgerFilesPage() {
  const say = useWords();
  const go = useGo();
  const mayImport = useMay('problem.dispatch');
  return (
    <Flex vertical gap={16}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('ledgerFiles.title')}
        </Typography.Title>
        <Flex wrap gap={8}>
          <Button onClick={() => go('/ledger')}>{say('ledgerFiles.toLedger')}</Button>
          {mayImport && (
            <Button type="primary" onClick={() => go(ledgerImportPath)}>
              {say('ledgerFiles.import')}
            </Button>
          )}
        </Flex>
      </Flex>
      <ExportList />
      {mayImport && <ImportList />}
    </Flex>
  );
}

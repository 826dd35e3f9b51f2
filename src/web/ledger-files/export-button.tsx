import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, Flex } from 'antd';
import { v7 as uuid } from 'uuid';
import { useGo } from '../../client/address.tsx';
import { call, type InputOf } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { askLedgerExport, exportFormats, listLedgerExports } from '../../contract/ledger-files.ts';
import { ledgerFilesPath } from './ledger-files-address.ts';

type Filter = InputOf<typeof askLedgerExport>['body']['filter'];

/** Asks for the ledger under these filters as a file, and goes to where the file will be. */
export function ExportButton({ filter }: { filter: Filter }) {
  const say = useWords();
  const go = useGo();
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: (format: (typeof exportFormats)[number]) =>
      call(askLedgerExport, { body: { id: uuid(), format, filter, since: null } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [listLedgerExports.name] });
      go(ledgerFilesPath);
    },
  });
  return (
    <Flex vertical gap={8}>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'xlsx', label: say('ledgerFiles.exportXlsx') },
            { key: 'csv', label: say('ledgerFiles.exportCsv') },
            { type: 'divider' },
            { key: 'files', label: say('ledgerFiles.title') },
          ],
          onClick: ({ key }) => {
            const format = exportFormats.find((one) => one === key);
            if (format) ask.mutate(format);
            else go(ledgerFilesPath);
          },
        }}
      >
        <Button loading={ask.isPending}>{say('ledgerFiles.exportButton')}</Button>
      </Dropdown>
      <RefusalAlert error={ask.error} />
    </Flex>
  );
}

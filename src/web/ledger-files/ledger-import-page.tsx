import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Steps, Typography, Upload } from 'antd';
import { useState } from 'react';
import { useGo } from '../../client/address.tsx';
import { uploadFile } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import {
  applyLedgerImport,
  type LedgerMapping,
  mostLedgerRows,
  previewLedgerImport,
} from '../../contract/ledger-files.ts';
import { ImportFindings } from './import-findings.tsx';
import { ledgerFilesPath } from './ledger-files-address.ts';
import { MappingForm } from './mapping-form.tsx';

/** Takes a ledger in: choose the file, match its columns, check, apply. The file is sent again with each step. */
export function LedgerImportPage() {
  const say = useWords();
  const go = useGo();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<LedgerMapping | null>(null);
  const preview = useMutation({
    mutationFn: (asked: { file: File; mapping: LedgerMapping | null }) =>
      uploadFile(previewLedgerImport, asked.file, {
        fields: asked.mapping ? { mapping: JSON.stringify(asked.mapping) } : {},
      }),
    onSuccess: (report) => setMapping(report.mapping),
  });
  const apply = useMutation({
    mutationFn: (asked: { file: File; contentHash: string; mapping: LedgerMapping }) =>
      uploadFile(applyLedgerImport, asked.file, {
        fields: { contentHash: asked.contentHash, mapping: JSON.stringify(asked.mapping) },
      }),
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => /^(problems|ledgerFiles|workLists)\./.test(String(queryKey[0])),
      }),
  });
  const report = preview.data;
  // what was changed since the last look must be looked at before it is applied
  const isLooked = report !== undefined && JSON.stringify(mapping) === JSON.stringify(report.mapping);
  const mayApply = isLooked && report.faultCount === 0 && !report.appliedBefore && report.fresh > 0;
  const step = apply.data ? 3 : !report ? 0 : mayApply ? 2 : 1;
  const startAgain = () => {
    setFile(null);
    setMapping(null);
    preview.reset();
    apply.reset();
  };
  return (
    <Flex vertical gap={16} style={{ maxWidth: 1200 }}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('ledgerImport.title')}
        </Typography.Title>
        <Button onClick={() => go(ledgerFilesPath)}>{say('common.back')}</Button>
      </Flex>
      <Steps
        size="small"
        current={step}
        items={(['file', 'columns', 'check', 'done'] as const).map((name) => ({
          title: say(`ledgerImport.step.${name}`),
        }))}
      />
      {!report && (
        <Upload.Dragger
          accept=".xlsx,.csv"
          maxCount={1}
          showUploadList={false}
          disabled={preview.isPending}
          beforeUpload={(chosen) => {
            setFile(chosen);
            preview.mutate({ file: chosen, mapping: null });
            return false;
          }}
        >
          <p>{preview.isPending ? say('common.loading') : say('ledgerImport.drop')}</p>
          <p style={{ color: colours.second }}>{say('ledgerImport.dropHint', { limit: mostLedgerRows })}</p>
        </Upload.Dragger>
      )}
      <RefusalAlert error={preview.error ?? apply.error} />
      {report && mapping && file && !apply.data && (
        <>
          {!report.appliedBefore && (
            <MappingForm
              report={report}
              mapping={mapping}
              onChange={setMapping}
              isLooking={preview.isPending}
              isLooked={isLooked}
              onLook={() => preview.mutate({ file, mapping })}
            />
          )}
          <ImportFindings report={report} />
          <Flex wrap gap={8}>
            <Button onClick={startAgain}>{say('ledgerImport.again')}</Button>
            {mayApply && (
              <Button
                type="primary"
                loading={apply.isPending}
                onClick={() => apply.mutate({ file, contentHash: report.contentHash, mapping })}
              >
                {say('ledgerImport.apply', { count: report.fresh })}
              </Button>
            )}
          </Flex>
        </>
      )}
      {apply.data && (
        <>
          <Alert
            type="success"
            showIcon
            role="status"
            title={say('ledgerImport.done', { count: apply.data.fresh })}
          />
          <Flex wrap gap={8}>
            <Button onClick={startAgain}>{say('ledgerImport.again')}</Button>
            <Button type="primary" onClick={() => go('/ledger')}>
              {say('ledgerImport.toLedger')}
            </Button>
          </Flex>
        </>
      )}
    </Flex>
  );
}

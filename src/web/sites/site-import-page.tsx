import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Steps, Table, Typography, Upload } from 'antd';
import { useState } from 'react';
import { useGo } from '../../client/address.tsx';
import { addressOf, uploadFile } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import {
  applySiteImport,
  getSiteTemplate,
  type ImportFault,
  type ImportReport,
  previewSiteImport,
} from '../../contract/site-import.ts';
import { sitesPath } from './site-address.ts';

/** Takes a register in, in three steps: choose, check, apply. The file is sent again to be applied. */
export function SiteImportPage() {
  const say = useWords();
  const go = useGo();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const preview = useMutation({ mutationFn: (chosen: File) => uploadFile(previewSiteImport, chosen) });
  const apply = useMutation({
    mutationFn: ({ chosen, contentHash }: { chosen: File; contentHash: string }) =>
      uploadFile(applySiteImport, chosen, { fields: { contentHash } }),
    onSuccess: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('sites.') }),
  });
  const report = preview.data;
  const step = apply.data ? 2 : report ? 1 : 0;
  const startAgain = () => {
    setFile(null);
    preview.reset();
    apply.reset();
  };
  return (
    <Flex vertical gap={16} style={{ maxWidth: 1100 }}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('siteImport.title')}
        </Typography.Title>
        <Button onClick={() => go(sitesPath)}>{say('common.back')}</Button>
      </Flex>
      <Steps
        size="small"
        current={step}
        items={[
          { title: say('siteImport.step.file') },
          { title: say('siteImport.step.check') },
          { title: say('siteImport.step.done') },
        ]}
      />
      {step === 0 && (
        <>
          <Upload.Dragger
            accept=".xlsx,.csv"
            maxCount={1}
            showUploadList={false}
            disabled={preview.isPending}
            beforeUpload={(chosen) => {
              setFile(chosen);
              preview.mutate(chosen);
              return false;
            }}
          >
            <p>{preview.isPending ? say('common.loading') : say('siteImport.drop')}</p>
            <p style={{ color: colours.second }}>{say('siteImport.dropHint')}</p>
          </Upload.Dragger>
          <div>
            <Button href={addressOf(getSiteTemplate)} download>
              {say('siteImport.template')}
            </Button>
          </div>
        </>
      )}
      <RefusalAlert error={preview.error ?? apply.error} />
      {report && !apply.data && (
        <>
          <ImportFindings report={report} />
          <Flex gap={8}>
            <Button onClick={startAgain}>{say('siteImport.again')}</Button>
            {report.faultCount === 0 && !report.appliedBefore && report.created + report.changed > 0 && (
              <Button
                type="primary"
                loading={apply.isPending}
                onClick={() => file && apply.mutate({ chosen: file, contentHash: report.contentHash })}
              >
                {say('siteImport.apply', { count: report.created + report.changed })}
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
            title={say('siteImport.done', { created: apply.data.created, changed: apply.data.changed })}
          />
          <Flex gap={8}>
            <Button onClick={startAgain}>{say('siteImport.again')}</Button>
            <Button type="primary" onClick={() => go(sitesPath)}>
              {say('sites.title')}
            </Button>
          </Flex>
        </>
      )}
    </Flex>
  );
}

function ImportFindings({ report }: { report: ImportReport }) {
  const say = useWords();
  const { locale } = useLocale();
  const before = report.appliedBefore;
  const hasWork = report.created + report.changed > 0;
  return (
    <>
      <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
        {report.fileName}
      </Typography.Title>
      <p style={{ margin: 0 }}>{say('siteImport.summary', report)}</p>
      {before && (
        <Alert
          type="info"
          showIcon
          title={say('siteImport.appliedBefore', {
            at: formatInstant(before.at, locale),
            name: before.byName ?? say('sites.historyBySystem'),
          })}
        />
      )}
      {report.ignoredColumns.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say('siteImport.ignored', { columns: report.ignoredColumns.join(' / ') })}
        />
      )}
      {report.faultCount > 0 ? (
        <FaultTable report={report} />
      ) : (
        <>
          {!before && (
            <Alert
              type={hasWork ? 'success' : 'info'}
              showIcon
              title={say(hasWork ? 'siteImport.clean' : 'siteImport.nothing')}
            />
          )}
          <Table<ImportReport['sample'][number]>
            rowKey="row"
            size="small"
            pagination={false}
            scroll={{ x: 560, y: 400 }}
            dataSource={report.sample}
            columns={[
              { title: say('common.name'), dataIndex: 'name' },
              {
                title: say('common.state'),
                dataIndex: 'action',
                width: 100,
                render: (action: 'create' | 'change' | 'keep') => say(`siteImport.action.${action}`),
              },
              { title: say('common.code'), dataIndex: 'code', width: 200 },
              { title: say('siteImport.column.row'), dataIndex: 'row', width: 80, align: 'right' },
            ]}
          />
        </>
      )}
    </>
  );
}

function FaultTable({ report }: { report: ImportReport }) {
  const say = useWords();
  const faults = report.faults.map((fault, index) => ({ ...fault, key: index }));
  return (
    <>
      <Alert
        type="error"
        showIcon
        role="alert"
        title={say('siteImport.faults', { count: report.faultCount })}
        description={
          report.faultCount > faults.length && say('siteImport.faultsShown', { shown: faults.length })
        }
      />
      <Table<ImportFault & { key: number }>
        size="small"
        pagination={false}
        scroll={{ x: 860, y: 480 }}
        dataSource={faults}
        columns={[
          {
            title: say('siteImport.column.place'),
            key: 'place',
            width: 200,
            render: (_, fault) =>
              fault.row === 0
                ? say('siteImport.wholeFile')
                : [fault.sheet, fault.cell || fault.row, fault.column].filter(Boolean).join(' · '),
          },
          { title: say('siteImport.column.wrong'), dataIndex: 'wrong', width: 200 },
          { title: say('siteImport.column.value'), dataIndex: 'value', width: 180 },
          { title: say('siteImport.column.right'), dataIndex: 'right' },
        ]}
      />
    </>
  );
}

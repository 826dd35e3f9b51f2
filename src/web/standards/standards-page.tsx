import { ImportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Flex, Table, type TableColumnsType, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import { listVersions, type VersionSummary } from '../../contract/standards.ts';
import { ImportDialog } from './import-dialog.tsx';
import { VersionBadge } from './version-badge.tsx';

/** All versions of all standards, newest first. */
export function StandardsPage() {
  const say = useWords();
  const { locale } = useLocale();
  const localName = useLocalName();
  const mayEdit = useMay('standard.edit');
  const navigate = useNavigate();
  const [isImporting, setImporting] = useState(false);
  const list = useQuery({ queryKey: [listVersions.name], queryFn: () => call(listVersions) });
  const versions = list.data?.versions ?? [];
  const columns: TableColumnsType<VersionSummary> = [
    {
      title: say('standards.title'),
      key: 'title',
      width: 320,
      render: (_, version) => (
        <Link to="/standards/$versionId" params={{ versionId: version.id }}>
          {say('standards.versionName', {
            title: localName({ name: version.title, nameEn: version.titleEn }),
            number: version.number,
          })}
        </Link>
      ),
    },
    {
      title: say('common.state'),
      key: 'state',
      width: 160,
      render: (_, version) => <VersionBadge version={version} />,
    },
    { title: say('standards.checklists'), dataIndex: 'checklistCount', align: 'right', width: 90 },
    { title: say('standards.items'), dataIndex: 'itemCount', align: 'right', width: 90 },
    {
      title: say('standards.published'),
      key: 'published',
      width: 240,
      render: (_, { publishedAt, publishedByName }) =>
        publishedAt && [formatInstant(publishedAt, locale), publishedByName].filter(Boolean).join(' · '),
    },
    { title: say('common.note'), dataIndex: 'note', ellipsis: true },
  ];
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <h1>{say('standards.title')}</h1>
        {mayEdit && (
          <Button icon={<ImportOutlined aria-hidden />} onClick={() => setImporting(true)}>
            {say('standards.import')}
          </Button>
        )}
      </Flex>
      <Typography.Paragraph type="secondary">{say('standards.about')}</Typography.Paragraph>
      {list.error ? (
        <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          rowKey="id"
          size="middle"
          loading={list.isPending}
          columns={columns}
          dataSource={versions}
          pagination={false}
          scroll={{ x: 960 }}
          locale={{ emptyText: say(mayEdit ? 'standards.emptyImport' : 'standards.empty') }}
          footer={() => say('common.counted', { count: versions.length })}
        />
      )}
      {isImporting && (
        <ImportDialog
          versions={versions}
          onClose={() => setImporting(false)}
          onImported={(versionId) => void navigate({ to: '/standards/$versionId', params: { versionId } })}
        />
      )}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Flex, Select, Skeleton, Table, type TableColumnsType, Typography } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../../client/api.ts';
import { type Reference, useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { type Say, useLocalName, useWords } from '../../client/words.tsx';
import { compareVersions, listVersions } from '../../contract/standards.ts';
import { ChangeTag } from './change-tag.tsx';
import { type ChangedField, fieldWords, valueWords } from './change-words.ts';

type Changes = z.output<(typeof compareVersions)['reply']>;
type ItemChange = Changes['items'][number];

/** What one version has that another has not. */
export function StandardChangesPage() {
  const say = useWords();
  const localName = useLocalName();
  const reference = useReference();
  const { versionId = '' } = useParams({ strict: false }) as { versionId?: string };
  const { since: asked } = useSearch({ strict: false }) as { since?: string };
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({ queryKey: [listVersions.name], queryFn: () => call(listVersions) });
  const others = list.data?.versions.filter((version) => version.id !== versionId) ?? [];
  const since = chosen ?? asked ?? others[0]?.id ?? '';
  const changes = useQuery({
    queryKey: [compareVersions.name, versionId, since],
    queryFn: () => call(compareVersions, { params: { id: versionId }, query: { since } }),
    enabled: since !== '',
  });
  const error = list.error ?? changes.error;
  const nameOf = (version: { title: string; titleEn: string; number: number }) =>
    say('standards.versionName', {
      title: localName({ name: version.title, nameEn: version.titleEn }),
      number: version.number,
    });
  return (
    <>
      <Link to="/standards/$versionId" params={{ versionId }}>
        {changes.data ? nameOf(changes.data.after) : say('common.back')}
      </Link>
      <h1>{say('standards.changes')}</h1>
      <Flex gap={8} align="center" wrap>
        <label htmlFor="changes-since">{say('standards.changesSince')}</label>
        <Select
          id="changes-since"
          style={{ minWidth: 280, maxWidth: '100%' }}
          value={since || null}
          onChange={(id) => setChosen(id)}
          options={others.map((version) => ({ value: version.id, label: nameOf(version) }))}
        />
      </Flex>
      {error && <RefusalAlert error={error} retry={() => void changes.refetch()} />}
      {!error && since !== '' && !changes.data && <Skeleton active />}
      {!error && list.data && since === '' && <p>{say('standards.nothingToCompare')}</p>}
      {changes.data && <ChangesList changes={changes.data} say={say} reference={reference} />}
    </>
  );
}

function ChangesList({ changes, say, reference }: { changes: Changes; say: Say; reference: Reference }) {
  const counts = (kind: ItemChange['kind']) => changes.items.filter((item) => item.kind === kind).length;
  const columns: TableColumnsType<ItemChange> = [
    {
      title: say('standards.item'),
      key: 'item',
      width: 240,
      render: (_, item) => (
        <>
          {item.title} <Typography.Text type="secondary">{item.code}</Typography.Text>
        </>
      ),
    },
    {
      title: say('standards.change'),
      key: 'kind',
      width: 90,
      render: (_, { kind }) => <ChangeTag kind={kind} />,
    },
    {
      title: say('standards.checklist'),
      dataIndex: 'siteType',
      width: 140,
      render: (code: string) => reference.siteTypeName(code),
    },
    {
      title: say('standards.changedFields'),
      key: 'fields',
      render: (_, item) => <FieldList fields={item.fields} say={say} reference={reference} />,
    },
  ];
  const nothing =
    changes.items.length === 0 &&
    changes.checklists.length === 0 &&
    changes.scoring.length === 0 &&
    !changes.exemptionsChanged;
  if (nothing) return <p>{say('standards.noChanges')}</p>;
  return (
    <>
      <p>
        {say('standards.changeCounts', {
          added: counts('added'),
          removed: counts('removed'),
          changed: counts('changed'),
        })}
      </p>
      {(changes.scoring.length > 0 || changes.exemptionsChanged) && (
        <>
          <h2>{say('standards.rules')}</h2>
          <FieldList fields={changes.scoring} say={say} reference={reference} />
          {changes.exemptionsChanged && <p>{say('standards.exemptionsChanged')}</p>}
        </>
      )}
      {changes.checklists.length > 0 && (
        <>
          <h2>{say('standards.checklists')}</h2>
          <ul>
            {changes.checklists.map((list) => (
              <li key={list.siteType}>
                {reference.siteTypeName(list.siteType)} <ChangeTag kind={list.kind} />
                {list.reordered && say('standards.reordered')}
                <FieldList fields={list.fields} say={say} reference={reference} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{say('standards.items')}</h2>
      <Table
        rowKey="code"
        size="middle"
        columns={columns}
        dataSource={changes.items}
        pagination={changes.items.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
        scroll={{ x: 760 }}
        locale={{ emptyText: say('standards.noItemChanges') }}
      />
    </>
  );
}

function FieldList(props: { fields: readonly ChangedField[]; say: Say; reference: Reference }) {
  const { fields, say, reference } = props;
  return (
    <>
      {fields.map((field) => (
        <div key={field.field}>
          {fieldWords(field.field, say)}: <del>{valueWords(field.field, field.before, say, reference)}</del> →{' '}
          <ins>{valueWords(field.field, field.after, say, reference)}</ins>
        </div>
      ))}
    </>
  );
}

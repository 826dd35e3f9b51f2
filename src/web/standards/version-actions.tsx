import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Flex, Popconfirm } from 'antd';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { addressOf, call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import {
  discardDraft,
  draftFrom,
  exportVersion,
  getVersion,
  listVersions,
  type VersionView,
} from '../../contract/standards.ts';
import { PublishDialog } from './publish-dialog.tsx';

/** What can be done with a version as a whole. */
export function VersionActions({ version }: { version: VersionView }) {
  const say = useWords();
  const mayEdit = useMay('standard.edit');
  const mayPublish = useMay('standard.publish');
  const [isPublishing, setPublishing] = useState(false);
  const list = useQuery({ queryKey: [listVersions.name], queryFn: () => call(listVersions) });
  const versions = list.data?.versions.filter((other) => other.standardId === version.standardId) ?? [];
  const before = versions.find((other) => other.number < version.number);
  const hasDraft = versions.some((other) => other.state === 'draft');
  const isDraft = version.state === 'draft';
  return (
    <Flex gap={8} wrap align="center">
      {before && (
        <Link
          to="/standards/$versionId/changes"
          params={{ versionId: version.id }}
          search={{ since: before.id }}
        >
          {say('standards.compareWith', { number: before.number })}
        </Link>
      )}
      <Button
        icon={<DownloadOutlined aria-hidden />}
        href={addressOf(exportVersion, { id: version.id })}
        download
      >
        {say('standards.export')}
      </Button>
      {!isDraft && mayEdit && list.data && !hasDraft && <NewDraft version={version} />}
      {isDraft && mayEdit && <Discard version={version} />}
      {isDraft && mayPublish && (
        <Button type="primary" onClick={() => setPublishing(true)}>
          {say('standards.publish')}
        </Button>
      )}
      {isPublishing && <PublishDialog version={version} onClose={() => setPublishing(false)} />}
    </Flex>
  );
}

function NewDraft({ version }: { version: VersionView }) {
  const say = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const id = useRef(uuid());
  const make = useMutation({
    mutationFn: () => call(draftFrom, { params: { id: version.id }, body: { id: id.current } }),
    onSuccess: async (view) => {
      client.setQueryData([getVersion.name, view.id], view);
      await client.invalidateQueries({ queryKey: [listVersions.name] });
      await navigate({ to: '/standards/$versionId', params: { versionId: view.id } });
    },
  });
  return (
    <>
      <Button loading={make.isPending} onClick={() => make.mutate()}>
        {say('standards.newDraft')}
      </Button>
      <RefusalAlert error={make.error} />
    </>
  );
}

function Discard({ version }: { version: VersionView }) {
  const say = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const discard = useMutation({
    mutationFn: () => call(discardDraft, { params: { id: version.id }, query: { version: version.version } }),
    onSuccess: async () => {
      await navigate({ to: '/standards' });
      client.removeQueries({ queryKey: [getVersion.name, version.id] });
      await client.invalidateQueries({ queryKey: [listVersions.name] });
    },
  });
  return (
    <>
      <Popconfirm
        title={say('standards.discardSure')}
        okText={say('standards.discard')}
        cancelText={say('common.cancel')}
        onConfirm={() => discard.mutate()}
      >
        <Button danger loading={discard.isPending}>
          {say('standards.discard')}
        </Button>
      </Popconfirm>
      <RefusalAlert error={discard.error} />
    </>
  );
}

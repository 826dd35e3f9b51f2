import { CheckCircleFilled, EditOutlined } from '@ant-design/icons';
import { Space, Tag } from 'antd';
import { useWords } from '../../client/words.tsx';
import type { VersionSummary } from '../../contract/standards.ts';

/** Draft or published, by shape and word; the version of new rounds is marked besides. */
export function VersionBadge({ version }: { version: Pick<VersionSummary, 'state' | 'isCurrent'> }) {
  const say = useWords();
  return (
    <Space size={4}>
      {version.state === 'published' ? (
        <Tag icon={<CheckCircleFilled aria-hidden />} color="green">
          {say('standards.state.published')}
        </Tag>
      ) : (
        <Tag icon={<EditOutlined aria-hidden />}>{say('standards.state.draft')}</Tag>
      )}
      {version.isCurrent && <Tag color="green">{say('standards.current')}</Tag>}
    </Space>
  );
}

import { CheckCircleFilled, EditOutlined } from '@ant-design/icons';
import { Space, Tag } from 'antd';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { VersionSummary } from '../../contract/standards.ts';

/** Draft or published, by shape and word; the version of new rounds is marked besides. */
export function VersionBadge({ version }: { version: Pick<VersionSummary, 'state' | 'isCurrent'> }) {
  const say = useWords();
  const published = { color: colours.onTime };
  return (
    <Space size={4}>
      {version.state === 'published' ? (
        <Tag variant="outlined" icon={<CheckCircleFilled aria-hidden />} style={published}>
          {say('standards.state.published')}
        </Tag>
      ) : (
        <Tag variant="outlined" icon={<EditOutlined aria-hidden />}>
          {say('standards.state.draft')}
        </Tag>
      )}
      {version.isCurrent && (
        <Tag variant="outlined" style={published}>
          {say('standards.current')}
        </Tag>
      )}
    </Space>
  );
}

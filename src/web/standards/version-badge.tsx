import { Space, Tag } from 'antd';
import { StateBadge } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { VersionSummary } from '../../contract/standards.ts';

/** Draft or published, by shape and word; the version of new rounds is marked besides. */
export function VersionBadge({ version }: { version: Pick<VersionSummary, 'state' | 'isCurrent'> }) {
  const say = useWords();
  return (
    <Space size={8}>
      {version.state === 'published' ? (
        <StateBadge look={['✓', colours.onTime]}>{say('standards.state.published')}</StateBadge>
      ) : (
        <StateBadge look={['○', colours.second]}>{say('standards.state.draft')}</StateBadge>
      )}
      {version.isCurrent && (
        <Tag variant="outlined" style={{ color: colours.onTime }}>
          {say('standards.current')}
        </Tag>
      )}
    </Space>
  );
}

import { DiffOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';

const looks = {
  added: { icon: <PlusOutlined aria-hidden />, colour: colours.onTime },
  removed: { icon: <MinusOutlined aria-hidden />, colour: colours.overdue },
  changed: { icon: <DiffOutlined aria-hidden />, colour: colours.soon },
} as const;

/** Added, removed or changed, by shape, colour and word. */
export function ChangeTag({ kind }: { kind: keyof typeof looks }) {
  const say = useWords();
  return (
    <Tag variant="outlined" icon={looks[kind].icon} style={{ color: looks[kind].colour }}>
      {say(`standards.change.${kind}`)}
    </Tag>
  );
}

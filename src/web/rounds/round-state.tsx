import { CheckCircleFilled, EditOutlined, PlayCircleFilled } from '@ant-design/icons';
import { Tag } from 'antd';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { RoundState } from '../../domain/rounds/round.ts';

/** State of a round, by shape and word. */
export function RoundBadge({ state }: { state: RoundState }) {
  const say = useWords();
  const words = say(`rounds.state.${state}`);
  switch (state) {
    case 'planned':
      return <Tag icon={<EditOutlined aria-hidden />}>{words}</Tag>;
    case 'open':
      return (
        <Tag icon={<PlayCircleFilled aria-hidden />} style={{ color: colours.onTime }}>
          {words}
        </Tag>
      );
    case 'closed':
      return <Tag icon={<CheckCircleFilled aria-hidden />}>{words}</Tag>;
    default:
      return state satisfies never;
  }
}

import { Radio } from 'antd';
import { useWords } from '../../client/words.tsx';

/** One state or all of them, each with how many there are. */
export function StateChoice<State extends string>(props: {
  states: readonly State[];
  value: State | undefined;
  wordOf: (state: State) => string;
  counts: Readonly<Record<State, number>> | undefined;
  onChoose: (state: string | null) => void;
}) {
  const say = useWords();
  const { counts } = props;
  return (
    <Radio.Group
      aria-label={say('common.state')}
      value={props.value ?? 'all'}
      onChange={(event) => props.onChoose(event.target.value === 'all' ? null : String(event.target.value))}
      optionType="button"
      options={[
        { value: 'all', label: say('common.all') },
        ...props.states.map((state) => ({
          value: state,
          label: `${props.wordOf(state)}${counts ? ` ${counts[state]}` : ''}`,
        })),
      ]}
    />
  );
}

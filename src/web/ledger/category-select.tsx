import { Select } from 'antd';
import { useReference } from '../../client/reference.tsx';
import { useWords } from '../../client/words.tsx';

/** Picks a category of problems by a part of its name. */
export function CategorySelect(props: { value: string; onChange: (key: string) => void }) {
  const say = useWords();
  const reference = useReference();
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      loading={reference.isPending}
      aria-label={say('problems.raise.category')}
      value={props.value || undefined}
      onChange={props.onChange}
      options={reference.data.categories.map((category) => ({
        value: category.key,
        label: reference.categoryName(category.key),
      }))}
    />
  );
}

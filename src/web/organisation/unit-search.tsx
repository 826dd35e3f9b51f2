import { Empty, Flex, Spin } from 'antd';
import { call } from '../../client/api.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { listUnits } from '../../contract/organisation.ts';

/** Units found by a part of a name or code, as a flat list with where each hangs. */
export function UnitSearch(props: {
  search: string;
  chosen: string | undefined;
  onChoose: (unitId: string) => void;
}) {
  const say = useWords();
  const { search } = props;
  const pages = usePages({
    key: [listUnits.name, 'search', search],
    load: (cursor) => call(listUnits, { query: { search, limit: 50, cursor } }),
    nextOf: (page) => page.nextCursor,
    keepsPrevious: true,
  });
  if (pages.isPending) return <Spin aria-label={say('common.loading')} />;
  if (pages.error) return <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />;
  const units = pages.data.flatMap((page) => page.units);
  if (units.length === 0) {
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('organisation.searchNone', { search })} />
    );
  }
  return (
    <Flex vertical gap={8}>
      <div role="status" style={{ color: colours.second }}>
        {say('organisation.searchCount', { count: pages.data[0]?.count ?? 0 })}
      </div>
      <ul className="unit-hits">
        {units.map((unit) => (
          <li key={unit.id}>
            <button
              type="button"
              aria-current={unit.id === props.chosen}
              onClick={() => props.onChoose(unit.id)}
            >
              {unit.name}
              <small>{unit.pathNames.slice(0, -1).join(' / ')}</small>
            </button>
          </li>
        ))}
      </ul>
      <MorePages of={pages} />
    </Flex>
  );
}

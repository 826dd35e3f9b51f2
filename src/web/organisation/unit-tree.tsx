import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { ConfigProvider, Empty, Spin, Tree } from 'antd';
import { type Key, useEffect, useMemo, useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { getUnit, getUnitTree, type UnitLine } from '../../contract/organisation.ts';

// the chosen line as the chosen place of the menu; the library's own shade is too dark for the ink
const treeTheme = { components: { Tree: { nodeSelectedBg: '#E6EEE8', nodeSelectedColor: colours.accent } } };

interface Node {
  readonly key: string;
  readonly unit: UnitLine;
  readonly isLeaf: boolean;
  readonly children?: Node[];
}

function heightOf(): number {
  return Math.max(320, window.innerHeight - 300);
}

/** Height of the tree's window; what lies outside is not drawn, so a city of villages scrolls as well. */
function useTreeHeight(): number {
  const [height, setHeight] = useState(heightOf);
  useEffect(() => {
    const onResize = () => setHeight(heightOf());
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, []);
  return height;
}

/** The units as a tree; children are asked for when their parent is opened. `on`: the tree of a day. */
export function UnitTree(props: {
  on: string | undefined;
  chosen: string | undefined;
  onChoose: (unitId: string) => void;
}) {
  const say = useWords();
  const height = useTreeHeight();
  const [opened, setOpened] = useState<readonly string[] | null>(null);
  const day = props.on ? { on: props.on } : {};
  const tops = useQuery({
    queryKey: [getUnitTree.name, day],
    queryFn: () => call(getUnitTree, { query: day }),
    placeholderData: keepPreviousData,
  });
  const topIds = useMemo(() => tops.data?.units.map((unit) => unit.id) ?? [], [tops.data]);
  // a unit reached by its address stands in sight: everything above it is open
  const chosen = useQuery({
    queryKey: [getUnit.name, { id: props.chosen }],
    queryFn: () => call(getUnit, { params: { id: props.chosen ?? '' } }),
    enabled: props.chosen !== undefined,
  });
  const above = useMemo(() => chosen.data?.above.map(({ id }) => id) ?? [], [chosen.data]);
  useEffect(() => {
    if (above.length === 0) return;
    setOpened((before) => [...new Set([...(before ?? []), ...above])]);
  }, [above]);
  // until somebody opens or shuts something, the tops stand open
  const open = opened ?? topIds;
  const below = useQueries({
    queries: open.map((parentId) => ({
      queryKey: [getUnitTree.name, { parentId, ...day }],
      queryFn: () => call(getUnitTree, { query: { parentId, ...day } }),
      placeholderData: keepPreviousData,
    })),
    combine: (results) => new Map(results.map((result, index) => [open[index], result.data?.units])),
  });
  const nodes = useMemo(() => {
    const nodeOf = (unit: UnitLine): Node => {
      const children = below.get(unit.id)?.map(nodeOf);
      const isLeaf = unit.childCount === 0;
      return children ? { key: unit.id, unit, isLeaf, children } : { key: unit.id, unit, isLeaf };
    };
    return (tops.data?.units ?? []).map(nodeOf);
  }, [tops.data, below]);
  if (tops.isPending) return <Spin aria-label={say('common.loading')} />;
  if (tops.error) return <RefusalAlert error={tops.error} retry={() => void tops.refetch()} />;
  if (nodes.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('organisation.empty')} />;
  }
  return (
    <ConfigProvider theme={treeTheme}>
      <Tree<Node>
        aria-label={say('organisation.tree')}
        blockNode
        height={height}
        treeData={nodes}
        expandedKeys={[...open]}
        onExpand={(keys: Key[]) => setOpened(keys.map(String))}
        selectedKeys={props.chosen ? [props.chosen] : []}
        onSelect={(_, { node }) => props.onChoose(node.key)}
        titleRender={({ unit }) => (
          <span>
            {unit.name}
            {unit.childCount > 0 && (
              <span style={{ color: colours.hint, marginInlineStart: 8 }}>
                {/* the bare number would be read out without saying of what */}
                <span aria-hidden>{unit.childCount}</span>
                <span className="visually-hidden">
                  {say('organisation.treeCount', { count: unit.childCount })}
                </span>
              </span>
            )}
          </span>
        )}
      />
    </ConfigProvider>
  );
}

import { useQuery } from '@tanstack/react-query';
import { App, Button, Flex, Select, Skeleton, TreeSelect } from 'antd';
import { useMemo, useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocalName, useWords } from '../../client/words.tsx';
import { addSites, listCandidates, type RoundView } from '../../contract/rounds.ts';
import { countMatches, type UnitNode, unitTree } from './site-choice.ts';
import { useRoundChange } from './use-round.ts';

/** Chooses sites by unit and type, with the count of each choice before it is made. */
export function SitesStep({ round }: { round: RoundView }) {
  const say = useWords();
  const localName = useLocalName();
  const { message } = App.useApp();
  const params = { id: round.id };
  const candidates = useQuery({
    queryKey: [listCandidates.name, round.id],
    queryFn: () => call(listCandidates, { params }),
  });
  const [unitIds, setUnitIds] = useState<string[]>([]);
  const [siteTypes, setSiteTypes] = useState<string[]>([]);
  const adding = useRoundChange(round, async () => {
    const reply = await call(addSites, {
      params,
      body: { choose: { unitIds, siteTypes }, inspectorId: null },
    });
    void message.success(say('rounds.sites.added', reply));
  });
  const groups = candidates.data?.groups ?? [];
  const tree = useMemo(
    () => unitTree(candidates.data?.units ?? [], candidates.data?.groups ?? []),
    [candidates.data],
  );
  const paths = (candidates.data?.units ?? [])
    .filter((unit) => unitIds.includes(unit.id))
    .map((unit) => unit.path);
  const types = [...new Map(groups.map((group) => [group.siteType, group])).values()];
  const { sites, inRound } = countMatches(groups, paths, siteTypes);

  if (candidates.error)
    return <RefusalAlert error={candidates.error} retry={() => void candidates.refetch()} />;
  if (!candidates.data) return <Skeleton active />;
  if (groups.length === 0) return <p>{say('rounds.sites.none')}</p>;
  return (
    <Flex vertical gap={12}>
      <TreeSelect
        multiple
        treeCheckable
        showCheckedStrategy={TreeSelect.SHOW_PARENT}
        allowClear
        placeholder={say('rounds.sites.units')}
        aria-label={say('rounds.sites.units')}
        value={unitIds}
        onChange={(ids: string[]) => setUnitIds(ids)}
        treeData={tree.map((node) => treeOption(node, say))}
        treeDefaultExpandedKeys={tree.map((node) => node.id)}
        showSearch={{ treeNodeFilterProp: 'title' }}
        style={{ width: '100%' }}
      />
      <Select
        mode="multiple"
        allowClear
        placeholder={say('rounds.sites.types')}
        aria-label={say('rounds.sites.types')}
        value={siteTypes}
        onChange={(codes: string[]) => setSiteTypes(codes)}
        showSearch={{ optionFilterProp: 'label' }}
        options={types.map((group) => ({
          value: group.siteType,
          label: say('rounds.sites.unitOption', {
            name: localName({ name: group.siteTypeName, nameEn: group.siteTypeNameEn }),
            count: countMatches(groups, paths, [group.siteType]).sites,
          }),
        }))}
        style={{ width: '100%' }}
      />
      <p role="status" style={{ margin: 0 }}>
        {say('rounds.sites.match', { sites, inRound, rest: sites - inRound })}
      </p>
      <RefusalAlert error={adding.error} />
      <div>
        <Button
          type="primary"
          disabled={sites === inRound}
          loading={adding.isPending}
          onClick={() => adding.mutate(undefined)}
        >
          {say('rounds.sites.add', { count: sites - inRound })}
        </Button>
      </div>
    </Flex>
  );
}

interface TreeOption {
  readonly key: string;
  readonly value: string;
  readonly title: string;
  readonly children: TreeOption[];
}

function treeOption(node: UnitNode, say: ReturnType<typeof useWords>): TreeOption {
  return {
    key: node.id,
    value: node.id,
    title: say('rounds.sites.unitOption', { name: node.name, count: node.sites }),
    children: node.children.map((child) => treeOption(child, say)),
  };
}

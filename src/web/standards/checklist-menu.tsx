import { Flex, Grid, Select, Typography } from 'antd';
import { call } from '../../client/api.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { saveChecklist, type VersionView } from '../../contract/standards.ts';
import { useVersionChange } from './use-version-change.ts';

/** The checklists of a version with their counts: a list beside the items, a choice box on a phone. */
export function ChecklistMenu(props: {
  version: VersionView;
  chosen: string | null;
  canEdit: boolean;
  onChoose: (siteType: string) => void;
}) {
  const { version, chosen } = props;
  const say = useWords();
  const reference = useReference();
  const isWide = Grid.useBreakpoint().md ?? true;
  const factsOf = (list: VersionView['checklists'][number]) =>
    say('standards.checklistFacts', {
      items: list.itemCount,
      total: list.totalWeight,
      vetoes: list.vetoCount,
    });
  return (
    <nav aria-label={say('standards.checklists')} style={isWide ? { width: 232 } : { width: '100%' }}>
      {isWide ? (
        <ul style={{ listStyle: 'none', margin: 0, padding: 0, maxHeight: '70vh', overflowY: 'auto' }}>
          {version.checklists.map((list) => (
            <li key={list.siteType}>
              <button
                type="button"
                aria-current={list.siteType === chosen}
                onClick={() => props.onChoose(list.siteType)}
                style={rowStyle(list.siteType === chosen)}
              >
                <Flex vertical>
                  <span>{reference.siteTypeName(list.siteType)}</span>
                  <Typography.Text type="secondary">{factsOf(list)}</Typography.Text>
                </Flex>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <Select
          aria-label={say('standards.checklists')}
          style={{ width: '100%' }}
          value={chosen}
          onChange={(siteType) => siteType && props.onChoose(siteType)}
          options={version.checklists.map((list) => ({
            value: list.siteType,
            label: `${reference.siteTypeName(list.siteType)} · ${factsOf(list)}`,
          }))}
        />
      )}
      {props.canEdit && <AddChecklist version={version} onAdded={props.onChoose} />}
    </nav>
  );
}

function rowStyle(isChosen: boolean) {
  return {
    display: 'block',
    width: '100%',
    minHeight: 44,
    padding: '6px 12px',
    textAlign: 'start',
    font: 'inherit',
    color: colours.ink,
    cursor: 'pointer',
    border: 'none',
    borderInlineStart: `3px solid ${isChosen ? colours.accent : 'transparent'}`,
    background: isChosen ? colours.panel : 'transparent',
  } as const;
}

function AddChecklist({ version, onAdded }: { version: VersionView; onAdded: (siteType: string) => void }) {
  const say = useWords();
  const reference = useReference();
  const change = useVersionChange(version.id);
  const there = new Set(version.checklists.map((list) => list.siteType));
  const missing = reference.data.siteTypes.filter(({ code }) => !there.has(code));
  if (missing.length === 0) return null;
  const add = (siteType: string) =>
    change.mutate(
      () =>
        call(saveChecklist, {
          params: { id: version.id, siteType },
          body: { version: version.version, observationScope: '' },
        }),
      { onSuccess: () => onAdded(siteType) },
    );
  return (
    <>
      <Select<string | null>
        aria-label={say('standards.addChecklist')}
        placeholder={say('standards.addChecklist')}
        style={{ width: '100%', marginBlockStart: 8 }}
        value={null}
        onChange={(siteType) => siteType && add(siteType)}
        options={missing.map(({ code }) => ({ value: code, label: reference.siteTypeName(code) }))}
      />
      <RefusalAlert error={change.error} />
    </>
  );
}

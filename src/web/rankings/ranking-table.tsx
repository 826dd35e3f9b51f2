import { Button, Grid, Table, Typography } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { colours } from '../../client/theme.ts';
import { type Say, useWords } from '../../client/words.tsx';
import type { RankingGroupView, RankingUnitView } from '../../contract/rankings.ts';
import { Pennant } from './pennant.tsx';
import { flagWord, marginOf, noteOf, placesGained, pointsGained } from './ranking-sentences.ts';

/** One peer group: pennant, rank, unit, score to the printed decimals, counts, change, note. */
export function RankingGroupTable(props: {
  group: RankingGroupView;
  hasPrevious: boolean;
  onOpen: (unitId: string) => void;
}) {
  const { group } = props;
  const say = useWords();
  const isWide = Grid.useBreakpoint().md ?? true;
  const ranked = group.units.filter((unit) => unit.rank !== null).length;
  return (
    <section className="rankings-group" aria-label={group.name}>
      <Typography.Title level={2} style={{ fontSize: 18, marginBottom: 4 }}>
        {group.name}
      </Typography.Title>
      <Typography.Text type="secondary">
        {[
          say('rankings.groupCounts', { units: group.units.length, ranked }),
          ...ruleSentences(say, group),
        ].join(say('rankings.noteSeparator'))}
      </Typography.Text>
      <Table<RankingUnitView>
        style={{ marginTop: 8 }}
        rowKey="key"
        size="middle"
        dataSource={group.units}
        pagination={false}
        scroll={isWide ? { x: 900 } : undefined}
        columns={columnsOf(say, props, isWide)}
      />
    </section>
  );
}

function columnsOf(
  say: Say,
  { group, hasPrevious, onOpen }: Parameters<typeof RankingGroupTable>[0],
  isWide: boolean,
): ColumnsType<RankingUnitView> {
  const hasCounts = group.units.some((unit) => unit.counts !== null);
  const hasNotes = group.units.some((unit) => noteOf(say, unit) !== '');
  const parts = group.units.find((unit) => unit.components.length > 1)?.components ?? [];
  const numbers = { align: 'right', className: 'numbers' } as const;
  const unit: ColumnsType<RankingUnitView>[number] = {
    title: say('common.unit'),
    minWidth: isWide ? 200 : undefined,
    render: (_, row) => <UnitCell unit={row} isWide={isWide} onOpen={onOpen} />,
  };
  const score: ColumnsType<RankingUnitView>[number] = {
    title: say('rankings.column.score'),
    width: 84,
    ...numbers,
    render: (_, row) => <strong style={{ fontVariantNumeric: 'tabular-nums' }}>{row.score ?? '—'}</strong>,
  };
  if (!isWide) {
    return [
      {
        title: say('rankings.column.rank'),
        width: 72,
        render: (_, { rank, flag }) => (
          <>
            <div>{rank ?? say('rankings.unranked')}</div>
            {flag && <Pennant flag={flag} />}
          </>
        ),
      },
      unit,
      score,
    ];
  }
  const partColumns: ColumnsType<RankingUnitView> = parts.map(({ key, weight }) => ({
    title: say('rankings.column.part', { name: say(`rankings.component.${key}`), weight }),
    key,
    ...numbers,
    render: (_, unit) => unit.components.find((component) => component.key === key)?.value ?? '—',
  }));
  const countColumns: ColumnsType<RankingUnitView> = [
    {
      title: say('rankings.column.sites'),
      minWidth: 64,
      ...numbers,
      render: (_, { counts }) => counts?.sites,
    },
    {
      title: say('rankings.column.problems'),
      minWidth: 88,
      ...numbers,
      render: (_, { counts }) => counts?.problemsDue,
    },
    {
      title: say('rankings.column.struckOff'),
      minWidth: 88,
      ...numbers,
      render: (_, { counts }) => counts && rateOf(counts),
    },
  ];
  return [
    {
      title: say('rankings.column.flag'),
      width: 84,
      render: (_, { flag }) => flag && <Pennant flag={flag} />,
    },
    {
      title: say('rankings.column.rank'),
      width: 64,
      ...numbers,
      render: (_, { rank }) => rank ?? say('rankings.unranked'),
    },
    unit,
    score,
    ...partColumns,
    ...(hasCounts ? countColumns : []),
    ...(hasPrevious
      ? [
          {
            title: say('rankings.column.change'),
            render: (_: unknown, unit: RankingUnitView) => <ChangeCell unit={unit} />,
          },
        ]
      : []),
    ...(hasNotes
      ? [{ title: say('common.note'), render: (_: unknown, unit: RankingUnitView) => noteOf(say, unit) }]
      : []),
  ];
}

function UnitCell(props: { unit: RankingUnitView; isWide: boolean; onOpen: (unitId: string) => void }) {
  const { unit, isWide, onOpen } = props;
  const { unitId, counts } = unit;
  const say = useWords();
  const margin = marginOf(say, unit);
  const note = noteOf(say, unit);
  return (
    <>
      {unit.mayOpen && unitId !== null ? (
        <Button
          type="link"
          style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'start' }}
          onClick={() => onOpen(unitId)}
        >
          {unit.name}
        </Button>
      ) : (
        unit.name
      )}
      {margin && (
        <div>
          <Typography.Text type="secondary">{margin}</Typography.Text>
        </div>
      )}
      {!isWide && counts && (
        <div>
          <Typography.Text type="secondary">
            {say('rankings.countsLine', { ...counts, rate: rateOf(counts) })}
          </Typography.Text>
        </div>
      )}
      {!isWide && unit.previous && (
        <div>
          <ChangeCell unit={unit} />
        </div>
      )}
      {!isWide && note !== '' && <div>{note}</div>}
    </>
  );
}

/** Places and points since the ranking before: arrow, number and words. */
function ChangeCell({ unit }: { unit: RankingUnitView }) {
  const say = useWords();
  const places = placesGained(unit);
  const points = pointsGained(unit);
  if (!unit.previous) return <span style={{ color: colours.hint }}>{say('rankings.change.first')}</span>;
  const shift =
    places === null
      ? say('rankings.change.unranked')
      : places === 0
        ? say('rankings.change.same')
        : say(places > 0 ? 'rankings.change.up' : 'rankings.change.down', { places: Math.abs(places) });
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {shift}
      {points !== null && <Typography.Text type="secondary"> {points}</Typography.Text>}
    </span>
  );
}

function rateOf({ problemsDue, problemsStruckOffOnTime }: NonNullable<RankingUnitView['counts']>): string {
  return problemsDue === 0 ? '—' : `${problemsStruckOffOnTime}/${problemsDue}`;
}

/** The flag rule of the group in words, so that nobody has to look it up. */
function ruleSentences(say: Say, { flags }: RankingGroupView): string[] {
  const { top, bottom, thresholds = [] } = flags;
  const sentences: string[] = [];
  if (top && top.count > 0) {
    const facts = { count: top.count, flag: flagWord(say, top.flag), minimum: top.minimumScore };
    sentences.push(
      say(top.minimumScore === undefined ? 'rankings.rule.top' : 'rankings.rule.topMinimum', facts),
    );
  }
  if (bottom && bottom.count > 0) {
    sentences.push(say('rankings.rule.bottom', { count: bottom.count, flag: flagWord(say, bottom.flag) }));
  }
  for (const { flag, min, below } of thresholds) {
    const facts = { flag: flagWord(say, flag), min, below };
    if (min !== undefined && below !== undefined) sentences.push(say('rankings.rule.between', facts));
    else sentences.push(say(min === undefined ? 'rankings.rule.below' : 'rankings.rule.min', facts));
  }
  return sentences;
}

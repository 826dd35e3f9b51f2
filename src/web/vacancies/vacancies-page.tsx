import { Checkbox, Flex, Radio, type TableColumnsType, Tag } from 'antd';
import { HouseLink, useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RecordTable } from '../../client/record-table.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listVacancies, type VacancyLine, vacancyFilters } from '../../contract/vacancies.ts';
import { vacanciesPath, vacancyPath } from './vacancy-address.ts';
import { VacancyBadge, VacancyDue } from './vacancy-badge.tsx';

type Filter = (typeof vacancyFilters)[number];

/** Sites that nobody owns, the first due first: who keeps them, how long already, until when. */
export function VacanciesPage() {
  const say = useWords();
  const [search, change] = useAddressSearch(vacanciesPath);
  const state = vacancyFilters.find((one) => one === search.state) ?? 'current';
  const isLate = search.overdue === 'true';
  const list = usePages({
    key: [listVacancies.name, search],
    load: (cursor) =>
      call(listVacancies, {
        query: { state, unitId: search.unit, overdue: isLate ? 'true' : undefined, cursor },
      }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const counts = list.data?.[0]?.counts;
  const countOf = (filter: Filter) =>
    !counts ? 0 : filter === 'current' ? counts.open + counts.kept : counts[filter];
  const isFiltered = state !== 'current' || isLate || search.unit !== undefined;
  return (
    <>
      <h1 className="page-title" style={{ marginBlockEnd: 4 }}>
        {say('vacancies.title')}
      </h1>
      <p style={{ color: colours.second, marginBlockStart: 0 }}>{say('vacancies.hint')}</p>
      <Flex gap={12} wrap align="center" style={{ marginBlockEnd: 12 }}>
        <Radio.Group
          optionType="button"
          aria-label={say('common.state')}
          value={state}
          onChange={(event) =>
            change({ state: event.target.value === 'current' ? null : event.target.value })
          }
          options={vacancyFilters.map((filter) => ({
            value: filter,
            label: say('vacancies.filter.count', {
              word: say(filter === 'current' ? 'vacancies.filter.current' : `vacancies.state.${filter}`),
              count: countOf(filter),
            }),
          }))}
        />
        <div style={{ width: 220 }}>
          <UnitPicker
            id="vacancy-unit"
            label={say('common.unit')}
            value={search.unit ?? null}
            onChange={(unit) => change({ unit })}
          />
        </div>
        <Checkbox
          checked={isLate}
          onChange={(event) => change({ overdue: event.target.checked ? 'true' : null })}
        >
          {say('vacancies.overdue', { count: counts?.overdue ?? 0 })}
        </Checkbox>
      </Flex>
      {list.error ? (
        <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      ) : (
        <VacancyTable
          vacancies={list.data?.flatMap((page) => page.vacancies) ?? []}
          isLoading={list.isPending}
          empty={say(isFiltered ? 'vacancies.emptyFiltered' : 'vacancies.empty')}
        />
      )}
      <div style={{ marginBlockStart: 12 }}>
        <MorePages of={list} />
      </div>
    </>
  );
}

function VacancyTable(props: { vacancies: readonly VacancyLine[]; isLoading: boolean; empty: string }) {
  const say = useWords();
  const { locale } = useLocale();
  const columns: TableColumnsType<VacancyLine> = [
    {
      title: say('vacancies.site'),
      key: 'site',
      width: 240,
      render: (_, { id, site, isSample }) => (
        <>
          <HouseLink to={vacancyPath(id)}>{site.name}</HouseLink>{' '}
          {isSample && <Tag>{say('common.sample')}</Tag>}
          <div style={{ color: colours.second }}>{site.code}</div>
        </>
      ),
    },
    {
      title: say('common.state'),
      key: 'state',
      width: 120,
      render: (_, { state }) => <VacancyBadge state={state} />,
    },
    { title: say('vacancies.territory'), dataIndex: ['territory', 'name'], width: 150 },
    {
      title: say('vacancies.keeper'),
      key: 'keeper',
      width: 220,
      render: (_, { keeper, adoptedBy }) =>
        adoptedBy
          ? say('vacancies.adoptedBy', { unit: adoptedBy.name })
          : keeper
            ? say('vacancies.keeperOf', { unit: keeper.unit.name, person: keeper.person.name })
            : say('vacancies.noKeeper'),
    },
    {
      title: say('vacancies.age'),
      key: 'age',
      width: 100,
      align: 'right',
      render: (_, { ageDays }) => say('vacancies.days', { days: ageDays }),
    },
    {
      title: say('vacancies.due'),
      key: 'due',
      width: 200,
      render: (_, { dueOn, isOverdue, extensionCount }) => (
        <>
          <VacancyDue day={formatDay(dueOn, locale)} isOverdue={isOverdue} />
          {extensionCount > 0 && (
            <div style={{ color: colours.second }}>
              {say('vacancies.extended', { count: extensionCount })}
            </div>
          )}
        </>
      ),
    },
    { title: say('vacancies.openProblems'), dataIndex: 'openProblems', width: 110, align: 'right' },
  ];
  return (
    <RecordTable
      rows={props.vacancies}
      columns={columns}
      isLoading={props.isLoading}
      empty={props.empty}
      width={1140}
    />
  );
}

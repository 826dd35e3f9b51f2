import { Button, Checkbox, Flex, Select, Tag } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { FilterChoice, SearchBox } from '../../client/filter-line.tsx';
import { useReference } from '../../client/reference.tsx';
import { useWords } from '../../client/words.tsx';
import { type listProblems, problemSorts } from '../../contract/problems.ts';
import { lights } from '../../domain/deadlines/light.ts';
import { isAnsweredFor, type ProblemState, problemStates } from '../../domain/problems/problem-states.ts';
import { MoreFilters, moreFilterNames } from '../work-lists/more-filters.tsx';
import type { FilterProps } from './ledger-address.ts';
import { UnitSelect } from './unit-select.tsx';

type Counts = z.output<typeof listProblems.reply>['counts'];

/** Filters that other pages lead here with; they can be seen and taken off. */
const given = ['siteId', 'roundId', 'personId', 'overdue'] as const;

/** All filters on one line, with the number of problems behind each state; the rarer ones on a second. */
export function LedgerFilters({ search, counts, onChange }: FilterProps & { counts: Counts | undefined }) {
  const say = useWords();
  const reference = useReference();
  const used = moreFilterNames.filter((name) => search[name]).length;
  const [isWide, setWide] = useState(used > 0);
  return (
    <Flex vertical gap={8} role="search" aria-label={say('problems.filters')} className="no-print">
      <Flex wrap gap={8} align="center">
        <SearchBox
          label={say('problems.filter.search')}
          value={search.search ?? ''}
          onChange={(text) => onChange({ search: text || null })}
          width={190}
        />
        <Select
          mode="multiple"
          allowClear
          maxTagCount="responsive"
          style={{ width: 150 }}
          placeholder={say('problems.filter.states')}
          aria-label={say('problems.filter.states')}
          value={search.states ? search.states.split(',') : []}
          onChange={(states: string[]) => onChange({ states: states.join(',') || null, ...sortFor(states) })}
          options={problemStates.map((state) => ({
            value: state,
            label: say('problems.stateCount', {
              state: say(`problems.state.${state}`),
              count: counts?.byState[state] ?? 0,
            }),
          }))}
        />
        <FilterChoice
          label={say('problems.filter.light')}
          value={search.light}
          onChange={(light) => onChange({ light })}
          width={105}
          options={lights.map((light) => ({ value: light, label: say(`deadlines.light.${light}`) }))}
        />
        <div style={{ width: 150 }}>
          <UnitSelect
            label={say('problems.filter.unit')}
            value={search.unitId ?? null}
            onChange={(unitId) => onChange({ unitId })}
          />
        </div>
        <FilterChoice
          label={say('problems.filter.category')}
          value={search.category}
          onChange={(category) => onChange({ category })}
          width={120}
          isLong
          options={reference.data.categories.map((category) => ({
            value: category.key,
            label: reference.categoryName(category.key),
          }))}
        />
        <FilterChoice
          label={say('problems.filter.severity')}
          value={search.severity}
          onChange={(severity) => onChange({ severity })}
          width={90}
          options={(['high', 'normal'] as const).map((severity) => ({
            value: severity,
            label: say(`problems.severity.${severity}`),
          }))}
        />
        <Checkbox
          checked={search.mine === 'true'}
          onChange={(event) => onChange({ mine: event.target.checked ? 'true' : null })}
        >
          {say('problems.filter.mine')}
        </Checkbox>
        <Select
          style={{ width: 150 }}
          aria-label={say('problems.filter.sort')}
          value={search.sort ?? 'newest'}
          onChange={(sort: string) => onChange({ sort: sort === 'newest' ? null : sort })}
          options={problemSorts.map((sort) => ({ value: sort, label: say(`problems.sort.${sort}`) }))}
        />
        {given.map((name) =>
          search[name] ? (
            <Tag key={name} closable onClose={() => onChange({ [name]: null })}>
              {say(`problems.only.${name}`)}
            </Tag>
          ) : null,
        )}
        <Button type="link" size="small" aria-expanded={isWide} onClick={() => setWide(!isWide)}>
          {say(isWide ? 'workLists.less' : 'workLists.more')}
          {used > 0 && ` (${used})`}
        </Button>
      </Flex>
      {isWide && <MoreFilters search={search} onChange={onChange} />}
    </Flex>
  );
}

/** What nobody answers for has no deadline to sort by. */
function sortFor(states: readonly string[]): { sort?: null } {
  return states.some((state) => !isAnsweredFor(state as ProblemState)) ? { sort: null } : {};
}

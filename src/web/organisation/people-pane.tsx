import { Button, Checkbox, Empty, Flex, Input, Select, Table, Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { listPeople, type PersonLine, type UnitPage } from '../../contract/organisation.ts';
import { type Role, roles } from '../../domain/access/verbs.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { PersonActions } from './person-actions.tsx';
import { AddPersonDialog } from './person-dialogs.tsx';

/** People with a role on a unit or below it. */
export function PeoplePane({ unit }: { unit: UnitPage }) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState<Role | undefined>();
  const [inactiveToo, setInactiveToo] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const search = useDeferredValue(typed.trim().slice(0, 60));
  const query = {
    unitId: unit.id,
    ...(search ? { search } : {}),
    ...(role ? { role } : {}),
    ...(inactiveToo ? { inactiveToo: 'true' as const } : {}),
  };
  const pages = usePages({
    key: [listPeople.name, query],
    load: (cursor) => call(listPeople, { query: { ...query, cursor } }),
    nextOf: (page) => page.nextCursor,
    keepsPrevious: true,
  });
  const people = pages.data?.flatMap((page) => page.people) ?? [];
  return (
    <Flex vertical gap={12}>
      <Flex wrap gap={8} align="center">
        <Input.Search
          allowClear
          style={{ width: 220 }}
          aria-label={say('organisation.people.search')}
          placeholder={say('organisation.people.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select
          allowClear
          style={{ minWidth: 140 }}
          aria-label={say('organisation.people.role')}
          placeholder={say('organisation.people.role')}
          value={role}
          onChange={(next?: Role) => setRole(next)}
          options={roles.map((value) => ({ value, label: say(`access.role.${value}`) }))}
        />
        <Checkbox checked={inactiveToo} onChange={(event) => setInactiveToo(event.target.checked)}>
          {say('organisation.people.inactiveToo')}
        </Checkbox>
        {unit.may.managePeople && unit.validTo === null && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {say('organisation.people.add')}
          </Button>
        )}
      </Flex>
      <div role="status" style={{ color: colours.second }}>
        {say('common.counted', { count: pages.data?.[0]?.count ?? 0 })}
      </div>
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      <PeopleTable people={people} isLoading={pages.isPending} showsAccounts={unit.may.managePeople} />
      <MorePages of={pages} />
      {isAdding && <AddPersonDialog unit={unit} onClose={() => setAdding(false)} />}
    </Flex>
  );
}

function PeopleTable(props: { people: readonly PersonLine[]; isLoading: boolean; showsAccounts: boolean }) {
  const say = useWords();
  return (
    <Table<PersonLine>
      rowKey="id"
      size="middle"
      pagination={false}
      loading={props.isLoading}
      scroll={{ x: props.showsAccounts ? 720 : 420 }}
      dataSource={[...props.people]}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('organisation.people.empty')} />
        ),
      }}
      columns={[
        { title: say('organisation.people.name'), dataIndex: 'name', width: 140 },
        {
          title: say('common.state'),
          width: 100,
          render: (_, person) =>
            person.isActive ? (
              <span style={{ color: colours.onTime }}>● {say('organisation.people.active')}</span>
            ) : (
              <span style={{ color: colours.second }}>■ {say('organisation.people.inactive')}</span>
            ),
        },
        ...(props.showsAccounts
          ? [
              {
                title: say('organisation.people.login'),
                width: 130,
                render: (_: unknown, person: PersonLine) => person.login ?? '—',
              },
            ]
          : []),
        { title: say('organisation.people.role'), render: (_, person) => <Grants person={person} /> },
        ...(props.showsAccounts
          ? [
              {
                title: say('common.actions'),
                width: 120,
                render: (_: unknown, person: PersonLine) =>
                  person.mayManage ? <PersonActions person={person} /> : null,
              },
            ]
          : []),
      ]}
    />
  );
}

function Grants({ person }: { person: PersonLine }) {
  const say = useWords();
  const { locale } = useLocale();
  const today = cityDay(new Date().toISOString());
  if (person.grants.length === 0) {
    return <span style={{ color: colours.second }}>{say('organisation.people.noRole')}</span>;
  }
  return (
    <Flex wrap gap={4}>
      {person.grants.map((grant) => (
        <Tag key={grant.id} style={{ whiteSpace: 'normal' }}>
          {say(`access.role.${grant.role}`)} · {grant.unitName}
          {grant.validFrom > today &&
            ` · ${say('organisation.people.fromDay', { day: formatDay(grant.validFrom, locale) })}`}
        </Tag>
      ))}
    </Flex>
  );
}

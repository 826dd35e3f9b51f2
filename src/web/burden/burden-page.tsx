import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Grid, Select, Table, Typography } from 'antd';
import { useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { type Say, useLocale, useWords } from '../../client/words.tsx';
import { type BurdenRow, getBurden } from '../../contract/burden.ts';
import type { Role } from '../../domain/access/verbs.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { burdenOfRoles, formsOfRole, type RoleBurden } from './role-burden.ts';

const periods = [7, 30, 90, 365] as const;
const path = '/burden';
const handColumns = ['asked', 'chosen'] as const;
const fieldColumns = [...handColumns, 'optional', 'prefilled', 'carried'] as const;

/** What the house asks of each role, form by form, and how long it takes. */
export function BurdenPage() {
  const say = useWords();
  const { locale } = useLocale();
  const [search, setSearch] = useAddressSearch(path);
  const days = periods.find((one) => String(one) === search.days) ?? 90;
  const burden = useQuery({
    queryKey: [getBurden.name, days],
    queryFn: () => call(getBurden, { query: { days } }),
  });
  const rows = burden.data?.rows ?? [];
  const roles = burdenOfRoles(rows);
  const role = roles.find((one) => one.role === search.role)?.role ?? roles[0]?.role ?? null;
  return (
    <Flex vertical gap={24}>
      <div>
        <Flex wrap gap={8} justify="space-between" align="baseline">
          <h1 className="page-title">{say('burden.title')}</h1>
          <Button className="no-print" onClick={() => window.print()}>
            {say('common.print')}
          </Button>
        </Flex>
        <Typography.Paragraph style={{ maxWidth: '60em', margin: 0 }}>
          {say('burden.intro')}
        </Typography.Paragraph>
      </div>
      <Flex wrap gap={12} align="center">
        <Select
          className="no-print"
          style={{ width: 140 }}
          aria-label={say('burden.period')}
          value={days}
          onChange={(chosen) => setSearch({ days: String(chosen) })}
          options={periods.map((value) => ({ value, label: say('burden.days', { count: value }) }))}
        />
        {burden.data && (
          <Typography.Text type="secondary">
            {say('burden.span', {
              from: formatDay(burden.data.from, locale),
              to: formatDay(burden.data.to, locale),
            })}
          </Typography.Text>
        )}
      </Flex>
      <RefusalAlert error={burden.error} retry={() => void burden.refetch()} />
      <section aria-labelledby="burden-roles">
        <h2 id="burden-roles" style={{ fontSize: 16, margin: '0 0 8px' }}>
          {say('burden.byRole')}
        </h2>
        <RoleTable
          roles={roles}
          isLoading={burden.isPending}
          chosen={role}
          onChoose={(one) => setSearch({ role: one })}
        />
      </section>
      {role !== null && (
        <section aria-labelledby="burden-forms">
          <h2 id="burden-forms" style={{ fontSize: 16, margin: '0 0 8px' }}>
            {say(`access.role.${role}`)} {say('common.counted', { count: formsOfRole(rows, role).length })}
          </h2>
          <FormTable rows={formsOfRole(rows, role)} fewest={burden.data?.fewest ?? 0} />
        </section>
      )}
    </Flex>
  );
}

function RoleTable(props: {
  roles: readonly RoleBurden[];
  isLoading: boolean;
  chosen: Role | null;
  onChoose: (role: Role) => void;
}) {
  const say = useWords();
  return (
    <Table<RoleBurden>
      rowKey="role"
      size="middle"
      loading={props.isLoading}
      dataSource={[...props.roles]}
      pagination={false}
      scroll={{ x: 560 }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('burden.empty')} /> }}
      columns={[
        {
          title: say('burden.role'),
          render: (_, { role }) => (
            <button
              type="button"
              className="link"
              aria-current={role === props.chosen}
              style={{ fontWeight: role === props.chosen ? 600 : 400 }}
              onClick={() => props.onChoose(role)}
            >
              {say(`access.role.${role}`)}
            </button>
          ),
        },
        { title: say('burden.forms'), align: 'right', dataIndex: 'forms' },
        { title: say('burden.mustFill'), align: 'right', dataIndex: 'mustFill' },
        { title: say('burden.prefilled'), align: 'right', dataIndex: 'prefilled' },
        { title: say('burden.completed'), align: 'right', dataIndex: 'completed' },
        {
          title: say('burden.filledByHand'),
          align: 'right',
          render: (_, one) => one.filledByHand?.toFixed(1) ?? '—',
        },
      ]}
    />
  );
}

/** On the phone only what fits: a table that scrolls sideways cannot be reached by keyboard. */
function FormTable({ rows, fewest }: { rows: readonly BurdenRow[]; fewest: number }) {
  const say = useWords();
  const isWide = Grid.useBreakpoint().lg ?? true;
  return (
    <>
      <Table<BurdenRow>
        rowKey="form"
        size="middle"
        dataSource={[...rows]}
        pagination={false}
        columns={[
          { title: say('burden.form'), render: (_, { form }) => say(`burden.form.${form}` as WordKey) },
          ...(isWide ? fieldColumns : handColumns).map((how) => ({
            title: say(`burden.${how}`),
            align: 'right' as const,
            dataIndex: how,
          })),
          { title: say('burden.completed'), align: 'right', dataIndex: 'count' },
          {
            title: say('burden.median'),
            align: 'right',
            render: (_, row) => secondsOf(say, row.medianSeconds),
          },
          {
            title: say('burden.ninthDecile'),
            align: 'right',
            responsive: ['lg'],
            render: (_, row) => secondsOf(say, row.ninthDecileSeconds),
          },
        ]}
      />
      <Typography.Paragraph type="secondary" style={{ marginTop: 8 }}>
        {say('burden.note', { fewest })}
      </Typography.Paragraph>
    </>
  );
}

function secondsOf(say: Say, seconds: number | null): string {
  if (seconds === null) return '—';
  return say('burden.seconds', { seconds: seconds < 10 ? seconds.toFixed(1) : Math.round(seconds) });
}

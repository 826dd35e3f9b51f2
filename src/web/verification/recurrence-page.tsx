import { useQuery } from '@tanstack/react-query';
import { DatePicker, Empty, Flex, Skeleton, Table, type TableColumnsType, Typography } from 'antd';
import dayjs from 'dayjs';
import { useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocalName, useWords } from '../../client/words.tsx';
import { getRecurrenceRates, type RecurrenceRates } from '../../contract/recurrence.ts';
import { VerificationTabs, verificationPaths } from './verification-tabs.tsx';

const dayForm = 'YYYY-MM-DD';

/** Of what was struck off, how much came back: by unit, item and verifier, always with the counts. */
export function RecurrencePage() {
  const say = useWords();
  const [search, change] = useAddressSearch(verificationPaths.recurrence);
  const from = search.from ?? dayjs().subtract(6, 'month').format(dayForm);
  const to = search.to ?? dayjs().format(dayForm);
  const rates = useQuery({
    queryKey: [getRecurrenceRates.name, from, to],
    queryFn: () => call(getRecurrenceRates, { query: { from, to } }),
  });
  return (
    <>
      <VerificationTabs active="recurrence" />
      <Flex gap={8} align="center" wrap style={{ marginBlockEnd: 12 }}>
        <span>{say('recurrence.rates.period')}</span>
        <DatePicker.RangePicker
          allowClear={false}
          value={[dayjs(from), dayjs(to)]}
          placeholder={[say('rounds.startsOn'), say('rounds.endsOn')]}
          onChange={(days) =>
            change({ from: days?.[0]?.format(dayForm) ?? null, to: days?.[1]?.format(dayForm) ?? null })
          }
        />
      </Flex>
      <RefusalAlert error={rates.error} retry={() => void rates.refetch()} />
      {rates.isPending && <Skeleton active />}
      {rates.data && <Rates rates={rates.data} />}
    </>
  );
}

interface Line {
  readonly key: string;
  readonly name: string;
  readonly struckOff: number;
  readonly cameBack: number;
  readonly windowOpen: number;
  readonly rate: number | null;
}

function Rates({ rates }: { rates: RecurrenceRates }) {
  const say = useWords();
  const localName = useLocalName();
  const { total } = rates;
  if (total.struckOff === 0) return <Empty description={say('recurrence.rates.empty')} />;
  const units = rates.byUnit.map(({ unit, ...counts }) => ({ key: unit.id, name: unit.name, ...counts }));
  const items = rates.byItem.map(({ itemCode, name, nameEn, ...counts }) => ({
    key: `${itemCode ?? ''} ${name}`,
    name: `${itemCode ? `${itemCode} ` : ''}${localName({ name, nameEn })}`,
    ...counts,
  }));
  const verifiers = rates.byVerifier.map(({ person, ...counts }) => ({
    key: person.id,
    name: person.name,
    ...counts,
  }));
  return (
    <Flex vertical gap={16}>
      <div>
        <p style={{ margin: 0 }} role="status">
          {say('recurrence.rates.summary', {
            struckOff: total.struckOff,
            cameBack: total.cameBack,
            open: total.windowOpen,
            days: rates.windowDays,
          })}
        </p>
        <p style={{ color: colours.second }}>{say('recurrence.rates.hint', { fewest: rates.fewest })}</p>
      </div>
      <RateTable title={say('recurrence.rates.byUnit')} lines={units} />
      <RateTable title={say('recurrence.rates.byItem')} lines={items} />
      {verifiers.length > 0 && <RateTable title={say('recurrence.rates.byVerifier')} lines={verifiers} />}
    </Flex>
  );
}

function RateTable({ title, lines }: { title: string; lines: readonly Line[] }) {
  const say = useWords();
  const columns: TableColumnsType<Line> = [
    { title: say('recurrence.rates.name'), dataIndex: 'name', width: 260 },
    { title: say('recurrence.rates.cameBack'), dataIndex: 'cameBack', width: 90, align: 'right' },
    { title: say('recurrence.rates.struckOff'), dataIndex: 'struckOff', width: 90, align: 'right' },
    {
      title: say('recurrence.rates.rate'),
      key: 'rate',
      width: 100,
      align: 'right',
      render: (_, { rate }) =>
        rate === null ? say('recurrence.rates.tooFew') : `${(rate * 100).toFixed(1)}%`,
    },
    { title: say('recurrence.rates.windowOpen'), dataIndex: 'windowOpen', width: 110, align: 'right' },
  ];
  return (
    <section aria-label={title}>
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {`${title} ${lines.length}`}
      </Typography.Title>
      <Table
        rowKey="key"
        size="middle"
        columns={columns}
        dataSource={[...lines]}
        pagination={lines.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
        scroll={{ x: 650 }}
        style={{ maxWidth: 900 }}
      />
    </section>
  );
}

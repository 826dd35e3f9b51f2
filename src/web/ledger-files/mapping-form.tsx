import { Button, Flex, Form, Input, InputNumber, Radio, Select, Table, Typography } from 'antd';
import { useReference } from '../../client/reference.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import {
  type LedgerField,
  type LedgerImportReport,
  type LedgerMapping,
  ledgerImportFields,
} from '../../contract/ledger-files.ts';
import { UnknownWordTable } from './unknown-words.tsx';

type Heading = LedgerImportReport['headings'][number];

/** What the columns of the file mean, and what counts where they say nothing. */
export function MappingForm(props: {
  report: LedgerImportReport;
  mapping: LedgerMapping;
  onChange: (mapping: LedgerMapping) => void;
  isLooking: boolean;
  isLooked: boolean;
  onLook: () => void;
}) {
  const { report, mapping, onChange } = props;
  const say = useWords();
  return (
    <Flex vertical gap={12}>
      <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
        {say('ledgerImport.step.columns')}
      </Typography.Title>
      <p style={{ margin: 0, color: colours.second }}>{say(`ledgerImport.mappedBy.${report.mappedBy}`)}</p>
      <ColumnTable report={report} mapping={mapping} onChange={onChange} />
      <WholeFile mapping={mapping} onChange={onChange} />
      <UnknownWordTable report={report} mapping={mapping} onChange={onChange} />
      <div>
        <Button
          type={props.isLooked ? 'default' : 'primary'}
          loading={props.isLooking}
          onClick={props.onLook}
        >
          {say('ledgerImport.lookAgain')}
        </Button>
      </div>
    </Flex>
  );
}

function ColumnTable({
  report,
  mapping,
  onChange,
}: {
  report: LedgerImportReport;
  mapping: LedgerMapping;
  onChange: (mapping: LedgerMapping) => void;
}) {
  const say = useWords();
  const options = ledgerImportFields.map((field) => ({ value: field, label: say(`ledgerField.${field}`) }));
  return (
    <Table<Heading>
      rowKey="heading"
      size="small"
      pagination={false}
      scroll={{ x: 560, y: 320 }}
      dataSource={report.headings}
      columns={[
        { title: say('ledgerImport.heading'), dataIndex: 'heading', width: 180 },
        {
          title: say('ledgerImport.meaning'),
          key: 'field',
          width: 200,
          render: (_, { heading }) => (
            <Select<LedgerField>
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: '100%' }}
              aria-label={`${say('ledgerImport.meaning')} ${heading}`}
              placeholder={say('ledgerImport.notRead')}
              value={mapping.columns[heading] ?? undefined}
              onChange={(field?: LedgerField) =>
                onChange({ ...mapping, columns: { ...mapping.columns, [heading]: field ?? null } })
              }
              options={options}
            />
          ),
        },
        {
          title: say('ledgerImport.samples'),
          key: 'samples',
          render: (_, { samples }) => samples.join(' / '),
        },
      ]}
    />
  );
}

function WholeFile({
  mapping,
  onChange,
}: {
  mapping: LedgerMapping;
  onChange: (mapping: LedgerMapping) => void;
}) {
  const say = useWords();
  const reference = useReference();
  const set = (change: Partial<LedgerMapping>) => onChange({ ...mapping, ...change });
  return (
    <Form layout="vertical">
      <Flex wrap gap={16}>
        <Form.Item
          label={say('ledgerImport.ledgerName')}
          htmlFor="ledger-name"
          extra={say('ledgerImport.ledgerNameHint')}
          style={{ maxWidth: 340 }}
        >
          <Input
            id="ledger-name"
            maxLength={100}
            value={mapping.ledgerName}
            onChange={(event) => set({ ledgerName: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('ledgerImport.defaultCategory')} htmlFor="ledger-category">
          <Select
            id="ledger-category"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: 220 }}
            placeholder={say('ledgerImport.noDefault')}
            value={mapping.defaultCategory ?? undefined}
            onChange={(key?: string) => set({ defaultCategory: key ?? null })}
            options={reference.data.categories.map(({ key }) => ({
              value: key,
              label: reference.categoryName(key),
            }))}
          />
        </Form.Item>
        <Form.Item label={say('ledgerImport.year')} htmlFor="ledger-year">
          <InputNumber
            id="ledger-year"
            min={1990}
            max={2100}
            precision={0}
            value={mapping.year}
            onChange={(year) => year !== null && set({ year })}
          />
        </Form.Item>
        <Form.Item label={say('ledgerImport.numbers')}>
          <Radio.Group
            value={mapping.numbers}
            onChange={(event) => set({ numbers: event.target.value as LedgerMapping['numbers'] })}
            options={(['keep', 'new'] as const).map((value) => ({
              value,
              label: say(`ledgerImport.numbers.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item label={say('ledgerImport.unknownPerson')}>
          <Radio.Group
            value={mapping.unknownPerson}
            onChange={(event) => set({ unknownPerson: event.target.value as LedgerMapping['unknownPerson'] })}
            options={(['refuse', 'contact'] as const).map((value) => ({
              value,
              label: say(`ledgerImport.unknownPerson.${value}`),
            }))}
          />
        </Form.Item>
      </Flex>
    </Form>
  );
}

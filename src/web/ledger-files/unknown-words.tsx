import { Select, Table, Typography } from 'antd';
import { useState } from 'react';
import { useReference } from '../../client/reference.tsx';
import { colours } from '../../client/theme.ts';
import { useUnitHits } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import type { LedgerImportReport, LedgerMapping } from '../../contract/ledger-files.ts';

type UnknownWord = LedgerImportReport['unknownWords'][number];

/** Words that nobody knows, each with a choice of what it means here. */
export function UnknownWordTable({
  report,
  mapping,
  onChange,
}: {
  report: LedgerImportReport;
  mapping: LedgerMapping;
  onChange: (mapping: LedgerMapping) => void;
}) {
  const say = useWords();
  if (report.unknownWords.length === 0) return null;
  const set = ({ kind, word }: UnknownWord, key: string | undefined) => {
    const { [word]: _before, ...others } = mapping[kind];
    onChange({ ...mapping, [kind]: key === undefined ? others : { ...others, [word]: key } });
  };
  return (
    <section aria-label={say('ledgerImport.unknownWords')}>
      <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
        {say('ledgerImport.unknownWords')}
      </Typography.Title>
      <p style={{ color: colours.second }}>{say('ledgerImport.unknownWordsHint')}</p>
      <Table<UnknownWord>
        rowKey={({ kind, word }) => `${kind} ${word}`}
        size="small"
        pagination={false}
        scroll={{ x: 520, y: 320 }}
        dataSource={report.unknownWords}
        columns={[
          {
            title: say('ledgerImport.column.value'),
            key: 'word',
            render: (_, { word, rows }) => say('ledgerImport.wordRows', { word, rows }),
          },
          {
            title: say('ledgerImport.column.kind'),
            key: 'kind',
            width: 90,
            render: (_, { kind }) => say(`ledgerImport.kind.${kind}`),
          },
          {
            title: say('ledgerImport.chooseMeaning'),
            key: 'meaning',
            width: 280,
            render: (_, unknown) => (
              <MeaningSelect
                unknown={unknown}
                value={mapping[unknown.kind][unknown.word]}
                onChange={(key) => set(unknown, key)}
              />
            ),
          },
        ]}
      />
    </section>
  );
}

function MeaningSelect(props: {
  unknown: UnknownWord;
  value: string | undefined;
  onChange: (key: string | undefined) => void;
}) {
  const { unknown, value, onChange } = props;
  const say = useWords();
  const reference = useReference();
  const [typed, setTyped] = useState('');
  const units = useUnitHits(typed, 30);
  const found =
    unknown.kind === 'categories'
      ? reference.data.categories.map(({ key }) => ({ key, name: reference.categoryName(key) }))
      : unknown.kind === 'units'
        ? (units.data?.units ?? []).map(({ code, name }) => ({ key: code, name }))
        : [];
  const choices = new Map([...unknown.suggestions, ...found].map(({ key, name }) => [key, name]));
  return (
    <Select
      allowClear
      showSearch={{
        filterOption: unknown.kind !== 'units',
        optionFilterProp: 'label',
        onSearch: (text) => setTyped(text.trim().slice(0, 60)),
      }}
      style={{ width: '100%' }}
      aria-label={`${say('ledgerImport.chooseMeaning')} ${unknown.word}`}
      placeholder={say('ledgerImport.chooseMeaning')}
      value={value}
      onChange={onChange}
      options={[...choices].map(([key, name]) => ({ value: key, label: name }))}
    />
  );
}

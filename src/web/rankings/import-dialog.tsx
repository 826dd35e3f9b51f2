import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Typography } from 'antd';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call, type InputOf } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { importRanking, listRankings } from '../../contract/rankings.ts';

type Table = InputOf<typeof importRanking>['body']['table'];

/** Takes a table that was published before into the history, with its source. */
export function ImportDialog(props: { onClose: () => void; onDone: (rankingId: string) => void }) {
  const say = useWords();
  useFormTimer();
  const client = useQueryClient();
  const [table, setTable] = useState<Table | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [period, setPeriod] = useState('');
  const [source, setSource] = useState('');
  const id = useRef(uuid());
  const send = useMutation({
    mutationFn: (given: Table) =>
      call(importRanking, { body: { id: id.current, table: given, period, source } }),
    onSuccess: async (ranking) => {
      await client.invalidateQueries({ queryKey: [listRankings.name] });
      props.onDone(ranking.id);
    },
  });
  async function read(file: File | undefined): Promise<void> {
    send.reset();
    setTable(null);
    setBroken(false);
    if (!file) return;
    try {
      // the server says what is wrong with it; here it only has to be JSON
      setTable(JSON.parse(await file.text()) as Table);
    } catch {
      setBroken(true);
    }
  }
  return (
    <Modal
      open
      title={say('rankings.import')}
      okText={say('rankings.import')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !table || !period.trim() || !source.trim(), loading: send.isPending }}
      onOk={() => table && send.mutate(table)}
      onCancel={props.onClose}
    >
      <Form layout="vertical">
        <Typography.Paragraph type="secondary">{say('rankings.importHelp')}</Typography.Paragraph>
        <Form.Item label={say('rankings.importFile')} htmlFor="ranking-file">
          <input
            id="ranking-file"
            type="file"
            accept=".json,application/json"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        </Form.Item>
        {isBroken && <Alert type="error" role="alert" title={say('rankings.importBroken')} />}
        <Form.Item label={say('rankings.column.period')} htmlFor="ranking-import-period">
          <Input
            id="ranking-import-period"
            maxLength={100}
            placeholder={say('rankings.importPeriodExample')}
            value={period}
            onChange={(event) => setPeriod(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={say('common.source')} htmlFor="ranking-source">
          <Input
            id="ranking-source"
            maxLength={500}
            placeholder={say('rankings.importSourceExample')}
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
        </Form.Item>
        <RefusalAlert error={send.error} />
      </Form>
    </Modal>
  );
}

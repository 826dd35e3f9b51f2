import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, DatePicker, Flex, Form, Input, InputNumber, Modal, Table } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { announceRevisits, listRevisitRounds, previewRevisits } from '../../contract/revisits.ts';

interface Wish {
  readonly name: string;
  readonly days: readonly [Dayjs, Dayjs];
  readonly size: number;
  readonly minimumPerUnit: number;
  readonly seedSource: string;
}

/** Last whole month, the sample and the number that will draw it; shows what would be frozen. */
export function AnnounceDialog({ onClose }: { onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const go = useGo();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Wish>();
  // one id for this dialog: pressing twice announces one round
  const [id] = useState(() => uuid());
  const wish = Form.useWatch([], form) as Partial<Wish> | undefined;
  const announcing = useMutation({
    mutationFn: ({ days: [from, to], ...rest }: Wish) =>
      call(announceRevisits, {
        body: { id, ...rest, periodFrom: from.format('YYYY-MM-DD'), periodTo: to.format('YYYY-MM-DD') },
      }),
    onSuccess: async () => {
      void message.success(say('revisits.announce.done'));
      await client.invalidateQueries({ queryKey: [listRevisitRounds.name] });
      go(`/revisits/rounds/${id}`);
    },
  });
  const lastMonth = dayjs().subtract(1, 'month');
  const required = [{ required: true, message: say('fault.required') }];
  return (
    <Modal
      open
      width={640}
      title={say('revisits.announce')}
      okText={say('revisits.announce.submit')}
      cancelText={say('common.cancel')}
      confirmLoading={announcing.isPending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{say('revisits.announce.hint')}</p>
      <RefusalAlert error={announcing.error} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          name: '',
          days: [lastMonth.startOf('month'), lastMonth.endOf('month')],
          size: 30,
          minimumPerUnit: 1,
          seedSource: '',
        }}
        onFinish={(values) => announcing.mutate(values)}
      >
        <Form.Item name="name" label={say('revisits.announce.name')} rules={required}>
          <Input maxLength={100} placeholder={say('revisits.announce.nameHint')} autoFocus />
        </Form.Item>
        <Form.Item name="days" label={say('revisits.announce.period')} rules={required}>
          <DatePicker.RangePicker
            style={{ width: '100%' }}
            disabledDate={(day) => !day.isBefore(dayjs(), 'day')}
            placeholder={[say('rounds.startsOn'), say('rounds.endsOn')]}
          />
        </Form.Item>
        <Flex gap={16} wrap>
          <Form.Item name="size" label={say('revisits.announce.size')} rules={required}>
            <InputNumber min={1} max={2000} precision={0} />
          </Form.Item>
          <Form.Item name="minimumPerUnit" label={say('revisits.announce.minimum')} rules={required}>
            <InputNumber min={0} max={20} precision={0} />
          </Form.Item>
        </Flex>
        <Form.Item
          name="seedSource"
          label={say('revisits.announce.seedSource')}
          rules={[{ required: true, min: 5, message: say('fault.required') }]}
        >
          <Input maxLength={200} placeholder={say('revisits.announce.seedSourceHint')} />
        </Form.Item>
      </Form>
      {wish && <Preview wish={wish} />}
    </Modal>
  );
}

function Preview({ wish }: { wish: Partial<Wish> }) {
  const say = useWords();
  const { days, size, minimumPerUnit } = wish;
  const query = {
    from: days?.[0]?.format('YYYY-MM-DD') ?? '',
    to: days?.[1]?.format('YYYY-MM-DD') ?? '',
    size: size ?? 0,
    minimumPerUnit: minimumPerUnit ?? -1,
  };
  const preview = useQuery({
    queryKey: [previewRevisits.name, query],
    queryFn: () => call(previewRevisits, { query }),
    enabled: query.from !== '' && query.to !== '' && query.size > 0 && query.minimumPerUnit >= 0,
    placeholderData: keepPreviousData,
  });
  if (preview.error) return <RefusalAlert error={preview.error} />;
  if (!preview.data) return null;
  const { registerCount, least, enough, toleratedPercent, units } = preview.data;
  if (registerCount === 0) {
    return <p style={{ color: colours.soon }}>▲ {say('revisits.announce.previewEmpty')}</p>;
  }
  return (
    <>
      <p role="status" style={{ color: colours.second }}>
        {say('revisits.announce.preview', {
          count: registerCount,
          units: units.length,
          least,
          enough,
          percent: toleratedPercent,
        })}
      </p>
      <Table
        rowKey={(line) => line.unit.id}
        size="small"
        dataSource={units}
        pagination={false}
        scroll={{ y: 200 }}
        columns={[
          { title: say('revisits.announce.unit'), dataIndex: ['unit', 'name'] },
          { title: say('revisits.announce.fixes'), dataIndex: 'fixes', width: 90, align: 'right' },
          { title: say('revisits.announce.drawn'), dataIndex: 'drawn', width: 90, align: 'right' },
        ]}
      />
    </>
  );
}

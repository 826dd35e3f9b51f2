import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Empty, Flex, Form, Input, Modal, Select, Table } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import {
  type CalendarView,
  readHolidayNotice,
  type SpecialDayInput,
  saveCalendarYear,
} from '../../contract/deadlines.ts';
import { useSaving } from './use-settings.ts';

/** Days of one year that differ from the week's rule; changed here, then saved as a whole. */
export function CalendarYear({ view }: { view: CalendarView }) {
  const say = useWords();
  const { locale } = useLocale();
  const [days, setDays] = useState<readonly SpecialDayInput[]>(
    view.days.map(({ date, kind, name }) => ({ date, kind, name })),
  );
  const [source, setSource] = useState(view.days.find((day) => day.source)?.source ?? '');
  const [isReading, setReading] = useState(false);
  const save = useSaving((wanted: readonly SpecialDayInput[]) =>
    call(saveCalendarYear, {
      params: { year: view.year },
      body: { version: view.version, days: [...wanted], source },
    }),
  );
  const change = (date: string, part: Partial<SpecialDayInput>) =>
    setDays(days.map((day) => (day.date === date ? { ...day, ...part } : day)));
  return (
    <Flex vertical gap={12}>
      <Table<SpecialDayInput>
        rowKey="date"
        size="middle"
        pagination={false}
        scroll={{ x: 520 }}
        dataSource={[...days]}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('settings.calendar.empty')} />
          ),
        }}
        columns={[
          {
            title: say('settings.calendar.date'),
            render: (_, day) => formatDay(day.date, locale),
          },
          {
            title: say('settings.calendar.kind'),
            width: 140,
            render: (_, day) => (
              <Select
                aria-label={`${say('settings.calendar.kind')} ${day.date}`}
                disabled={!view.mayEdit}
                value={day.kind}
                onChange={(kind) => change(day.date, { kind })}
                options={(['off', 'work'] as const).map((kind) => ({
                  value: kind,
                  label: say(`settings.calendar.kind.${kind}`),
                }))}
              />
            ),
          },
          {
            title: say('settings.calendar.name'),
            render: (_, day) => (
              <Input
                aria-label={`${say('settings.calendar.name')} ${day.date}`}
                disabled={!view.mayEdit}
                maxLength={40}
                value={day.name}
                onChange={(event) => change(day.date, { name: event.target.value })}
              />
            ),
          },
          {
            title: '',
            width: 90,
            render: (_, day) =>
              view.mayEdit && (
                <Button
                  size="small"
                  aria-label={say('settings.calendar.removeDay', { date: day.date })}
                  onClick={() => setDays(days.filter((one) => one.date !== day.date))}
                >
                  {say('common.remove')}
                </Button>
              ),
          },
        ]}
      />
      {view.mayEdit && (
        <>
          <NewDay year={view.year} onAdd={(day) => setDays(merged(days, [day]))} />
          <Form.Item label={say('settings.calendar.source')} htmlFor="calendar-source" layout="vertical">
            <Input
              id="calendar-source"
              maxLength={200}
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
          </Form.Item>
          <RefusalAlert error={save.error} />
          <Flex gap={8} wrap>
            <Button onClick={() => setReading(true)}>{say('settings.calendar.notice')}</Button>
            <Button type="primary" loading={save.isPending} onClick={() => save.mutate(days)}>
              {say('settings.save')}
            </Button>
          </Flex>
        </>
      )}
      {isReading && (
        <NoticeDialog
          year={view.year}
          onClose={() => setReading(false)}
          onRead={(read) => {
            setDays(merged(days, read));
            setReading(false);
          }}
        />
      )}
    </Flex>
  );
}

function merged(days: readonly SpecialDayInput[], more: readonly SpecialDayInput[]): SpecialDayInput[] {
  const all = new Map([...days, ...more].map((day) => [day.date, day]));
  return [...all.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function NewDay({ year, onAdd }: { year: number; onAdd: (day: SpecialDayInput) => void }) {
  const say = useWords();
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const isReady = date !== '' && name.trim() !== '';
  return (
    <Flex gap={8} wrap align="center">
      <Input
        type="date"
        style={{ width: 170 }}
        min={`${year}-01-01`}
        max={`${year}-12-31`}
        aria-label={say('settings.calendar.date')}
        value={date}
        onChange={(event) => setDate(event.target.value)}
      />
      <Input
        style={{ width: 170 }}
        maxLength={40}
        placeholder={say('settings.calendar.name')}
        aria-label={say('settings.calendar.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        disabled={!isReady}
        onClick={() => {
          const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
          onAdd({ date, name: name.trim(), kind: weekday === 0 || weekday === 6 ? 'work' : 'off' });
          setDate('');
        }}
      >
        {say('settings.calendar.addDay')}
      </Button>
    </Flex>
  );
}

function NoticeDialog(props: {
  year: number;
  onClose: () => void;
  onRead: (days: readonly SpecialDayInput[]) => void;
}) {
  const say = useWords();
  useFormTimer();
  const [text, setText] = useState('');
  const read = useMutation({
    mutationFn: () => call(readHolidayNotice, { body: { year: props.year, text } }),
  });
  const days = read.data?.days ?? [];
  return (
    <Modal
      open
      title={`${say('settings.calendar.notice')} · ${props.year}`}
      okText={say(read.data ? 'common.confirm' : 'settings.calendar.read')}
      cancelText={say('common.cancel')}
      okButtonProps={{
        disabled: text.trim() === '' || (read.data && days.length === 0),
        loading: read.isPending,
      }}
      onOk={() => (read.data ? props.onRead(days) : read.mutate())}
      onCancel={props.onClose}
    >
      <Flex vertical gap={12}>
        <label htmlFor="notice-text">{say('settings.calendar.noticeHint')}</label>
        <Input.TextArea
          id="notice-text"
          rows={8}
          maxLength={20_000}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            read.reset();
          }}
        />
        <RefusalAlert error={read.error} />
        {read.data && (
          <div role="status">
            {say('settings.calendar.readResult', { days: days.length })}
            {days.map((day) => (
              <div key={day.date}>
                {day.date} {say(`settings.calendar.kind.${day.kind}`)} {day.name}
              </div>
            ))}
            {read.data.unread.map((one) => (
              <Alert
                key={one.line}
                type="warning"
                showIcon
                title={say('settings.calendar.unread', { line: one.line, text: one.text })}
              />
            ))}
          </div>
        )}
      </Flex>
    </Modal>
  );
}

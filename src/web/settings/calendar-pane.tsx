import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Form, Input, Select, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { type CalendarView, getCalendar, saveOfficeHours } from '../../contract/deadlines.ts';
import { CalendarYear } from './calendar-year.tsx';
import { useSaving } from './use-settings.ts';

/** Office hours and the holidays of each year. */
export function CalendarPane() {
  const say = useWords();
  const [search, change] = useAddressSearch('/settings');
  const year = search.year ? Number(search.year) : undefined;
  const query = year ? { year } : {};
  const calendar = useQuery({
    queryKey: [getCalendar.name, query],
    queryFn: () => call(getCalendar, { query }),
  });
  const view = calendar.data;
  if (!view) {
    return (
      <>
        <RefusalAlert error={calendar.error} retry={() => void calendar.refetch()} />
        <Skeleton active />
      </>
    );
  }
  const uncovered = view.years.filter((one) => !one.covered);
  return (
    <Flex vertical gap={16}>
      <Hours key={`hours-${view.version}`} view={view} />
      {uncovered.map((one) => (
        <Alert
          key={one.year}
          type="warning"
          showIcon
          title={say('settings.calendar.notCovered', { year: one.year })}
        />
      ))}
      <Flex gap={12} align="center" wrap>
        <label htmlFor="calendar-year">{say('settings.calendar.year')}</label>
        <Select
          id="calendar-year"
          style={{ minWidth: 280 }}
          value={view.year}
          onChange={(chosen) => change({ year: String(chosen) })}
          options={view.years.map((one) => ({
            value: one.year,
            label: one.covered
              ? say('settings.calendar.covered', { year: one.year, off: one.off, work: one.work })
              : String(one.year),
          }))}
        />
      </Flex>
      <CalendarYear key={`${view.year}-${view.version}`} view={view} />
    </Flex>
  );
}

function Hours({ view }: { view: CalendarView }) {
  const say = useWords();
  const [hours, setHours] = useState(view.hours);
  const save = useSaving((wanted: CalendarView['hours']) =>
    call(saveOfficeHours, { body: { version: view.version, hours: wanted } }),
  );
  const change = (index: number, part: Partial<CalendarView['hours'][number]>) =>
    setHours(hours.map((period, at) => (at === index ? { ...period, ...part } : period)));
  return (
    <section aria-labelledby="office-hours">
      <Typography.Title level={2} id="office-hours" style={{ fontSize: 16 }}>
        {say('settings.calendar.hours')}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{say('settings.calendar.hoursHint')}</Typography.Paragraph>
      <Form component="div" disabled={!view.mayEdit}>
        <Flex vertical gap={8}>
          {hours.map((period, index) => (
            // periods have no name of their own, only their place
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
            <Flex key={index} gap={8} align="center" wrap>
              {(['from', 'to'] as const).map((end) => (
                <Input
                  key={end}
                  type="time"
                  style={{ width: 130 }}
                  aria-label={`${say(`settings.calendar.${end}`)} ${index + 1}`}
                  value={period[end] === '24:00' ? '23:59' : period[end]}
                  onChange={(event) => change(index, { [end]: event.target.value })}
                />
              ))}
              {view.mayEdit && hours.length > 1 && (
                <Button
                  size="small"
                  aria-label={say('settings.calendar.removeHours', period)}
                  onClick={() => setHours(hours.filter((_, at) => at !== index))}
                >
                  {say('common.remove')}
                </Button>
              )}
            </Flex>
          ))}
        </Flex>
      </Form>
      <RefusalAlert error={save.error} />
      {view.mayEdit && (
        <Flex gap={8} style={{ marginTop: 8 }}>
          <Button
            disabled={hours.length >= 6}
            onClick={() => setHours([...hours, { from: '19:00', to: '21:00' }])}
          >
            {say('settings.calendar.addHours')}
          </Button>
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate(hours)}>
            {say('settings.save')}
          </Button>
        </Flex>
      )}
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Flex, Spin, Typography } from 'antd';
import { call } from '../../client/api.ts';
import { formatDay, formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { type Say, useLocale, useWords } from '../../client/words.tsx';
import { getUnitHistory, type HistoryEntry, type UnitPage } from '../../contract/organisation.ts';
import { type WordKey, zhCN } from '../../text/zh-CN.ts';

/** Where a unit belonged, and what was done to it, newest first. */
export function UnitHistory({ unit }: { unit: UnitPage }) {
  const say = useWords();
  const { locale } = useLocale();
  const history = useQuery({
    queryKey: [getUnitHistory.name, { id: unit.id }],
    queryFn: () => call(getUnitHistory, { params: { id: unit.id } }),
  });
  return (
    <Flex vertical gap={16}>
      <div>
        <Typography.Title level={3} style={{ fontSize: 16, marginTop: 0 }}>
          {say('organisation.placements')}
        </Typography.Title>
        <ul className="history-list">
          {unit.placements.map((placement) => (
            <li key={placement.validFrom}>
              {placement.parentName ?? '—'}
              <small>
                {say('organisation.placement.from')} {formatDay(placement.validFrom, locale)}
                {placement.validTo !== null &&
                  ` ${say('organisation.placement.to')} ${formatDay(placement.validTo, locale)}`}
              </small>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <Typography.Title level={3} style={{ fontSize: 16, marginTop: 0 }}>
          {say('organisation.history')}
        </Typography.Title>
        <RefusalAlert error={history.error} retry={() => void history.refetch()} />
        {history.isPending && <Spin aria-label={say('common.loading')} />}
        {history.data?.entries.length === 0 && (
          <Typography.Paragraph type="secondary">{say('organisation.historyEmpty')}</Typography.Paragraph>
        )}
        <ol className="history-list">
          {history.data?.entries.map((entry) => (
            <li key={entry.version}>
              {eventWords(say, entry)}
              <small>
                {formatInstant(entry.at, locale)} · {entry.actorName ?? say('organisation.bySystem')}
              </small>
            </li>
          ))}
        </ol>
      </div>
    </Flex>
  );
}

function eventWords(say: Say, entry: HistoryEntry): string {
  const isCleared = entry.kind === 'unit.contact_set' && entry.data.personId === null;
  const kind = isCleared ? 'unit.contact_cleared' : entry.kind;
  const key = `organisation.event.${kind}`;
  return isWordKey(key) ? say(key, entry.data) : entry.kind;
}

function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(zhCN, key);
}

import { Empty, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { listMyRevisits, type RevisitLine } from '../../contract/revisits.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { RevisitBadge } from './revisit-badges.tsx';
import { revisitPath } from './revisit-table.tsx';
import { VerificationTabs } from './verification-tabs.tsx';

/** What an inspector has to look at again: one line a fix, large enough for a thumb. */
export function MyRevisitsPage() {
  const say = useWords();
  const [done, setDone] = useState(false);
  const list = usePages({
    key: [listMyRevisits.name, done],
    load: (cursor) => call(listMyRevisits, { query: { done: done ? 'true' : 'false', cursor } }),
    nextOf: (page) => page.next,
  });
  const counts = list.data?.[0]?.counts;
  const revisits = list.data?.flatMap((page) => page.revisits) ?? [];
  return (
    <div style={{ maxWidth: 880, fontSize: 16 }}>
      <VerificationTabs active="mine" />
      <Radio.Group
        optionType="button"
        size="large"
        aria-label={say('common.state')}
        value={done}
        onChange={(event) => setDone(event.target.value === true)}
        options={[
          { value: false, label: say('revisits.mine.open', { count: counts?.open ?? 0 }) },
          { value: true, label: say('revisits.mine.done', { count: counts?.done ?? 0 }) },
        ]}
      />
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Skeleton active />}
      {list.data && revisits.length === 0 && (
        <Empty description={say(done ? 'revisits.mine.emptyDone' : 'revisits.mine.empty')} />
      )}
      <ul style={{ listStyle: 'none', margin: '12px 0', padding: 0 }}>
        {revisits.map((revisit) => (
          <li key={revisit.id} style={row}>
            <Line revisit={revisit} />
          </li>
        ))}
      </ul>
      <MorePages of={list} />
    </div>
  );
}

const row = {
  minHeight: 56,
  padding: '10px 12px',
  background: colours.panel,
  borderBlockEnd: `1px solid ${colours.line}`,
} as const;

function Line({ revisit }: { revisit: RevisitLine }) {
  const say = useWords();
  const { locale } = useLocale();
  const { problem, unit } = revisit;
  return (
    <>
      <HouseLink to={revisitPath(revisit.id)}>
        <strong>{problem.placeName}</strong>
      </HouseLink>
      <div style={{ overflowWrap: 'anywhere' }}>{`${problem.number} ${problem.title}`}</div>
      <div style={{ color: colours.second, fontSize: 14 }}>
        {unit.name}
        {problem.struckOffAt &&
          ` · ${say('revisits.visit.struckOff', { day: formatDay(cityDay(problem.struckOffAt), locale) })}`}
      </div>
      {revisit.state !== 'open' && <RevisitBadge state={revisit.state} />}
    </>
  );
}

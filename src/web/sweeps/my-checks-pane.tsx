import { Button, Empty, Flex, Skeleton } from 'antd';
import { useState } from 'react';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { listMyChecks, type MyCheck } from '../../contract/sweep-checks.ts';
import { LookDialog } from './look-dialog.tsx';
import { sweepPath } from './sweep-address.ts';
import { CheckBadge, SweepDue } from './sweep-badges.tsx';

/** Sites that wait for my own look: one line each, large enough for a thumb. */
export function MyChecksPane() {
  const say = useWords();
  const [chosen, setChosen] = useState<MyCheck | null>(null);
  const list = usePages({
    key: [listMyChecks.name],
    load: (cursor) => call(listMyChecks, { query: { cursor } }),
    nextOf: (page) => page.next,
  });
  const checks = list.data?.flatMap((page) => page.rows) ?? [];
  return (
    <div style={{ maxWidth: 880, fontSize: 16 }}>
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Skeleton active />}
      {list.data && checks.length === 0 && <Empty description={say('sweeps.mine.empty')} />}
      {checks.length > 0 && <p>{say('sweeps.mine.count', { count: list.data?.[0]?.shown ?? 0 })}</p>}
      <ul style={{ listStyle: 'none', margin: '12px 0', padding: 0 }}>
        {checks.map((check) => (
          <li key={check.id} style={rowStyle}>
            <Flex justify="space-between" align="center" gap={12} wrap>
              <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                <strong>{check.siteName}</strong>
                <div>
                  <HouseLink to={sweepPath(check.sweepId)}>
                    {say('sweeps.number', { number: check.sweepNumber })} {check.sweepTitle}
                  </HouseLink>
                </div>
                <div style={{ fontSize: 14, color: colours.second }}>
                  {check.address} <SweepDue sweep={check} />
                </div>
                {check.result && <CheckBadge check={check} />}
              </div>
              {check.mayCheck && (
                <Button size="large" onClick={() => setChosen(check)}>
                  {say('sweeps.check')}
                </Button>
              )}
            </Flex>
          </li>
        ))}
      </ul>
      <MorePages of={list} />
      {chosen && (
        <LookDialog
          check={chosen}
          title={chosen.sweepTitle}
          severity={chosen.severity}
          kind="check"
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}

const rowStyle = {
  padding: '10px 12px',
  background: colours.panel,
  borderBlockEnd: `1px solid ${colours.line}`,
} as const;

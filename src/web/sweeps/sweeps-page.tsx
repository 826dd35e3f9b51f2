import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Tabs } from 'antd';
import { useState } from 'react';
import { useAddressSearch, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { listMyChecks } from '../../contract/sweep-checks.ts';
import { CausesPane } from './causes-pane.tsx';
import { CommonPane } from './common-pane.tsx';
import { MyChecksPane } from './my-checks-pane.tsx';
import { StartDialog } from './start-dialog.tsx';
import { sweepPath, sweepsPath } from './sweep-address.ts';
import { SweepListPane } from './sweep-list-pane.tsx';

/** Sweeps (举一反三), the sites that wait for me, root causes, and the register of common problems. */
export function SweepsPage() {
  const say = useWords();
  const go = useGo();
  const works = useMay('problem.work');
  const [dispatches, assigns] = [useMay('problem.dispatch'), useMay('problem.assign')];
  const [address, change] = useAddressSearch(sweepsPath);
  const [isStarting, setStarting] = useState(false);
  const mine = useQuery({
    queryKey: [listMyChecks.name, 'count'],
    queryFn: () => call(listMyChecks, { query: { limit: 1 } }),
    enabled: works,
  });
  // whoever only looks at sites comes to look at sites
  const first = works && !assigns && !dispatches ? 'mine' : 'list';
  return (
    <Flex vertical gap={8}>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <h1 className="page-title">{say('sweeps.title')}</h1>
        {(dispatches || assigns) && (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setStarting(true)}>
            {say('sweeps.start')}
          </Button>
        )}
      </Flex>
      <p style={{ margin: 0, color: colours.second }}>{say('sweeps.intro')}</p>
      <Tabs
        activeKey={address.tab ?? first}
        onChange={(tab) => change({ tab })}
        destroyOnHidden
        items={[
          {
            key: 'list',
            label: say('sweeps.tab.list'),
            children: <SweepListPane address={address} change={change} />,
          },
          ...(works
            ? [
                {
                  key: 'mine',
                  label: say('sweeps.tab.mine', { count: mine.data?.shown ?? 0 }),
                  children: <MyChecksPane />,
                },
              ]
            : []),
          { key: 'common', label: say('sweeps.tab.common'), children: <CommonPane /> },
          { key: 'causes', label: say('sweeps.tab.causes'), children: <CausesPane /> },
        ]}
      />
      {isStarting && (
        <StartDialog onClose={() => setStarting(false)} onStarted={(sweep) => go(sweepPath(sweep.id))} />
      )}
    </Flex>
  );
}

import { Alert, Flex, Skeleton, Tabs, Typography } from 'antd';
import { useAddressSearch } from '../../client/address.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { CalendarPane } from './calendar-pane.tsx';
import { ChangesPane } from './changes-pane.tsx';
import { LadderPane } from './ladder-pane.tsx';
import { LimitsPane } from './limits-pane.tsx';
import { OrderPaperPane } from './order-paper-pane.tsx';
import { ReasonsPane } from './reasons-pane.tsx';
import { RulesPane } from './rules-pane.tsx';
import { useLedgerSettings } from './use-settings.ts';

const panes = ['rules', 'limits', 'ladder', 'calendar', 'reasons', 'orders', 'changes'] as const;

/** Everything the city decides about its ledger; whoever may not change it can read it. */
export function SettingsPage() {
  const say = useWords();
  const [search, change] = useAddressSearch('/settings');
  const settings = useLedgerSettings();
  const view = settings.data;
  const here = panes.find((pane) => pane === search.tab) ?? 'rules';
  const shown = panes.filter((pane) => pane !== 'changes' || view?.mayEdit === true);
  return (
    <Flex vertical gap={16}>
      <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
        {say('settings.title')}
      </Typography.Title>
      <RefusalAlert error={settings.error} retry={() => void settings.refetch()} />
      {settings.isPending && <Skeleton active />}
      {view && (
        <>
          {!view.mayEdit && <Alert type="info" showIcon title={say('settings.readOnly')} />}
          <Tabs
            activeKey={here}
            onChange={(pane) => change({ tab: pane })}
            destroyOnHidden
            items={shown.map((pane) => ({ key: pane, label: say(`settings.tab.${pane}`) }))}
          />
          {/* a saved change begins the fields anew from what is stored */}
          {here === 'rules' && <RulesPane key={view.version} view={view} />}
          {here === 'limits' && <LimitsPane />}
          {here === 'ladder' && <LadderPane />}
          {here === 'calendar' && <CalendarPane />}
          {here === 'reasons' && <ReasonsPane key={view.version} view={view} />}
          {here === 'orders' && <OrderPaperPane key={view.version} view={view} />}
          {here === 'changes' && <ChangesPane />}
        </>
      )}
    </Flex>
  );
}

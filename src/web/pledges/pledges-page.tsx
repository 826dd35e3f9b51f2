import { Button, Flex, Tabs, Typography } from 'antd';
import { useAddressSearch, useGo } from '../../client/address.tsx';
import { useMay } from '../../client/session.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { CommitmentsPane } from './commitments-pane.tsx';
import { pledgesPath } from './pledge-address.ts';
import { PledgesPane } from './pledges-pane.tsx';

/** Pledges (表态承诺) of flagged units, and the commitments they hold. */
export function PledgesPage() {
  const say = useWords();
  const go = useGo();
  const mayEdit = useMay('pledge.edit');
  const [address, change] = useAddressSearch(pledgesPath);
  return (
    <Flex vertical gap={12}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('pledges.title')}
        </Typography.Title>
        <Flex wrap gap={8}>
          <div style={{ width: 240 }}>
            <UnitPicker
              label={say('pledges.unit')}
              placeholder={say('pledges.allUnits')}
              value={address.unit}
              onChange={(unit) => change({ unit })}
            />
          </div>
          {mayEdit && (
            <Button type="primary" onClick={() => go(`${pledgesPath}/new`)}>
              {say('pledges.new')}
            </Button>
          )}
        </Flex>
      </Flex>
      <Tabs
        activeKey={address.tab ?? 'pledges'}
        onChange={(tab) => change({ tab: tab === 'pledges' ? null : tab, state: null })}
        items={[
          {
            key: 'pledges',
            label: say('pledges.title'),
            children: (
              <PledgesPane
                unitId={address.unit}
                state={address.state}
                onState={(state) => change({ state })}
              />
            ),
          },
          {
            key: 'commitments',
            label: say('pledges.commitmentCount'),
            children: (
              <CommitmentsPane
                unitId={address.unit}
                state={address.state}
                onState={(state) => change({ state })}
              />
            ),
          },
        ]}
      />
    </Flex>
  );
}

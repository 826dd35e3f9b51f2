import { Button, Flex, Grid, Input, Typography } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useAddressSearch } from '../../client/address.tsx';
import { formatDay } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { UnitPane } from './unit-pane.tsx';
import { UnitSearch } from './unit-search.tsx';
import { UnitTree } from './unit-tree.tsx';
import './organisation.css';

const unitsPath = '/units';

/** Units and people (单位与人员): the tree at the left, the chosen unit at the right; on a phone one at a time. */
export function UnitsPage() {
  const say = useWords();
  const { locale } = useLocale();
  const { md } = Grid.useBreakpoint();
  const [address, change] = useAddressSearch(unitsPath);
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim().slice(0, 60));
  const chosen = address.unit;
  const choose = (unitId: string) => change({ unit: unitId, tab: null });
  const isTreeShown = md || chosen === undefined;
  return (
    <Flex vertical gap={16}>
      <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
        {say('organisation.title')}
      </Typography.Title>
      <div className="units-layout">
        {isTreeShown && (
          <section className="units-panel" aria-label={say('organisation.tree')}>
            <Flex vertical gap={12}>
              <Input.Search
                allowClear
                aria-label={say('organisation.searchUnits')}
                placeholder={say('organisation.searchUnits')}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
              <Flex gap={8} align="center">
                <label htmlFor="units-as-of" style={{ color: colours.second, whiteSpace: 'nowrap' }}>
                  {say('organisation.asOf')}
                </label>
                <Input
                  id="units-as-of"
                  type="date"
                  value={address.on ?? ''}
                  onChange={(event) => change({ on: event.target.value || null })}
                />
              </Flex>
              {address.on && (
                <p role="status" style={{ margin: 0, color: colours.soon }}>
                  {say('organisation.asOfNote', { day: formatDay(address.on, locale) })}
                </p>
              )}
              {search ? (
                <UnitSearch search={search} chosen={chosen} onChoose={choose} />
              ) : (
                <UnitTree on={address.on} chosen={chosen} onChoose={choose} />
              )}
            </Flex>
          </section>
        )}
        {chosen !== undefined ? (
          <section className="units-panel">
            {!md && (
              <Button style={{ marginBottom: 12 }} onClick={() => change({ unit: null, tab: null })}>
                {say('organisation.backToTree')}
              </Button>
            )}
            <UnitPane
              key={chosen}
              unitId={chosen}
              tab={address.tab ?? 'facts'}
              onTab={(tab) => change({ tab })}
              onChoose={choose}
            />
          </section>
        ) : (
          md && <p style={{ color: colours.second }}>{say('organisation.pickUnit')}</p>
        )}
      </div>
    </Flex>
  );
}

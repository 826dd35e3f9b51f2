import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Form, Select, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { type RoutingRuleInput, tryRouting } from '../../contract/routing.ts';
import { SiteSelect } from '../ledger/site-select.tsx';
import { useReasonWords } from './reason-words.ts';

const sources = ['inspection', 'citizen', 'selfCheck', 'meeting', 'import'] as const;

/** Whom the rules, saved or not, would send a problem to, and why. */
export function TryRouting({ rules }: { rules: readonly RoutingRuleInput[] }) {
  const say = useWords();
  const reasonWords = useReasonWords();
  const { data, categoryName } = useReference();
  const [siteId, setSiteId] = useState<string | null>(null);
  const [categoryKey, setCategoryKey] = useState<string | undefined>(undefined);
  const [source, setSource] = useState<(typeof sources)[number]>('inspection');
  const [severity, setSeverity] = useState<'normal' | 'high'>('normal');
  const tried = useMutation({
    mutationFn: () =>
      call(tryRouting, {
        body: { siteId, categoryKey: categoryKey ?? '', severity, source, rules: [...rules] },
      }),
  });
  return (
    <Card size="small" title={say('routing.try')}>
      <Typography.Paragraph type="secondary">{say('routing.tryHint')}</Typography.Paragraph>
      <Form layout="vertical" component="div">
        <Flex wrap gap={16} align="end">
          <Form.Item label={say('routing.try.site')} style={{ minWidth: 260 }}>
            <SiteSelect value={siteId} onChange={setSiteId} />
          </Form.Item>
          <Form.Item
            label={say('routing.when.categoryKeys')}
            htmlFor="try-category"
            required
            style={{ minWidth: 220 }}
          >
            <Select
              id="try-category"
              showSearch={{ optionFilterProp: 'label' }}
              value={categoryKey}
              onChange={setCategoryKey}
              options={data.categories.map(({ key }) => ({ value: key, label: categoryName(key) }))}
            />
          </Form.Item>
          <Form.Item label={say('routing.when.sources')} htmlFor="try-source" style={{ minWidth: 140 }}>
            <Select
              id="try-source"
              value={source}
              onChange={setSource}
              options={sources.map((one) => ({ value: one, label: say(`problems.source.${one}`) }))}
            />
          </Form.Item>
          <Form.Item label={say('routing.when.severity')} htmlFor="try-severity" style={{ minWidth: 110 }}>
            <Select
              id="try-severity"
              value={severity}
              onChange={setSeverity}
              options={(['normal', 'high'] as const).map((one) => ({
                value: one,
                label: say(`routing.severity.${one}`),
              }))}
            />
          </Form.Item>
          <Form.Item>
            <Button disabled={!categoryKey} loading={tried.isPending} onClick={() => tried.mutate()}>
              {say('routing.try')}
            </Button>
          </Form.Item>
        </Flex>
      </Form>
      <RefusalAlert error={tried.error} />
      {tried.data && (
        <Alert
          role="status"
          type={tried.data.contactName === null ? 'warning' : 'success'}
          showIcon
          title={
            tried.data.unit === null
              ? say('routing.try.nobody')
              : say('routing.try.result', { unit: tried.data.unit.name })
          }
          description={
            <>
              {tried.data.reason && <div>{reasonWords(tried.data.reason)}</div>}
              {tried.data.unit !== null && (
                <div>
                  {tried.data.contactName === null
                    ? say('routing.try.noContact')
                    : say('routing.try.contact', { name: tried.data.contactName })}
                </div>
              )}
              {tried.data.assisting.length > 0 && (
                <div>
                  {say('routing.try.assisting', {
                    units: tried.data.assisting.map((unit) => unit.name).join(say('problems.listComma')),
                  })}
                </div>
              )}
            </>
          }
        />
      )}
    </Card>
  );
}

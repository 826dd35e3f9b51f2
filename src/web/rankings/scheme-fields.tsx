import { Button, Flex, Form, Input, InputNumber, Select, Typography } from 'antd';
import type { ReactNode } from 'react';
import { v7 as uuid } from 'uuid';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { isOne } from './decimal-sum.ts';
import { emptyRule, type GroupForm, type SchemeForm, weightSum } from './scheme-form.ts';
import { SchemeGroupFields } from './scheme-group-fields.tsx';

type Change = (part: Partial<SchemeForm>) => void;

/** All fields of a scheme, in the order an official thinks: when, who, how, and the paper around it. */
export function SchemeFields(props: {
  form: SchemeForm;
  isReadOnly: boolean;
  onChange: (form: SchemeForm) => void;
}) {
  const { form, isReadOnly, onChange } = props;
  const say = useWords();
  const change: Change = (part) => onChange({ ...form, ...part });
  return (
    <Form layout="vertical" component={false} disabled={isReadOnly}>
      <Flex wrap gap={16}>
        <Form.Item label={say('common.name')} htmlFor="scheme-name" required style={{ flex: '1 1 280px' }}>
          <Input
            id="scheme-name"
            maxLength={120}
            value={form.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('schemes.validFrom')} htmlFor="scheme-from" required>
          <Input
            id="scheme-from"
            type="date"
            value={form.validFrom}
            onChange={(event) => change({ validFrom: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('schemes.validTo')} htmlFor="scheme-to" extra={say('schemes.validToHelp')}>
          <Input
            id="scheme-to"
            type="date"
            value={form.validTo}
            onChange={(event) => change({ validTo: event.target.value })}
          />
        </Form.Item>
      </Flex>
      <Section title={say('schemes.weights')}>
        <Weights form={form} change={change} />
      </Section>
      <Section title={say('schemes.groupsTitle')}>
        <Groups form={form} isReadOnly={isReadOnly} change={change} />
      </Section>
      <Section title={say('schemes.rounding')}>
        <Rounding form={form} change={change} />
      </Section>
      <Section title={say('schemes.bulletin')}>
        <BulletinFields form={form} change={change} />
      </Section>
    </Form>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section
      aria-label={title}
      style={{ borderTop: `1px solid ${colours.line}`, paddingTop: 12, marginBottom: 12 }}
    >
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {title}
      </Typography.Title>
      {children}
    </section>
  );
}

/** The weights, and at once whether they add up to 1. */
function Weights({ form, change }: { form: SchemeForm; change: Change }) {
  const say = useWords();
  const sum = weightSum(form);
  const isGood = sum !== null && isOne(sum);
  const message =
    sum === null
      ? say('schemes.weightNoDecimal')
      : say(isGood ? 'schemes.weightSumGood' : 'schemes.weightSumBad', { sum });
  return (
    <>
      <Flex wrap gap={16}>
        {(['field', 'rectification'] as const).map((key) => (
          <Form.Item
            key={key}
            label={say(`rankings.component.${key}`)}
            htmlFor={`scheme-weight-${key}`}
            extra={say(`schemes.component.${key}`)}
            style={{ flex: '1 1 220px' }}
          >
            <Input
              id={`scheme-weight-${key}`}
              inputMode="decimal"
              style={{ width: 120 }}
              value={form.weights[key]}
              onChange={(event) => change({ weights: { ...form.weights, [key]: event.target.value } })}
            />
          </Form.Item>
        ))}
      </Flex>
      <p role="status" style={{ color: isGood ? colours.onTime : colours.overdue, marginTop: 0 }}>
        <span aria-hidden>{isGood ? '✓' : '■'}</span> {message}
      </p>
    </>
  );
}

function Groups(props: { form: SchemeForm; isReadOnly: boolean; change: Change }) {
  const { form, isReadOnly, change } = props;
  const say = useWords();
  const { groups } = form;
  const replace = (index: number, group: GroupForm) =>
    change({ groups: groups.map((known, at) => (at === index ? group : known)) });
  return (
    <Flex vertical gap={12}>
      {groups.length === 0 && <Typography.Text type="secondary">{say('schemes.noGroup')}</Typography.Text>}
      {groups.map((group, index) => (
        <SchemeGroupFields
          key={group.key}
          group={group}
          taken={groups
            .filter((other) => other !== group)
            .flatMap((other) => other.units.map((unit) => unit.id))}
          isReadOnly={isReadOnly}
          onChange={(next) => replace(index, next)}
          onRemove={() => change({ groups: groups.filter((other) => other !== group) })}
        />
      ))}
      {!isReadOnly && (
        <div>
          <Button
            onClick={() =>
              change({ groups: [...groups, { key: uuid(), name: '', units: [], flags: emptyRule }] })
            }
          >
            {say('schemes.addGroup')}
          </Button>
        </div>
      )}
    </Flex>
  );
}

function Rounding({ form, change }: { form: SchemeForm; change: Change }) {
  const say = useWords();
  return (
    <Flex wrap gap={16}>
      <Form.Item
        label={say('schemes.decimals')}
        htmlFor="scheme-decimals"
        extra={say('schemes.decimalsHelp')}
      >
        <InputNumber
          id="scheme-decimals"
          min={0}
          max={6}
          precision={0}
          value={form.decimals}
          onChange={(decimals) => change({ decimals: decimals ?? 0 })}
        />
      </Form.Item>
      <Form.Item label={say('schemes.tieRule')} htmlFor="scheme-ties">
        <Select
          id="scheme-ties"
          style={{ minWidth: 220 }}
          value={form.tieRule}
          onChange={(tieRule: SchemeForm['tieRule']) => change({ tieRule })}
          options={(['competition', 'dense'] as const).map((value) => ({
            value,
            label: say(`schemes.tieRule.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        label={say('schemes.minimumSites')}
        htmlFor="scheme-minimum"
        extra={say('schemes.minimumSitesHelp')}
      >
        <InputNumber
          id="scheme-minimum"
          min={0}
          max={10_000}
          precision={0}
          value={form.minimumSites}
          onChange={(minimumSites) => change({ minimumSites: minimumSites ?? 0 })}
        />
      </Form.Item>
    </Flex>
  );
}

function BulletinFields({ form, change }: { form: SchemeForm; change: Change }) {
  const say = useWords();
  const lines = ['documentPrefix', 'issuer', 'basis', 'printedBy'] as const;
  const lists = ['recipients', 'assessors', 'copyTo'] as const;
  return (
    <Flex wrap gap={16}>
      {lines.map((name) => (
        <Form.Item
          key={name}
          label={say(`schemes.bulletin.${name}`)}
          htmlFor={`scheme-${name}`}
          style={{ flex: '1 1 240px' }}
        >
          <Input
            id={`scheme-${name}`}
            maxLength={name === 'documentPrefix' ? 30 : 100}
            value={form[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        </Form.Item>
      ))}
      {lists.map((name) => (
        <Form.Item
          key={name}
          label={say(`schemes.bulletin.${name}`)}
          htmlFor={`scheme-${name}`}
          extra={say('schemes.onePerLine')}
          style={{ flex: '1 1 240px' }}
        >
          <Input.TextArea
            id={`scheme-${name}`}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={form[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        </Form.Item>
      ))}
    </Flex>
  );
}

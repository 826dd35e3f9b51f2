import { useMutation, useQuery } from '@tanstack/react-query';
import { Checkbox, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { previewSweep, type SweepSuggestion, type SweepView, startSweep } from '../../contract/sweeps.ts';
import { useSweepsChanged } from './sweep-address.ts';

/** What the page that opens the dialog knows already. */
export interface SweepStart {
  readonly title?: string;
  readonly categoryKey?: string;
  readonly itemCode?: string | null;
  readonly scopeUnitId?: string;
  readonly problem?: {
    readonly id: string;
    readonly ownerUnitId: string | null;
    readonly suggestion: SweepSuggestion;
  };
}

interface Plan {
  readonly title: string;
  readonly categoryKey: string;
  readonly siteTypes: string[];
  readonly scopeUnitId: string;
  readonly ownerUnitId: string;
  readonly severity: 'normal' | 'high';
  readonly dueOn: Dayjs | null;
  readonly isWaived: boolean;
  readonly waiveReason?: string;
}

/** Begins a sweep; from a problem everything is filled in but what only a person can decide. */
export function StartDialog(props: {
  start?: SweepStart;
  onClose: () => void;
  onStarted: (sweep: SweepView) => void;
}) {
  const { start } = props;
  const suggestion = start?.problem?.suggestion;
  const say = useWords();
  useFormTimer();
  const changed = useSweepsChanged();
  const reference = useReference();
  const [form] = Form.useForm<Plan>();
  // one id for this dialog: pressing twice begins one sweep
  const [id] = useState(() => uuid());
  const wanted = Form.useWatch([], form) as Plan | undefined;
  const send = useMutation({
    mutationFn: (plan: Plan) =>
      call(startSweep, {
        body: {
          id,
          title: plan.title,
          categoryKey: plan.categoryKey,
          itemCode: suggestion?.itemCode ?? start?.itemCode ?? null,
          severity: plan.severity,
          siteTypes: plan.siteTypes,
          scopeUnitId: plan.scopeUnitId,
          ownerUnitId: plan.ownerUnitId,
          problemId: start?.problem?.id ?? null,
          dueOn: plan.dueOn?.format('YYYY-MM-DD') ?? null,
          waiveReason: plan.isWaived ? (plan.waiveReason ?? '') : null,
        },
      }),
    onSuccess: async (sweep) => {
      await changed();
      props.onStarted(sweep);
      props.onClose();
    },
  });
  const scopes = suggestion?.scopes ?? [];
  const firstScope = start?.scopeUnitId ?? (scopes.find((scope) => scope.sites > 0) ?? scopes[0])?.id;
  const rules = [{ required: true, message: say('fault.required') }];
  return (
    <Modal
      open
      title={say(start?.problem ? 'sweeps.startFor' : 'sweeps.start')}
      okText={say('sweeps.start')}
      cancelText={say('common.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<Plan>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          title: suggestion?.title ?? start?.title,
          categoryKey: suggestion?.categoryKey ?? start?.categoryKey,
          siteTypes: suggestion?.siteTypes ?? [],
          scopeUnitId: firstScope,
          ownerUnitId: start?.problem?.ownerUnitId ?? firstScope,
          severity: suggestion?.severity ?? 'normal',
          isWaived: false,
        }}
        onFinish={(plan) => send.mutate({ ...plan, dueOn: plan.dueOn ?? null })}
      >
        <Form.Item name="title" label={say('sweeps.form.title')} rules={rules}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="categoryKey" label={say('sweeps.category')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            disabled={suggestion !== undefined}
            options={reference.data.categories.map(({ key }) => ({
              value: key,
              label: reference.categoryName(key),
            }))}
          />
        </Form.Item>
        <Form.Item name="siteTypes" label={say('sweeps.siteTypes')} rules={rules}>
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={reference.data.siteTypes.map(({ code }) => ({
              value: code,
              label: reference.siteTypeName(code),
            }))}
          />
        </Form.Item>
        <Form.Item name="scopeUnitId" label={say('sweeps.form.scope')} rules={rules}>
          {scopes.length > 0 ? (
            <Select
              options={scopes.map(({ id: value, name, sites }) => ({
                value,
                label: say('sweeps.form.scopeSites', { name, count: sites }),
              }))}
            />
          ) : (
            <UnitPicker label={say('sweeps.form.scope')} />
          )}
        </Form.Item>
        <Preview plan={wanted} problemId={start?.problem?.id} />
        <Form.Item name="ownerUnitId" label={say('sweeps.form.owner')} rules={rules}>
          <UnitPicker label={say('sweeps.form.owner')} />
        </Form.Item>
        <Form.Item name="dueOn" label={say('sweeps.form.dueOn')} extra={say('sweeps.form.dueDefault')}>
          <DatePicker style={{ width: '100%' }} minDate={dayjs()} />
        </Form.Item>
        <Form.Item name="severity" label={say('sweeps.form.severity')}>
          <Radio.Group
            optionType="button"
            disabled={suggestion?.severity === 'high'}
            options={(['normal', 'high'] as const).map((value) => ({
              value,
              label: say(`problems.severity.${value}`),
            }))}
          />
        </Form.Item>
        {start?.problem && (
          <Form.Item name="isWaived" valuePropName="checked" noStyle>
            <Checkbox>{say('sweeps.form.waiveAtOnce')}</Checkbox>
          </Form.Item>
        )}
        {wanted?.isWaived && (
          <Form.Item name="waiveReason" label={say('sweeps.form.reason')} rules={rules}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        )}
      </Form>
      <p style={{ color: colours.second }}>{say('sweeps.form.snapshot')}</p>
      <RefusalAlert error={send.error} />
    </Modal>
  );
}

/** How many sites the plan takes in, before it is sent. */
function Preview({ plan, problemId }: { plan: Plan | undefined; problemId: string | undefined }) {
  const say = useWords();
  const siteTypes = plan?.siteTypes ?? [];
  const scopeUnitId = plan?.scopeUnitId ?? '';
  const query = { siteTypes: siteTypes.join(','), scopeUnitId, ...(problemId ? { problemId } : {}) };
  const preview = useQuery({
    queryKey: [previewSweep.name, query],
    queryFn: () => call(previewSweep, { query }),
    enabled: siteTypes.length > 0 && scopeUnitId !== '',
  });
  if (!preview.data) return null;
  const { sites, units } = preview.data;
  return (
    <p role="status">
      {sites === 0
        ? say('sweeps.form.previewNone')
        : say('sweeps.form.preview', { sites, units: units.length })}
    </p>
  );
}

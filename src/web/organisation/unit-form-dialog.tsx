import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocalName, useWords } from '../../client/words.tsx';
import { createUnit, editUnit, type UnitPage } from '../../contract/organisation.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { type UnitKind, unitKinds } from '../../domain/organisation/unit-kinds.ts';
import { showFaults } from './form-faults.ts';
import { useUnitChange } from './use-unit-change.ts';

interface Fields {
  readonly code: string;
  readonly kind: Exclude<UnitKind, 'city'>;
  readonly validFrom: string;
  readonly name: string;
  readonly shortName?: string;
  readonly nameEn?: string;
  readonly aliases?: string;
  readonly unitType?: string;
  readonly source?: string;
}

/** What the form holds as the contract wants it: an empty field is no fact. */
function factsOf(fields: Fields) {
  return {
    name: fields.name,
    shortName: fields.shortName?.trim() || null,
    nameEn: fields.nameEn?.trim() || null,
    aliases: (fields.aliases ?? '')
      .split('\n')
      .map((alias) => alias.trim())
      .filter(Boolean),
    unitType: fields.unitType ?? null,
    source: fields.source?.trim() || null,
  };
}

/** A new unit under `parent`, or the facts of `unit`. */
export function UnitFormDialog(props: {
  unit?: UnitPage;
  parent?: UnitPage;
  onClose: () => void;
  onDone?: (unitId: string) => void;
}) {
  const say = useWords();
  const localName = useLocalName();
  const { data: reference } = useReference();
  const { unit, parent } = props;
  const [id] = useState(() => uuid());
  const [form] = Form.useForm<Fields>();
  const change = useUnitChange(
    (fields: Fields) => {
      if (unit) return call(editUnit, { params: { id: unit.id }, body: factsOf(fields) });
      const { code, kind, validFrom } = fields;
      const parentId = parent?.id ?? '';
      return call(createUnit, { body: { id, code, kind, validFrom, parentId, ...factsOf(fields) } });
    },
    (made) => {
      props.onClose();
      props.onDone?.(made.id);
    },
  );
  const submit = (fields: Fields) => change.mutate(fields, { onError: (error) => showFaults(form, error) });
  const required = [{ required: true, message: say('fault.required') }];
  return (
    <Modal
      open
      title={say(unit ? 'organisation.action.edit' : 'organisation.action.add')}
      okText={say('common.save')}
      cancelText={say('common.cancel')}
      confirmLoading={change.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={
          unit
            ? { ...unit, unitType: unit.unitType ?? undefined, aliases: unit.aliases.join('\n') }
            : { kind: 'street', validFrom: cityDay(new Date().toISOString()) }
        }
      >
        <RefusalAlert error={change.error} />
        <Form.Item name="name" label={say('common.name')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        {!unit && (
          <>
            <Form.Item name="code" label={say('common.code')} rules={required}>
              <Input maxLength={40} />
            </Form.Item>
            <Form.Item name="kind" label={say('organisation.fact.kind')} rules={required}>
              <Select
                options={unitKinds
                  .filter((kind) => kind !== 'city')
                  .map((kind) => ({ value: kind, label: say(`organisation.kind.${kind}`) }))}
              />
            </Form.Item>
            <Form.Item name="validFrom" label={say('organisation.fact.validFrom')} rules={required}>
              <Input type="date" />
            </Form.Item>
          </>
        )}
        <Form.Item
          name="unitType"
          label={say('organisation.fact.unitType')}
          extra={say('organisation.fact.unitTypeHint')}
        >
          <Select
            allowClear
            options={reference.unitTypes.map((type) => ({ value: type.code, label: localName(type) }))}
          />
        </Form.Item>
        <Form.Item name="shortName" label={say('organisation.fact.shortName')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="aliases"
          label={say('organisation.fact.aliases')}
          extra={say('organisation.fact.aliasesHint')}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="nameEn" label={say('organisation.fact.nameEn')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="source" label={say('common.source')}>
          <Input maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

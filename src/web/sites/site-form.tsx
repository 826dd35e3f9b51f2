import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Flex, Form, Grid, Input, Select } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { ApiRefusal, call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { type PickedPosition, PositionPicker } from '../../client/map/position-picker.tsx';
import { PersonPicker } from '../../client/person-picker.tsx';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { createSite, editSite, type SiteView } from '../../contract/sites.ts';

interface SiteFields {
  code: string;
  name: string;
  siteType: string;
  territoryUnitId: string;
  lineBureauId: string | null;
  operatorUnitId: string | null;
  keeperPersonId: string | null;
  isOwnerless: boolean;
  address: string | null;
  note: string | null;
}

const emptyFields: Partial<SiteFields> = {
  lineBureauId: null,
  operatorUnitId: null,
  keeperPersonId: null,
  isOwnerless: false,
};

function fieldsOf(site: SiteView): SiteFields {
  return {
    code: site.code,
    name: site.name,
    siteType: site.siteType,
    territoryUnitId: site.territory.id,
    lineBureauId: site.lineBureau?.id ?? null,
    operatorUnitId: site.operator?.id ?? null,
    keeperPersonId: site.keeper?.id ?? null,
    isOwnerless: site.isOwnerless,
    address: site.address,
    note: site.note,
  };
}

/** A position as the picker shows it; `undefined`: nobody touched it, so it keeps its own source. */
function shownPosition(
  site: SiteView | null,
  touched: PickedPosition | null | undefined,
): PickedPosition | null {
  if (touched !== undefined) return touched;
  return site && site.lon !== null && site.lat !== null
    ? { lon: site.lon, lat: site.lat, source: 'typed' }
    : null;
}

/** Enters a new site, or changes one; mounted anew for each. */
export function SiteForm(props: {
  site: SiteView | null;
  onClose: () => void;
  onSaved: (site: SiteView) => void;
}) {
  const { site, onClose, onSaved } = props;
  const say = useWords();
  useFormTimer();
  const { md } = Grid.useBreakpoint();
  const reference = useReference();
  const client = useQueryClient();
  const [form] = Form.useForm<SiteFields>();
  const [newId] = useState(() => uuid());
  const [touched, setTouched] = useState<PickedPosition | null | undefined>(undefined);
  const isOwnerless = Form.useWatch('isOwnerless', form) ?? false;
  const save = useMutation({
    mutationFn: (fields: SiteFields) => {
      const content = {
        ...fields,
        operatorUnitId: fields.isOwnerless ? null : (fields.operatorUnitId ?? null),
        address: fields.address?.trim() || null,
        note: fields.note?.trim() || null,
      };
      if (!site) return call(createSite, { body: { id: newId, ...content, position: touched ?? null } });
      const position = touched === undefined ? {} : { position: touched };
      const body = { version: site.version, ...content, ...position };
      return call(editSite, { params: { id: site.id }, body });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('sites.'),
      });
      onSaved(saved);
    },
    onError: (error) => {
      if (!(error instanceof ApiRefusal)) return;
      form.setFields(
        error.fields.map(({ path, message }) => ({ name: path as keyof SiteFields, errors: [message] })),
      );
    },
  });
  const must = { required: true, whitespace: true, message: say('fault.required') };
  return (
    <Drawer
      open
      onClose={onClose}
      size={md ? 640 : '100%'}
      title={say(site ? 'sites.edit' : 'sites.create')}
      maskClosable={false}
      footer={
        <Flex gap={8} justify="end">
          <Button onClick={onClose}>{say('common.cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {say('common.save')}
          </Button>
        </Flex>
      }
    >
      <Form<SiteFields>
        form={form}
        layout="vertical"
        requiredMark
        initialValues={site ? fieldsOf(site) : emptyFields}
        onFinish={(fields) => save.mutate(fields)}
      >
        <Form.Item name="name" label={say('common.name')} rules={[must]}>
          <Input maxLength={120} autoFocus />
        </Form.Item>
        <Form.Item name="code" label={say('common.code')} rules={[must]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="siteType" label={say('sites.type')} rules={[must]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={say('sites.choose')}
            options={reference.data.siteTypes.map(({ code }) => ({
              value: code,
              label: reference.siteTypeName(code),
            }))}
          />
        </Form.Item>
        <Form.Item name="territoryUnitId" label={say('sites.territory')} rules={[must]}>
          <UnitPicker label={say('sites.territory')} known={site?.territory ?? null} />
        </Form.Item>
        <Form.Item name="lineBureauId" label={say('sites.lineBureau')}>
          <UnitPicker label={say('sites.lineBureau')} known={site?.lineBureau ?? null} />
        </Form.Item>
        <Form.Item name="isOwnerless" valuePropName="checked" extra={say('sites.ownerlessHint')}>
          <Checkbox>{say('sites.ownerless')}</Checkbox>
        </Form.Item>
        {!isOwnerless && (
          <Form.Item name="operatorUnitId" label={say('sites.operator')}>
            <UnitPicker label={say('sites.operator')} known={site?.operator ?? null} />
          </Form.Item>
        )}
        <Form.Item name="keeperPersonId" label={say('sites.keeper')}>
          <PersonPicker label={say('sites.keeper')} known={site?.keeper ?? null} />
        </Form.Item>
        <Form.Item name="address" label={say('sites.address')}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item label={say('sites.position')}>
          <PositionPicker value={shownPosition(site, touched)} onChange={setTouched} />
        </Form.Item>
        <Form.Item name="note" label={say('common.note')}>
          <Input.TextArea maxLength={1000} rows={3} />
        </Form.Item>
      </Form>
      <RefusalAlert error={save.error} />
    </Drawer>
  );
}

import { Button, Drawer, Form, Input, InputNumber, Radio, Select, Switch } from 'antd';
import { ApiRefusal, call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocalName, useWords } from '../../client/words.tsx';
import { addItem, type ItemContent, saveItem, type VersionView } from '../../contract/standards.ts';
import { type ItemForm, itemFormFields, itemFromForm, itemToForm } from './item-form.ts';
import { useVersionChange } from './use-version-change.ts';

const marksForm = /^\d{1,4}(\.\d{1,2})?$/;

/** Form of one item: a new one at the end of the checklist, or one that is there. */
export function ItemDrawer(props: {
  version: VersionView;
  siteType: string;
  /** Null for a new item. */
  item: ItemContent | null;
  /** What a new item starts from. */
  suggestion: ItemContent;
  onClose: () => void;
}) {
  const say = useWords();
  useFormTimer();
  const localName = useLocalName();
  const { data: reference } = useReference();
  const change = useVersionChange(props.version.id);
  const [form] = Form.useForm<ItemForm>();
  const start = itemToForm(props.item ?? props.suggestion);
  const scale = Form.useWatch('scale', form) ?? start.scale;
  const { version, siteType, item } = props;

  const save = (values: ItemForm) => {
    const body = { version: version.version, item: itemFromForm(values) };
    change.mutate(
      () =>
        item
          ? call(saveItem, { params: { id: version.id, code: item.code }, body })
          : call(addItem, { params: { id: version.id, siteType }, body }),
      { onSuccess: props.onClose, onError: showFaults },
    );
  };
  const showFaults = (error: Error) => {
    const faults = faultsAtFields(error);
    form.setFields(faults.map(({ name, message }) => ({ name, errors: [message] })));
    if (faults[0]) form.scrollToField(faults[0].name, { focus: true });
  };
  const required = [{ required: true, message: say('fault.required') }];
  const marks = [{ required: true, pattern: marksForm, message: say('fault.standard.badMarks') }];
  const named = (records: readonly { code: string; name: string; nameEn: string }[]) =>
    records.map((record) => ({ value: record.code, label: localName(record) }));
  const categories = reference.categories.map((category) => ({ ...category, code: category.key }));

  return (
    <Drawer
      open
      size={560}
      title={item ? say('standards.editItem', { name: item.title }) : say('standards.addItem')}
      onClose={props.onClose}
    >
      <Form form={form} layout="vertical" initialValues={start} onFinish={save}>
        <Form.Item
          name="code"
          label={say('common.code')}
          rules={[
            {
              required: true,
              pattern: /^[A-Z0-9]{2,8}-[0-9A-Z]{1,6}$/,
              message: say('fault.standard.itemCode'),
            },
          ]}
        >
          <Input maxLength={15} style={{ width: 200 }} />
        </Form.Item>
        <Form.Item name="title" label={say('standards.itemTitle')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="titleEn" label={say('standards.itemTitleEn')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="weight" label={say('standards.weight')} rules={marks}>
          <Input inputMode="decimal" style={{ width: 120 }} />
        </Form.Item>
        <Form.Item name="scale" label={say('standards.scale')}>
          <Radio.Group
            options={[
              { value: 'three_level', label: say('standards.scaleKind.three_level') },
              { value: 'defect_count', label: say('standards.scaleKind.defect_count') },
            ]}
          />
        </Form.Item>
        {scale === 'defect_count' && (
          <>
            <Form.Item name="deductPerDefect" label={say('standards.deduct')} rules={marks}>
              <Input inputMode="decimal" style={{ width: 120 }} />
            </Form.Item>
            <Form.Item name="zeroAtDefects" label={say('standards.zeroAt')} rules={required}>
              <InputNumber min={1} max={9999} precision={0} style={{ width: 120 }} />
            </Form.Item>
          </>
        )}
        <Form.Item
          name="veto"
          label={say('standards.veto')}
          extra={say('standards.vetoHelp')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item name="categoryKey" label={say('standards.category')} rules={required}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={named(categories)} />
        </Form.Item>
        <Form.Item name="responsibleUnitType" label={say('standards.unitType')} rules={required}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={named(reference.unitTypes)} />
        </Form.Item>
        <Form.Item name="deadlineHours" label={say('standards.deadlineHours')} rules={required}>
          <InputNumber min={1} max={8760} precision={0} style={{ width: 120 }} />
        </Form.Item>
        <Form.Item name="deadlineClock" label={say('standards.deadlineClock')}>
          <Radio.Group
            options={[
              { value: 'work', label: say('standards.clock.work') },
              { value: 'elapsed', label: say('standards.clock.elapsed') },
            ]}
          />
        </Form.Item>
        <Form.Item name="evidence" label={say('standards.evidence')}>
          <Radio.Group
            options={[
              { value: 'photo_required', label: say('standards.evidence.photo_required') },
              { value: 'photo_on_fail', label: say('standards.evidence.photo_on_fail') },
            ]}
          />
        </Form.Item>
        <Form.Item name="campaigns" label={say('standards.campaigns')}>
          <Select mode="multiple" options={named(reference.campaigns)} />
        </Form.Item>
        {faultsAtFields(change.error).length === 0 && <RefusalAlert error={change.error} />}
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {say('common.save')}
        </Button>
      </Form>
    </Drawer>
  );
}

/** Faults that belong to fields of the form: `item.scale.zeroAtDefects` to `zeroAtDefects`. */
function faultsAtFields(error: Error | null): { name: keyof ItemForm; message: string }[] {
  if (!(error instanceof ApiRefusal)) return [];
  return error.fields.flatMap(({ path, message }) => {
    const last = path.split('.').at(-1);
    const name = itemFormFields.find((field) => field === last);
    return name ? [{ name, message }] : [];
  });
}

import { useMutation } from '@tanstack/react-query';
import { Checkbox, Flex, Input, Modal, Radio } from 'antd';
import { useId, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { PhotoReference } from '../../contract/photos.ts';
import { checkSite, type SweepCheckLine, spotCheckSite } from '../../contract/sweep-checks.ts';
import { type CheckResult, checkResults, spotResults } from '../../domain/sweeps/sweep.ts';
import { PhotoPicker } from '../ledger/photo-picker.tsx';
import { useSweepsChanged } from './sweep-address.ts';

const reasonWords = {
  clear: 'sweeps.form.reasonClear',
  found: 'sweeps.form.reasonFound',
  notChecked: 'sweeps.form.reasonNotChecked',
} as const;

/** What is at one site: by its own people (`check`), or again by an inspector (`spotCheck`). */
export function LookDialog(props: {
  check: SweepCheckLine;
  /** What is looked for. */
  title: string;
  severity: 'normal' | 'high';
  kind: 'check' | 'spotCheck';
  onClose: () => void;
}) {
  const { check, kind } = props;
  const say = useWords();
  useFormTimer();
  const changed = useSweepsChanged();
  const reasonId = useId();
  const [result, setResult] = useState<CheckResult | null>(null);
  const [photos, setPhotos] = useState<readonly PhotoReference[]>([]);
  const [reason, setReason] = useState('');
  const [isGrave, setGrave] = useState(false);
  // one id for this dialog: sending twice after a lost answer raises one problem
  const [ids] = useState(() => ({ commandId: uuid(), problemId: uuid() }));
  const send = useMutation({
    mutationFn: (chosen: CheckResult) => {
      const found = chosen === 'found';
      const body = {
        commandId: ids.commandId,
        photos: [...photos],
        reason: reason.trim() || null,
        problemId: found ? ids.problemId : null,
        severity: found && isGrave ? ('high' as const) : ('normal' as const),
      };
      const params = { id: check.id };
      if (kind === 'check') return call(checkSite, { params, body: { ...body, result: chosen } });
      return call(spotCheckSite, { params, body: { ...body, result: found ? 'found' : 'clear' } });
    },
    onSuccess: async () => {
      await changed();
      props.onClose();
    },
  });
  const choices = kind === 'check' ? checkResults : spotResults;
  return (
    <Modal
      open
      title={say('sweeps.checkTitle', { site: check.siteName, title: props.title })}
      okText={say('sweeps.form.send')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: result === null, size: 'large' }}
      cancelButtonProps={{ size: 'large' }}
      confirmLoading={send.isPending}
      onOk={() => result && send.mutate(result)}
      onCancel={props.onClose}
    >
      <Flex vertical gap={12}>
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <legend style={{ marginBlockEnd: 8 }}>{say('sweeps.question')}</legend>
          <Radio.Group
            optionType="button"
            buttonStyle="solid"
            size="large"
            value={result}
            onChange={(event) => setResult(event.target.value)}
            options={choices.map((value) => ({ value, label: say(`sweeps.result.${value}`) }))}
          />
        </fieldset>
        {result !== null && result !== 'notChecked' && <PhotoPicker value={photos} onChange={setPhotos} />}
        {result === 'clear' && kind === 'check' && props.severity === 'high' && (
          <span style={{ color: colours.soon }}>▲ {say('sweeps.form.photoNeeded')}</span>
        )}
        {result !== null && (
          <div>
            <label htmlFor={reasonId}>{say(reasonWords[result])}</label>
            <Input.TextArea
              id={reasonId}
              rows={2}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
        )}
        {result === 'found' && (
          <Checkbox checked={isGrave} onChange={(event) => setGrave(event.target.checked)}>
            {say('sweeps.form.grave')}
          </Checkbox>
        )}
        <RefusalAlert error={send.error} />
      </Flex>
    </Modal>
  );
}

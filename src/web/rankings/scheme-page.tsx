import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Skeleton, Typography } from 'antd';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { useGo, useIdParam } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { createScheme, editScheme, getScheme, listSchemes, type SchemeView } from '../../contract/schemes.ts';
import { RankingsNav, schemesPath } from './ranking-links.tsx';
import { SchemeFields } from './scheme-fields.tsx';
import { emptyScheme, formOfScheme, missingOf, rulesOfForm, type SchemeForm } from './scheme-form.ts';
import './rankings.css';

/** A scheme to read, edit, make (`/schemes/new`) or continue as a new version. */
export function SchemePage() {
  const id = useIdParam();
  const isNew = id === 'new' || id === '';
  const scheme = useQuery({
    queryKey: [getScheme.name, id],
    queryFn: () => call(getScheme, { params: { id } }),
    enabled: !isNew,
  });
  return (
    <Flex vertical gap={16}>
      <RankingsNav here="schemes" />
      <RefusalAlert error={scheme.error} retry={() => void scheme.refetch()} />
      {isNew && <SchemeEditor stored={null} continues={null} />}
      {!isNew && scheme.isPending && <Skeleton active />}
      {!isNew && scheme.data && <StoredScheme key={scheme.data.version} scheme={scheme.data} />}
    </Flex>
  );
}

function StoredScheme({ scheme }: { scheme: SchemeView }) {
  const say = useWords();
  const mayEdit = useMay('scheme.edit');
  const [isContinuing, setContinuing] = useState(false);
  if (isContinuing) return <SchemeEditor stored={null} continues={scheme} />;
  const next = mayEdit && <Button onClick={() => setContinuing(true)}>{say('schemes.newVersion')}</Button>;
  return (
    <>
      {scheme.publishedRankings > 0 && (
        <Alert
          type="info"
          showIcon
          title={say('schemes.frozen', { count: scheme.publishedRankings })}
          action={next}
        />
      )}
      <SchemeEditor key={scheme.id} stored={scheme} continues={null} />
      {scheme.publishedRankings === 0 && <div className="no-print">{next}</div>}
    </>
  );
}

function SchemeEditor({ stored, continues }: { stored: SchemeView | null; continues: SchemeView | null }) {
  const say = useWords();
  useFormTimer();
  const go = useGo();
  const client = useQueryClient();
  const [form, setForm] = useState<SchemeForm>(() => startOf(stored, continues));
  // one id for this editor: sending twice after a lost answer stores once
  const id = useRef(uuid());
  const mayEdit = useMay('scheme.edit');
  const isReadOnly = stored !== null ? !stored.mayEdit : !mayEdit;
  const missing = missingOf(form);
  const save = useMutation({
    mutationFn: () => {
      const { name, validFrom, validTo } = form;
      const headWords = (stored ?? continues)?.rules.bulletin.headWords;
      const content = { name, validFrom, validTo: validTo || null, rules: rulesOfForm(form, headWords) };
      if (stored) {
        return call(editScheme, { params: { id: stored.id }, body: { ...content, version: stored.version } });
      }
      const newVersionOf = continues ? { newVersionOf: continues.id } : {};
      return call(createScheme, { body: { id: id.current, ...content, ...newVersionOf } });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: [listSchemes.name] });
      await client.invalidateQueries({ queryKey: [getScheme.name] });
      go(`${schemesPath}/${saved.id}`);
    },
  });
  const title =
    stored?.name ?? (continues ? say('schemes.continues', { name: continues.name }) : say('schemes.new'));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0) save.mutate();
      }}
    >
      <Typography.Title level={1} style={{ fontSize: 22, marginTop: 0 }}>
        {title}
      </Typography.Title>
      <SchemeFields form={form} isReadOnly={isReadOnly} onChange={setForm} />
      {!isReadOnly && (
        <Flex vertical gap={8} className="no-print">
          {missing.length > 0 && (
            <Typography.Text type="secondary" role="status">
              {say('schemes.missing', {
                list: missing.map((key) => say(key)).join(say('rankings.separator')),
              })}
            </Typography.Text>
          )}
          <RefusalAlert error={save.error} />
          <Flex gap={8}>
            <Button type="primary" htmlType="submit" disabled={missing.length > 0} loading={save.isPending}>
              {say('common.save')}
            </Button>
            <Button onClick={() => go(schemesPath)}>{say('common.cancel')}</Button>
          </Flex>
          {save.isSuccess && <span role="status">{say('common.saved')}</span>}
        </Flex>
      )}
    </form>
  );
}

/** A new version starts from the old one, on a day that is still to be named. */
function startOf(stored: SchemeView | null, continues: SchemeView | null): SchemeForm {
  if (stored) return formOfScheme(stored);
  return continues ? { ...formOfScheme(continues), validFrom: '', validTo: '' } : emptyScheme;
}

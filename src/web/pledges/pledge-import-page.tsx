import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Empty, Flex, Input, InputNumber, Tabs, Typography, Upload } from 'antd';
import { useMemo, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { HouseLink, useAddressSearch, useGo } from '../../client/address.tsx';
import { call, uploadFile } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import {
  createPledge,
  editPledge,
  getPledge,
  listPledges,
  longestSpeech,
  type PledgePage,
  parsePledgeFile,
  parsePledgeText,
  type ReadSpeech,
} from '../../contract/pledges.ts';
import { pledgePath, pledgesPath } from './pledge-address.ts';
import { contentOf, draftOfSpeech, emptyDraft, type PledgeDraft } from './pledge-draft.ts';
import { PledgeEditor } from './pledge-editor.tsx';
import './pledges.css';

/** From a speech to drafts: paste or upload, review each speech, keep it. `?pledge=`: for one that is due. */
export function PledgeImportPage() {
  const say = useWords();
  const go = useGo();
  const [address] = useAddressSearch(`${pledgesPath}/new`);
  const [text, setText] = useState('');
  const [year, setYear] = useState<number>(() => new Date().getFullYear());
  const [isByHand, setByHand] = useState(false);
  const due = useQuery({
    queryKey: [getPledge.name, { id: address.pledge }],
    queryFn: () => call(getPledge, { params: { id: address.pledge ?? '' } }),
    enabled: address.pledge !== undefined,
  });
  const read = useMutation({
    mutationFn: (from: { text: string } | { file: File }) =>
      'file' in from
        ? uploadFile(parsePledgeFile, from.file, { fields: { year: String(year) } })
        : call(parsePledgeText, { body: { text: from.text, year } }),
    onSuccess: () => setByHand(false),
  });
  const speeches = read.data?.speeches;
  return (
    <Flex vertical gap={16}>
      <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
        {say('pledges.import.title')}
        {due.data && ` · ${due.data.unit.name}`}
      </Typography.Title>
      <RefusalAlert error={due.error} />
      {(address.pledge === undefined || due.data) && (
        <>
          <section className="pledge-panel">
            <Flex vertical gap={8}>
              <Typography.Text type="secondary">{say('pledges.import.help')}</Typography.Text>
              <Input.TextArea
                aria-label={say('pledges.import.paste')}
                placeholder={say('pledges.import.paste')}
                maxLength={longestSpeech}
                autoSize={{ minRows: 4, maxRows: 14 }}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
              <Flex wrap gap={8} align="center">
                <label htmlFor="speech-year">{say('pledges.import.year')}</label>
                <InputNumber
                  id="speech-year"
                  min={1949}
                  max={2199}
                  precision={0}
                  value={year}
                  onChange={(next) => next !== null && setYear(next)}
                />
                <Typography.Text type="secondary">{say('pledges.import.yearHint')}</Typography.Text>
              </Flex>
              <Flex wrap gap={8}>
                <Button
                  type="primary"
                  disabled={text.trim() === ''}
                  loading={read.isPending}
                  onClick={() => read.mutate({ text })}
                >
                  {say('pledges.import.read')}
                </Button>
                <Upload
                  accept=".txt,.docx"
                  showUploadList={false}
                  beforeUpload={(file) => {
                    read.mutate({ file });
                    return false;
                  }}
                >
                  <Button loading={read.isPending}>{say('pledges.import.file')}</Button>
                </Upload>
                <Button onClick={() => setByHand(true)}>{say('pledges.import.byHand')}</Button>
              </Flex>
              <RefusalAlert error={read.error} />
            </Flex>
          </section>
          {isByHand ? (
            <SpeechReview pledge={due.data ?? null} onSaved={(id) => go(pledgePath(id))} />
          ) : (
            // a new reading begins the review anew
            speeches && <Speeches key={read.submittedAt} speeches={speeches} pledge={due.data ?? null} />
          )}
        </>
      )}
    </Flex>
  );
}

function Speeches({ speeches, pledge }: { speeches: readonly ReadSpeech[]; pledge: PledgePage | null }) {
  const say = useWords();
  const go = useGo();
  const [saved, setSaved] = useState<ReadonlyMap<number, string>>(new Map());
  if (speeches.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('pledges.import.none')} />;
  }
  return (
    <>
      <p role="status" style={{ margin: 0 }}>
        {say('pledges.import.found', { count: speeches.length })}
      </p>
      <Tabs
        items={speeches.map((speech, index) => {
          const unit = speech.unit || say('pledges.read.unitUnknown');
          const words = say('pledges.import.speech', { unit, post: speech.post });
          const pledgeId = saved.get(index);
          return {
            key: String(index),
            label: `${index + 1}. ${words}${pledgeId ? ` ● ${say('pledges.state.draft')}` : ''}`,
            children: pledgeId ? (
              <p>
                {say('pledges.import.saved')}{' '}
                <HouseLink to={pledgePath(pledgeId)}>{say('pledges.import.open')}</HouseLink>
              </p>
            ) : (
              <SpeechReview
                speech={speech}
                pledge={pledge}
                // the other speeches of the text wait to be reviewed
                onSaved={(id) =>
                  speeches.length === 1 ? go(pledgePath(id)) : setSaved(new Map(saved).set(index, id))
                }
              />
            ),
          };
        })}
      />
    </>
  );
}

/** One speech under review; afterwards a new draft, or the draft of the pledge that was due. */
function SpeechReview(props: {
  speech?: ReadSpeech;
  pledge: PledgePage | null;
  onSaved: (id: string) => void;
}) {
  const say = useWords();
  const { speech, pledge, onSaved } = props;
  const client = useQueryClient();
  const { message } = App.useApp();
  const [id] = useState(() => uuid());
  const initial = useMemo(() => {
    const draft = speech ? draftOfSpeech(speech) : emptyDraft();
    return pledge ? { ...draft, unitId: pledge.unit.id } : draft;
  }, [speech, pledge]);
  const save = useMutation({
    mutationFn: (draft: PledgeDraft) => {
      const content = contentOf(draft);
      return pledge
        ? call(editPledge, { params: { id: pledge.id }, body: { version: pledge.version, ...content } })
        : call(createPledge, { body: { id, unitId: draft.unitId ?? '', ...content } });
    },
    onSuccess: async (saved) => {
      void message.success(say('pledges.import.saved'));
      client.setQueryData([getPledge.name, { id: saved.id }], saved);
      await client.invalidateQueries({ queryKey: [listPledges.name] });
      onSaved(saved.id);
    },
  });
  return (
    <PledgeEditor
      initial={initial}
      {...(speech ? { speech } : {})}
      mayChooseUnit={pledge === null}
      error={save.error}
      isSaving={save.isPending}
      onSave={(draft) => save.mutate(draft)}
    />
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Breadcrumb, Button, Flex, Spin, Tag, Typography } from 'antd';
import { useState } from 'react';
import { HouseLink, useGo, useIdParam } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay, formatInstant } from '../../client/format.ts';
import { RefusalAlert, refusalText } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import {
  type CommitmentView,
  confirmPledge,
  editPledge,
  getPledge,
  listCommitments,
  listPledges,
  type PledgePage as Pledge,
} from '../../contract/pledges.ts';
import { lacksOf } from '../../domain/pledges/pledge-confirmation.ts';
import { type WordKey, zhCN } from '../../text/zh-CN.ts';
import { pledgesPath } from './pledge-address.ts';
import { CommitmentBadge, PledgeBadge } from './pledge-badges.tsx';
import { contentOf, draftOfPledge, type PledgeDraft } from './pledge-draft.ts';
import { PledgeEditor } from './pledge-editor.tsx';
import { PledgeFlag } from './pledge-flag.tsx';
import { useSpeechMarks } from './speech-marks.ts';
import { SpeechView } from './speech-view.tsx';
import './pledges.css';

/** One pledge: its speech beside its commitments, and what may be done with it. */
export function PledgePage() {
  const say = useWords();
  const id = useIdParam();
  const page = useQuery({
    queryKey: [getPledge.name, { id }],
    queryFn: () => call(getPledge, { params: { id } }),
  });
  if (page.isPending) return <Spin aria-label={say('common.loading')} />;
  if (page.error) return <RefusalAlert error={page.error} retry={() => void page.refetch()} />;
  return <LoadedPledge key={`${id} ${page.data.version}`} pledge={page.data} />;
}

function LoadedPledge({ pledge }: { pledge: Pledge }) {
  const say = useWords();
  const { locale } = useLocale();
  const go = useGo();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const [isEditing, setEditing] = useState(false);
  const refresh = async (next: Pledge) => {
    client.setQueryData([getPledge.name, { id: pledge.id }], next);
    const stale = [listPledges.name, listCommitments.name];
    await client.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(String(queryKey[0])) });
  };
  const edit = useMutation({
    mutationFn: (draft: PledgeDraft) =>
      call(editPledge, {
        params: { id: pledge.id },
        body: { version: pledge.version, ...contentOf(draft) },
      }),
    onSuccess: async (next) => {
      setEditing(false);
      await refresh(next);
    },
  });
  const lacks = lacksOf(
    pledge.commitments.map(({ person, dueOn }) => ({ personId: person?.id ?? null, dueOn })),
  );
  const confirm = () =>
    void modal.confirm({
      title: say('pledges.confirmAsk'),
      okText: say('pledges.confirm'),
      cancelText: say('common.cancel'),
      onOk: () =>
        call(confirmPledge, { params: { id: pledge.id }, body: { version: pledge.version } }).then(
          refresh,
          (error: unknown) => {
            modal.error({ title: refusalText(error, say), okText: say('common.close') });
          },
        ),
    });
  return (
    <Flex vertical gap={16}>
      <div>
        <Breadcrumb
          items={[
            { title: <HouseLink to={pledgesPath}>{say('pledges.title')}</HouseLink> },
            ...pledge.unit.pathNames.slice(1, -1).map((title) => ({ title })),
          ]}
        />
        <Flex wrap gap={12} align="center">
          <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
            {pledge.unit.name}
          </Typography.Title>
          <PledgeBadge state={pledge.state} isLate={pledge.isLate} />
          {pledge.isSample && <Tag>{say('common.sample')}</Tag>}
        </Flex>
        <div className="commitment-facts">
          {pledge.speakerPost && (
            <span>
              {say('pledges.speakerPost')}：{pledge.speakerPost}
            </span>
          )}
          {pledge.flag && <PledgeFlag flag={pledge.flag} />}
          {pledge.dueOn && pledge.state !== 'confirmed' && (
            <span style={{ color: pledge.isLate ? colours.overdue : undefined }}>
              {say('pledges.dueBy')}：{formatDay(pledge.dueOn, locale)}
            </span>
          )}
          {pledge.confirmedAt && (
            <span>
              {say('pledges.confirmedBy', {
                name: pledge.confirmedBy ?? say('organisation.bySystem'),
                at: formatInstant(pledge.confirmedAt, locale),
              })}
            </span>
          )}
          {pledge.source && (
            <span>
              {say('pledges.source')}：{pledge.source}
            </span>
          )}
        </div>
      </div>
      {isEditing ? (
        <PledgeEditor
          initial={draftOfPledge(pledge)}
          mayChooseUnit={false}
          people={pledge.commitments.flatMap(({ person }) => person ?? [])}
          error={edit.error}
          isSaving={edit.isPending}
          onSave={(draft) => edit.mutate(draft)}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <>
          {(pledge.may.edit || pledge.may.confirm) && (
            <Flex wrap gap={8} align="center">
              {pledge.may.edit && pledge.state === 'due' && (
                <Button type="primary" onClick={() => go(`${pledgesPath}/new`, { pledge: pledge.id })}>
                  {say('pledges.write')}
                </Button>
              )}
              {pledge.may.edit && pledge.state === 'draft' && (
                <Button onClick={() => setEditing(true)}>{say('pledges.edit')}</Button>
              )}
              {pledge.may.confirm && pledge.state === 'draft' && (
                <Button
                  type="primary"
                  disabled={lacks.length > 0 || pledge.commitments.length === 0}
                  onClick={confirm}
                >
                  {say('pledges.confirm')}
                </Button>
              )}
              {pledge.state === 'draft' && lacks.length > 0 && (
                <span style={{ color: colours.soon }}>
                  ▲ {say('pledges.confirmLacks', { count: lacks.length })}
                </span>
              )}
            </Flex>
          )}
          <PledgeContent pledge={pledge} />
        </>
      )}
    </Flex>
  );
}

function PledgeContent({ pledge }: { pledge: Pledge }) {
  const say = useWords();
  const { locale } = useLocale();
  const [chosen, setChosen] = useState<string | null>(null);
  const marks = useSpeechMarks(pledge.causes, pledge.commitments);
  const choose = (key: string) => {
    setChosen(key);
    document.getElementById(`${key}-item`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className={pledge.sourceText ? 'pledge-columns' : undefined}>
      {pledge.sourceText && (
        <section className="pledge-panel pledge-panel-speech">
          <SectionTitle>{say('pledges.sourceText')}</SectionTitle>
          <SpeechView text={pledge.sourceText} marks={marks} chosen={chosen} onChoose={choose} />
        </section>
      )}
      <Flex vertical gap={16}>
        <section className="pledge-panel">
          <SectionTitle>{say('pledges.commitments', { count: pledge.commitments.length })}</SectionTitle>
          {!pledge.sourceText && pledge.state !== 'due' && (
            <Typography.Paragraph type="secondary">{say('pledges.noSourceText')}</Typography.Paragraph>
          )}
          <ol className="commitment-list">
            {pledge.commitments.map((commitment, index) => (
              <li key={commitment.id} id={`${commitment.id}-item`} data-chosen={chosen === commitment.id}>
                <CommitmentLine
                  number={index + 1}
                  commitment={commitment}
                  onShow={() => setChosen(commitment.id)}
                />
              </li>
            ))}
          </ol>
        </section>
        {pledge.causes.length > 0 && (
          <section className="pledge-panel">
            <SectionTitle>{say('pledges.causes', { count: pledge.causes.length })}</SectionTitle>
            <ol className="cause-list">
              {pledge.causes.map((cause, index) => (
                <li key={cause.text} id={`cause-${index}-item`}>
                  {cause.text}
                </li>
              ))}
            </ol>
          </section>
        )}
        <section className="pledge-panel">
          <SectionTitle>{say('pledges.history')}</SectionTitle>
          <ol className="commitment-list">
            {pledge.history.map((entry) => (
              <li key={entry.version}>
                {eventWord(entry.kind) ? say(eventWord(entry.kind) ?? 'pledges.history') : entry.kind}
                <div className="commitment-facts">
                  {formatInstant(entry.at, locale)} · {entry.actorName ?? say('organisation.bySystem')}
                </div>
              </li>
            ))}
          </ol>
        </section>
      </Flex>
    </div>
  );
}

function eventWord(kind: string): WordKey | undefined {
  const key = `pledges.event.${kind}`;
  return Object.hasOwn(zhCN, key) ? (key as WordKey) : undefined;
}

function SectionTitle({ children }: { children: string }) {
  return (
    <Typography.Title level={2} style={{ fontSize: 16, marginTop: 0 }}>
      {children}
    </Typography.Title>
  );
}

function CommitmentLine(props: { number: number; commitment: CommitmentView; onShow: () => void }) {
  const say = useWords();
  const { locale } = useLocale();
  const { commitment } = props;
  const hasPlaces = commitment.places.length > 0;
  return (
    <>
      <Flex wrap gap={8} align="center">
        <strong>{say('pledges.commitment', { number: props.number })}</strong>
        <CommitmentBadge state={commitment.state} />
        <Tag>{say(`pledges.kind.${commitment.kind}`)}</Tag>
        {commitment.span && (
          <Button size="small" type="link" onClick={props.onShow}>
            {say('pledges.showInText')}
          </Button>
        )}
      </Flex>
      <div>{commitment.text}</div>
      <div className="commitment-facts">
        <span style={{ color: commitment.person ? undefined : colours.soon }}>
          {say('pledges.person')}：{commitment.person?.name ?? say('pledges.noPerson')}
        </span>
        <span style={{ color: commitment.dueOn ? undefined : colours.soon }}>
          {say('pledges.dueOn')}：
          {commitment.dueOn ? formatDay(commitment.dueOn, locale) : say('pledges.noDay')}
        </span>
        {commitment.quantity && (
          <span>
            {say('pledges.quantity')}：{commitment.quantity.text}
          </span>
        )}
        {hasPlaces && (
          <span>
            {say('pledges.places')}：{commitment.places.join(say('pledges.read.separator'))}
          </span>
        )}
      </div>
    </>
  );
}

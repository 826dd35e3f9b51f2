import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { answerRecurrence } from '../../contract/problem-moves.ts';
import type { ProblemView } from '../../contract/problems.ts';
import { getProblemRecurrence, type RecurrenceEntry } from '../../contract/recurrence.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { problemPath } from '../ledger/ledger-address.ts';
import { EarlierProblem } from './earlier-problem.tsx';

/** The open question "the same again?" of a problem, and the whole chain; nothing where there is neither. */
export function ProblemRecurrence({ problem }: { problem: ProblemView }) {
  const say = useWords();
  const recurrence = useQuery({
    queryKey: [getProblemRecurrence.name, problem.id, problem.version],
    queryFn: () => call(getProblemRecurrence, { params: { id: problem.id } }),
  });
  if (!recurrence.data) return null;
  const { suggestions, chain, hidden, windowDays } = recurrence.data;
  if (suggestions.length === 0 && chain.length === 0) return null;
  return (
    <section aria-labelledby="problem-recurrence">
      <Typography.Title level={2} id="problem-recurrence" style={{ fontSize: 16 }}>
        {say('recurrence.title')}
      </Typography.Title>
      {suggestions.length > 0 && (
        <Question problem={problem} suggestions={suggestions} windowDays={windowDays} />
      )}
      {chain.length > 0 && <Chain problemId={problem.id} chain={chain} hidden={hidden} />}
    </section>
  );
}

function Question(props: {
  problem: ProblemView;
  suggestions: readonly Parameters<typeof EarlierProblem>[0]['earlier'][];
  windowDays: number;
}) {
  const say = useWords();
  const { problem, suggestions } = props;
  const { message } = App.useApp();
  const client = useQueryClient();
  const [commandId, setCommandId] = useState(() => uuid());
  const answering = useMutation({
    mutationFn: (answer: { previousId: string; same: boolean }) =>
      call(answerRecurrence, {
        params: { id: problem.id },
        body: { commandId, version: problem.version, ...answer },
      }),
    onSuccess: async (_, { same }) => {
      void message.success(say(same ? 'recurrence.answered.same' : 'recurrence.answered.notSame'));
      await client.invalidateQueries({
        predicate: ({ queryKey: [name] }) =>
          typeof name === 'string' && /^(problems|recurrences)\./.test(name),
      });
    },
    // another answer is another command
    onError: () => setCommandId(uuid()),
  });
  const mayAnswer = problem.moves.some(({ command, allowed }) => command === 'answerRecurrence' && allowed);
  const [first] = suggestions;
  return (
    <div style={{ background: colours.panel, border: `1px solid ${colours.line}`, padding: 12 }}>
      <strong>{say('recurrence.ask')}</strong>
      <div style={{ color: colours.second }}>{say('recurrence.askHint', { days: props.windowDays })}</div>
      <ul style={{ listStyle: 'none', margin: '8px 0 0', padding: 0 }}>
        {suggestions.map((earlier) => (
          <EarlierProblem key={earlier.id} earlier={earlier}>
            {mayAnswer && (
              <Button
                loading={answering.isPending}
                onClick={() => answering.mutate({ previousId: earlier.id, same: true })}
              >
                {say('recurrence.same')}
              </Button>
            )}
          </EarlierProblem>
        ))}
      </ul>
      {mayAnswer && first ? (
        <Button
          loading={answering.isPending}
          onClick={() => answering.mutate({ previousId: first.id, same: false })}
        >
          {say('recurrence.notSame')}
        </Button>
      ) : (
        <span style={{ color: colours.second }}>{say('recurrence.unanswered')}</span>
      )}
      <RefusalAlert error={answering.error} />
    </div>
  );
}

function Chain(props: {
  problemId: string;
  chain: readonly (RecurrenceEntry & { time: number })[];
  hidden: number;
}) {
  const say = useWords();
  const { chain, hidden, problemId } = props;
  const here = chain.find(({ id }) => id === problemId);
  return (
    <>
      <p style={{ marginBlockEnd: 4 }}>
        <strong>{say('recurrence.chain', { times: here?.time ?? chain.length + hidden })}</strong>
      </p>
      <ol style={{ margin: 0, paddingInlineStart: 0, listStyle: 'none' }}>
        {chain.map((link) => (
          <ChainLink key={link.id} link={link} isHere={link.id === problemId} />
        ))}
      </ol>
      {hidden > 0 && <p style={{ color: colours.second }}>{say('recurrence.hidden', { count: hidden })}</p>}
    </>
  );
}

function ChainLink({ link, isHere }: { link: RecurrenceEntry & { time: number }; isHere: boolean }) {
  const say = useWords();
  const { locale } = useLocale();
  const day = (instant: string) => formatDay(cityDay(instant), locale);
  const { fixedBy, fixClaimedAt, struckOffBy, struckOffAt } = link;
  const steps = [
    say('recurrence.raised', { day: day(link.raisedAt) }),
    fixedBy && fixClaimedAt && say('recurrence.fixedBy', { name: fixedBy.name, day: day(fixClaimedAt) }),
    struckOffBy &&
      struckOffAt &&
      say('recurrence.verifiedBy', { name: struckOffBy.name, day: day(struckOffAt) }),
  ];
  return (
    <li style={{ borderInlineStart: `2px solid ${colours.line}`, padding: '4px 0 4px 10px' }}>
      <Flex gap={8} wrap align="center">
        <strong>{say('recurrence.time', { time: link.time })}</strong>
        {isHere ? (
          <span>{`${link.number} · ${say('recurrence.here')}`}</span>
        ) : (
          <HouseLink to={problemPath(link.id)}>{`${link.number} ${link.title}`}</HouseLink>
        )}
        <span style={{ color: colours.second }}>{say(`problems.state.${link.state}`)}</span>
      </Flex>
      <div style={{ color: colours.second }}>{steps.filter(Boolean).join(' · ')}</div>
    </li>
  );
}

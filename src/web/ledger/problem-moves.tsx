import { Alert, Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { HouseLink } from '../../client/address.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { ProblemMoveView, ProblemView } from '../../contract/problems.ts';
import type { ProblemCommandType } from '../../domain/problems/problem-commands.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { movesPath } from './ledger-address.ts';
import { type MoveCommand, MoveForm } from './move-form.tsx';

/** Danger stands apart: these end or undo somebody's work. */
const grave: ReadonlySet<ProblemCommandType> = new Set(['reject', 'sendBack', 'approveVoid', 'requestVoid']);

/** Corrections and refusals stand aside: they put a record right and never move the work on. */
const aside: ReadonlySet<ProblemCommandType> = new Set([
  'returnNotOurs',
  'handOver',
  'reopen',
  'changeCategory',
  'linkDuplicate',
  'unlinkDuplicate',
  'setParent',
  'clearParent',
  'answerRecurrence',
  'stopClock',
  'refuseExtension',
  'refuseDeferral',
]);

/** What this person may do next; the form opens in place. Greyed moves say why. */
export function ProblemMoves({ problem }: { problem: ProblemView }) {
  const say = useWords();
  const [chosen, setChosen] = useState<MoveCommand | null>(null);
  const open = problem.moves.filter((move) => move.allowed);
  const first = open.find(({ command }) => !grave.has(command) && !aside.has(command));
  const near = problem.moves.filter((move) => !move.allowed && isNear(move));
  const far = problem.moves.filter((move) => !move.allowed && !isNear(move));
  const current = open.find((move) => move.command === chosen);
  return (
    <section aria-labelledby="problem-moves">
      <Typography.Title level={2} id="problem-moves" style={{ fontSize: 16 }}>
        {say('problems.moves')}
      </Typography.Title>
      {open.length === 0 && <p style={{ color: colours.second }}>{say('problems.movesNone')}</p>}
      <Flex wrap gap={8}>
        {open.map((move) => (
          <Button
            key={move.command}
            type={move === first ? 'primary' : 'default'}
            danger={grave.has(move.command)}
            aria-expanded={current?.command === move.command}
            onClick={() => setChosen(chosen === move.command ? null : (move.command as MoveCommand))}
          >
            {say(`problems.command.${move.command}`)}
          </Button>
        ))}
      </Flex>
      {current && chosen && (
        <MoveForm
          key={chosen}
          problem={problem}
          command={chosen}
          // an answer that comes late closes its own form, not one opened since
          onDone={() => setChosen((now) => (now === chosen ? null : now))}
        />
      )}
      {near.length > 0 && (
        <Alert
          type="info"
          style={{ marginTop: 12 }}
          title={say('problems.movesGreyed')}
          description={<Reasons moves={near} />}
        />
      )}
      {far.length > 0 && (
        <details style={{ marginTop: 12 }}>
          <summary style={{ color: colours.second, cursor: 'pointer' }}>{say('problems.movesOther')}</summary>
          <Reasons moves={far} />
          <HouseLink to={movesPath}>{say('problems.movesTable')}</HouseLink>
        </details>
      )}
    </section>
  );
}

/** Each greyed move with the reason why it is not possible. */
function Reasons({ moves }: { moves: readonly ProblemMoveView[] }) {
  const say = useWords();
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }}>
      {moves.map((move) => (
        <li key={move.command}>
          <span style={{ color: colours.hint }}>{say(`problems.command.${move.command}`)}</span>
          {': '}
          {say(`refusal.${move.refusal?.code}` as WordKey, move.refusal?.facts)}
        </li>
      ))}
    </ul>
  );
}

/** Refusals that only say that there is nothing to do: another state, another role, nobody asked. */
const beside: ReadonlySet<string> = new Set([
  'problem.wrongState',
  'problem.missingVerb',
  'problem.voidNotRequested',
  'problem.nothingAsked',
  'problem.clockRuns',
  'problem.notAPart',
]);

/**
 * Moves that the person could have made here stand open; those of another state or another role would be
 * a wall of grey and are folded away.
 */
function isNear({ refusal }: ProblemMoveView): boolean {
  return refusal !== null && !beside.has(refusal.code);
}

import { Table, Tag, Typography } from 'antd';
import { useWords } from '../../client/words.tsx';
import { roles, verbsOfRole } from '../../domain/access/verbs.ts';
import { moveOf, type ProblemMove, problemCommandTypes } from '../../domain/problems/problem-moves.ts';
import type { WordKey } from '../../text/zh-CN.ts';

/** The table of moves as everybody may read it: the same rows that the server decides by. */
export function MovesPage() {
  const say = useWords();
  const comma = say('problems.listComma');
  const states = (move: ProblemMove) =>
    move.from.map((state) => (state === null ? '—' : say(`problems.state.${state}`))).join(comma);
  return (
    <>
      <Typography.Title level={1} className="page-title">
        {say('problems.movesTable')}
      </Typography.Title>
      <p>{say('problems.movesTable.note')}</p>
      <Table
        size="small"
        pagination={false}
        scroll={{ x: 900 }}
        rowKey="command"
        dataSource={problemCommandTypes.map((command) => ({ command, move: moveOf(command) }))}
        columns={[
          {
            title: say('problems.movesTable.move'),
            rowScope: 'row',
            width: 180,
            render: (_, { command }) => say(`problems.command.${command}`),
          },
          {
            title: say('problems.movesTable.from'),
            width: 220,
            render: (_, { move }) => states(move),
          },
          {
            title: say('problems.movesTable.to'),
            width: 140,
            render: (_, { move }) => say(wordOfEnd(move)),
          },
          {
            title: say('problems.movesTable.who'),
            width: 200,
            render: (_, { move }) => (
              <>
                {rolesOf(move).map((role) => (
                  <Tag key={role}>{say(`access.role.${role}`)}</Tag>
                ))}
                {move.bySystem && <Tag>{say('problems.system')}</Tag>}
              </>
            ),
          },
          {
            title: say('problems.movesTable.needs'),
            render: (_, { move }) => move.needs.map((need) => say(`problems.need.${need}`)).join(comma),
          },
        ]}
      />
    </>
  );
}

function rolesOf(move: ProblemMove) {
  return roles.filter((role) => verbsOfRole[role].includes(move.verb));
}

function wordOfEnd({ to }: ProblemMove): WordKey {
  switch (to) {
    case 'same':
      return 'problems.movesTable.same';
    case 'before':
      return 'problems.movesTable.before';
    case 'sameOrDispatched':
      return 'problems.movesTable.sameOrDispatched';
    default:
      return `problems.state.${to}`;
  }
}

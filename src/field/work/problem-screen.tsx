import { useState } from 'react';
import type { PacketProblem } from '../../contract/sync.ts';
import { Picture } from '../capture/picture.tsx';
import { useFieldName, useFieldWords } from '../shell/field-words.tsx';
import { usePhone, useStored } from '../shell/phone.tsx';
import { Screen } from '../shell/screen.tsx';
import { findProblem } from '../store/packet-store.ts';
import { MovePart } from './move-part.tsx';
import { type FieldMove, movesOf } from './problem-moves.ts';
import { LightMark } from './today-screen.tsx';

/** One problem: what, where, until when, and what this person may do about it here. */
export function ProblemScreen({ id }: { id: string }) {
  const { say } = useFieldWords();
  const found = useStored(async (db) => (await findProblem(db, id)) ?? null, [id]);
  if (found === undefined) return null;
  if (found === null) return <Screen title={say('field.problem')}>{say('field.notHere')}</Screen>;
  return <ProblemParts problem={found} />;
}

function ProblemParts({ problem }: { problem: PacketProblem }) {
  const { say } = useFieldWords();
  const name = useFieldName();
  const { person, outbox } = usePhone();
  const [chosen, setChosen] = useState<FieldMove | null>(null);
  const waiting = outbox.filter((item) => item.subjectId === problem.id && item.state !== 'done');
  const moves = movesOf(problem, person);
  return (
    <Screen title={`${problem.number} ${problem.title}`} sub={problem.placeText ?? ''}>
      <p>
        <LightMark problem={problem} /> · {say(`problems.state.${problem.state}`)}
        {problem.severity === 'high' && <strong className="fault"> ‼ {say('problems.severity.high')}</strong>}
      </p>
      <p className="second">
        {name({ name: problem.categoryName, nameEn: problem.categoryNameEn })} · {problem.unitName}{' '}
        {problem.personName}
      </p>
      {problem.description && <p>{problem.description}</p>}
      <Pictures title={say('field.before')} hashes={problem.before} />
      <Pictures title={say('field.after')} hashes={problem.after} />
      {waiting.map((item) => (
        <p key={item.id} role="status" className="soon">
          ▲ {item.title}: {say(`field.state.${item.state}`)} {item.failure?.message}
        </p>
      ))}
      {waiting.length === 0 && moves.length === 0 && <p>{say('field.noMoves')}</p>}
      {waiting.length === 0 && (
        <div className="row wrap">
          {moves.map((move) => (
            <button
              key={move}
              type="button"
              aria-expanded={chosen === move}
              className={move === moves[0] ? 'primary' : undefined}
              onClick={() => setChosen(chosen === move ? null : move)}
            >
              {say(`problems.command.${move}`)}
            </button>
          ))}
        </div>
      )}
      {waiting.length === 0 && chosen && <MovePart key={chosen} problem={problem} move={chosen} />}
    </Screen>
  );
}

function Pictures({ title, hashes }: { title: string; hashes: readonly string[] }) {
  if (hashes.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <div className="photos">
        {hashes.map((sha256, index) => (
          <figure key={sha256}>
            <Picture sha256={sha256} alt={`${title} ${index + 1}`} />
          </figure>
        ))}
      </div>
    </section>
  );
}

import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { isUnsent, type OutboxItem, retried } from '../../domain/sync/outbox-item.ts';
import { goTo } from '../shell/field-address.tsx';
import { useFieldWords } from '../shell/field-words.tsx';
import { ageOf } from '../shell/line-bar.tsx';
import { usePhone, useStored } from '../shell/phone.tsx';
import { Screen } from '../shell/screen.tsx';
import { changeOutboxItem, dropOutboxItem, findPhoto, reopenForm } from '../store/outbox-store.ts';
import { exportItem } from './export-item.ts';
import { readItemFile } from './read-item.ts';

/** Everything on its way, with what became of it and a way on for each. */
export function OutboxScreen() {
  const { say } = useFieldWords();
  const { outbox, syncNow, line } = usePhone();
  const unsent = outbox.filter(isUnsent);
  const done = outbox.filter((item) => !isUnsent(item)).reverse();
  return (
    <Screen title={say('field.outbox')}>
      <div className="row wrap">
        <button type="button" onClick={() => void syncNow()} disabled={line === 'sending'}>
          {say(line === 'sending' ? 'field.line.sending' : 'field.sendNow')}
        </button>
        <ReadFile />
      </div>
      {outbox.length === 0 && <p>{say('field.outboxEmpty')}</p>}
      {unsent.length > 0 && (
        <section aria-labelledby="unsent">
          <h2 id="unsent">{say('field.unsentCount', { count: unsent.length })}</h2>
          <ul className="plain">
            {unsent.map((item) => (
              <Unsent key={item.id} item={item} />
            ))}
          </ul>
        </section>
      )}
      {done.length > 0 && (
        <section aria-labelledby="done">
          <h2 id="done">{say('field.doneCount', { count: done.length })}</h2>
          <ul className="plain">
            {done.slice(0, 100).map((item) => (
              <li key={item.id} className="entry">
                <strong className="good">✓ {item.title}</strong>
                <small>
                  {say('field.receipt', { photos: item.photos.length, id: item.id.slice(-8) })}{' '}
                  {ageOf(item.doneAt, say)}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}

/** A saved item comes back in, on whatever device its author sits at. */
function ReadFile() {
  const { say } = useFieldWords();
  const { db, touch, syncNow } = usePhone();
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    const found = await readItemFile(db, await file.text());
    setFault(found);
    if (found) return;
    touch();
    await syncNow();
  };
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {say('field.readFile')}
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        data-testid="item-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          void read(file);
        }}
      />
      {fault && (
        <p role="alert" className="fault">
          {say(`field.readFault.${fault}`)}
        </p>
      )}
    </>
  );
}

function Unsent({ item }: { item: OutboxItem }) {
  const { say } = useFieldWords();
  const { db, touch, syncNow } = usePhone();
  const left = useStored(
    async (stores) => {
      const photos = await Promise.all(item.photos.map((sha256) => findPhoto(stores, sha256)));
      return photos.filter((photo) => photo?.safeAt === null).length;
    },
    [item.id],
  );
  const retry = async () => {
    await changeOutboxItem(db, item.id, retried);
    touch();
    await syncNow();
  };
  const correct = async () => {
    if (!(await reopenForm(db, item.id, uuid(), new Date().toISOString()))) return;
    touch();
    goTo(item.kind === 'inspection' ? 'visit' : 'problem', item.subjectId);
  };
  const drop = async () => {
    if (!window.confirm(say('field.dropQuestion', { title: item.title }))) return;
    await dropOutboxItem(db, item.id);
    touch();
  };
  const needsPerson = item.state === 'attention' || item.state === 'refused';
  return (
    <li className="entry">
      <strong className={needsPerson ? 'fault' : 'soon'}>
        {needsPerson ? '‼' : '▲'} {item.title}
      </strong>
      <small>
        {say(`field.state.${item.state}`)} · {ageOf(item.madeAt, say)}
        {(left ?? 0) > 0 && ` · ${say('field.photosLeft', { count: left })}`}
      </small>
      {item.failure?.message && (
        <p role="status" className={needsPerson ? 'fault' : 'second'}>
          {item.failure.message}
        </p>
      )}
      <div className="row wrap">
        <button type="button" onClick={() => void retry()}>
          {say('field.tryAgain')}
        </button>
        <button type="button" onClick={() => void exportItem(db, item)}>
          {say('field.saveFile')}
        </button>
        {needsPerson && item.form && item.receipt === null && (
          <button type="button" onClick={() => void correct()}>
            {say('field.correct')}
          </button>
        )}
        {needsPerson && (
          <button type="button" className="danger" onClick={() => void drop()}>
            {say('field.drop')}
          </button>
        )}
      </div>
    </li>
  );
}

import { type FormEvent, useEffect, useState } from 'react';
import { useFieldWords } from '../shell/field-words.tsx';
import { SendFailure } from '../sync/send-failure.ts';
import { askSession, type FieldPerson, signIn } from './field-session.ts';

/** Once on every phone; afterwards the app opens without a network. */
export function SignInScreen({ onSignedIn }: { onSignedIn: (person: FieldPerson) => void }) {
  const { say, locale } = useFieldWords();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [hints, setHints] = useState<readonly { login: string; password: string; zh: string; en: string }[]>(
    [],
  );
  useEffect(() => {
    void askSession().then((session) => session !== 'offline' && setHints(session.hints));
  }, []);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault('');
    try {
      onSignedIn(await signIn(login.trim(), password));
    } catch (error) {
      if (!(error instanceof SendFailure)) throw error;
      setFault(error.message || say('field.noNetworkSignIn'));
      setBusy(false);
    }
  };
  return (
    <main className="screen">
      <h1>{say('field.title')}</h1>
      <form onSubmit={(event) => void send(event)} className="stack">
        <label>
          {say('field.login')}
          <input
            value={login}
            autoComplete="username"
            autoCapitalize="none"
            required
            onChange={(event) => setLogin(event.target.value)}
          />
        </label>
        <label>
          {say('field.password')}
          <input
            type="password"
            value={password}
            autoComplete="current-password"
            required
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {fault && (
          <p role="alert" className="fault">
            {fault}
          </p>
        )}
        <button type="submit" className="primary" disabled={isBusy}>
          {say('field.signIn')}
        </button>
      </form>
      {hints.length > 0 && (
        <section aria-labelledby="hints">
          <h2 id="hints">{say('field.hints')}</h2>
          <ul className="plain">
            {hints.map((hint) => (
              <li key={hint.login}>
                <button
                  type="button"
                  onClick={() => {
                    setLogin(hint.login);
                    setPassword(hint.password);
                  }}
                >
                  {hint.login} · {locale === 'en' ? hint.en : hint.zh}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}

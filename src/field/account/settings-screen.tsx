import { useEffect, useState } from 'react';
import { isUnsent } from '../../domain/sync/outbox-item.ts';
import { type FieldLocale, fieldLocales, useFieldWords } from '../shell/field-words.tsx';
import { usePhone } from '../shell/phone.tsx';
import { Screen } from '../shell/screen.tsx';
import { signOut } from './field-session.ts';

const languageNames: Record<FieldLocale, string> = {
  'zh-CN': '简体中文',
  'zh-Hant': '繁體中文',
  en: 'English',
};
const largeKey = 'guatu.field.large';

/** Large letters for the whole app, remembered on the phone. */
export function applyLargeText(): void {
  document.documentElement.classList.toggle('large', localStorage.getItem(largeKey) === '1');
}

/** Language, letters, what the phone's storage promises, and leaving. */
export function SettingsScreen({ onSignedOut }: { onSignedOut: () => void }) {
  const { say, locale, setLocale } = useFieldWords();
  const { outbox, person } = usePhone();
  const [isLarge, setLarge] = useState(localStorage.getItem(largeKey) === '1');
  const unsent = outbox.filter(isUnsent).length;
  const leave = async () => {
    const question = unsent > 0 ? say('field.leaveUnsent', { count: unsent }) : say('field.leaveQuestion');
    if (!window.confirm(question)) return;
    await signOut();
    onSignedOut();
  };
  return (
    <Screen title={say('field.settings')} sub={person.name}>
      <div className="stack">
        <label>
          {say('field.language')}
          <select value={locale} onChange={(event) => setLocale(event.target.value as FieldLocale)}>
            {fieldLocales.map((one) => (
              <option key={one} value={one}>
                {languageNames[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={isLarge}
            onChange={(event) => {
              localStorage.setItem(largeKey, event.target.checked ? '1' : '0');
              setLarge(event.target.checked);
              applyLargeText();
            }}
          />{' '}
          {say('field.large')}
        </label>
        <StoragePromise />
        <button type="button" className="danger" onClick={() => void leave()}>
          {say('field.signOut')}
        </button>
      </div>
    </Screen>
  );
}

/** Whether the browser promises to keep the stores, how much room there is, and a way to ask for it. */
function StoragePromise() {
  const { say } = useFieldWords();
  const [isKept, setKept] = useState<boolean | null>(null);
  const [room, setRoom] = useState<{ used: number; all: number } | null>(null);
  useEffect(() => {
    void navigator.storage?.persisted().then(setKept);
    void navigator.storage?.estimate().then(({ usage, quota }) => {
      setRoom({ used: Math.round((usage ?? 0) / 1e6), all: Math.round((quota ?? 0) / 1e6) });
    });
  }, []);
  return (
    <div className="stack">
      <p role="status" className={isKept ? 'good' : 'soon'}>
        {isKept ? '●' : '▲'} {say(isKept ? 'field.storageKept' : 'field.storageNotKept')}
      </p>
      {room && <p className="second">{say('field.storageRoom', room)}</p>}
      {isKept === false && (
        <button type="button" onClick={() => void navigator.storage.persist().then(setKept)}>
          {say('field.askStorage')}
        </button>
      )}
    </div>
  );
}

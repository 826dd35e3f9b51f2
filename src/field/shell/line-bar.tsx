import { isUnsent, oldestUnsent } from '../../domain/sync/outbox-item.ts';
import { FieldLink } from './field-address.tsx';
import { useFieldWords } from './field-words.tsx';
import { usePhone } from './phone.tsx';

/** How the line stands and what is not yet safe; always in sight. */
export function LineBar() {
  const { say } = useFieldWords();
  const { outbox, line } = usePhone();
  const unsent = outbox.filter(isUnsent);
  const needsPerson = unsent.filter((item) => item.state === 'attention' || item.state === 'refused').length;
  const oldest = oldestUnsent(outbox);
  if (line === 'signedOut') {
    return (
      <p className="line soon" role="status">
        ▲ {say('field.line.signedOut')} <FieldLink to={['sign-in']}>{say('field.signIn')}</FieldLink>
      </p>
    );
  }
  if (unsent.length === 0) {
    return line === 'offline' ? (
      <p className="line second" role="status">
        ○ {say('field.line.offline')}
      </p>
    ) : null;
  }
  return (
    <p className={`line ${needsPerson > 0 ? 'fault' : 'soon'}`} role="status">
      <FieldLink to={['outbox']}>
        {needsPerson > 0 ? '‼ ' : '▲ '}
        {say('field.unsent', { count: unsent.length, age: ageOf(oldest, say) })}
        {needsPerson > 0 && ` · ${say('field.needsPerson', { count: needsPerson })}`}
      </FieldLink>{' '}
      {say(`field.line.${line}`)}
    </p>
  );
}

/** Age of the oldest unsent item in minutes, hours or days. */
export function ageOf(oldest: string | null, say: ReturnType<typeof useFieldWords>['say']): string {
  const minutes = oldest === null ? 0 : Math.max(0, Math.floor((Date.now() - Date.parse(oldest)) / 60_000));
  if (minutes < 60) return say('field.age.minutes', { count: minutes });
  if (minutes < 60 * 24) return say('field.age.hours', { count: Math.floor(minutes / 60) });
  return say('field.age.days', { count: Math.floor(minutes / 1440) });
}

import { Alert } from 'antd';
import { ApiRefusal } from './api.ts';
import { useWords } from './words.tsx';

/** Says what happened, what is safe and what to do; nothing where there is no error. */
export function RefusalAlert({ error, retry }: { error: unknown; retry?: () => void }) {
  const say = useWords();
  if (!error) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={refusalText(error, say)}
      action={
        retry && (
          <button type="button" className="link" onClick={retry}>
            {say('common.retry')}
          </button>
        )
      }
    />
  );
}

/** The sentence for an error of a call. */
export function refusalText(error: unknown, say: ReturnType<typeof useWords>): string {
  if (error instanceof ApiRefusal) return error.code === 'offline' ? say('error.offline') : error.message;
  return say('error.unexpected', { reference: '—' });
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { getSession, type SessionView } from '../contract/access.ts';
import type { Verb } from '../domain/access/verbs.ts';
import { call, setCsrfToken, whenSignedOut } from './api.ts';

const SessionContext = createContext<SessionView | null>(null);
const sessionKey = [getSession.name];

/** Loads who is signed in and shows the page for it; `waiting` until then, `fallback` without an answer. */
export function SessionProvider(props: {
  children: (session: SessionView) => ReactNode;
  waiting: ReactNode;
  failed: (error: Error, retry: () => void) => ReactNode;
}) {
  const client = useQueryClient();
  const session = useQuery({
    queryKey: sessionKey,
    queryFn: async () => {
      const view = await call(getSession);
      // before anything renders that could send a change
      setCsrfToken(view.csrfToken);
      return view;
    },
    staleTime: 60_000,
  });
  useEffect(() => whenSignedOut(() => void client.invalidateQueries({ queryKey: sessionKey })), [client]);
  if (session.data) {
    return (
      <SessionContext.Provider value={session.data}>{props.children(session.data)}</SessionContext.Provider>
    );
  }
  return session.error ? props.failed(session.error, () => void session.refetch()) : props.waiting;
}

/** Who is signed in. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside SessionProvider');
  return session;
}

/** After sign-in or sign-out: forget everything of the person before, then ask again. */
export function useSessionChanged(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== getSession.name });
    await client.invalidateQueries({ queryKey: sessionKey });
  };
}

/** Whether the person has the verb somewhere: what the page may offer. The server decides each case. */
export function useMay(verb: Verb): boolean {
  return useSession().person?.verbs.includes(verb) ?? false;
}

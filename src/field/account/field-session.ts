import type { SessionView } from '../../contract/access.ts';
import { fieldRequest, setRequestToken } from '../sync/field-request.ts';
import { SendFailure } from '../sync/send-failure.ts';

/** Who uses this phone. Remembered, so that the app opens without a network. */
export interface FieldPerson {
  readonly id: string;
  readonly name: string;
  readonly cityName: string;
  readonly isSample: boolean;
  readonly verbs: readonly string[];
  readonly grants: readonly { readonly unitId: string; readonly unitPath: string }[];
}

const remembered = 'guatu.field.person';

export function rememberedPerson(): FieldPerson | null {
  try {
    return JSON.parse(localStorage.getItem(remembered) ?? 'null') as FieldPerson | null;
  } catch {
    return null;
  }
}

/** The server's word on who is signed in. @returns 'offline' where it cannot be asked; null: nobody. */
export async function askSession(): Promise<
  { person: FieldPerson | null; hints: SessionView['hints'] } | 'offline'
> {
  try {
    const session = await fieldRequest<SessionView>('GET', '/api/session');
    setRequestToken(session.csrfToken);
    return { person: personOf(session), hints: session.hints };
  } catch (error) {
    if (error instanceof SendFailure && error.status === 0) return 'offline';
    throw error;
  }
}

export function rememberPerson(person: FieldPerson): void {
  localStorage.setItem(remembered, JSON.stringify(person));
}

/** Signs in. @throws SendFailure with the server's words. */
export async function signIn(login: string, password: string): Promise<FieldPerson> {
  const { csrfToken } = await fieldRequest<{ csrfToken: string }>('POST', '/api/session', {
    login,
    password,
  });
  setRequestToken(csrfToken);
  const session = await askSession();
  if (session === 'offline' || !session.person) throw new SendFailure(0, 'offline', '');
  rememberPerson(session.person);
  return session.person;
}

/** Leaves the phone to the next person, who sees nothing of this one. Works without a network, too. */
export async function signOut(): Promise<void> {
  localStorage.removeItem(remembered);
  await fieldRequest('DELETE', '/api/session').catch(() => undefined);
  setRequestToken(null);
}

function personOf({ person, city }: SessionView): FieldPerson | null {
  if (!person) return null;
  const grants = person.grants.map(({ unitId, unitPath }) => ({ unitId, unitPath }));
  const { id, name, verbs } = person;
  return { id, name, cityName: city.name, isSample: city.isSample, verbs, grants };
}

import { z } from 'zod';
import { roles, verbs } from '../domain/access/verbs.ts';
import { endpoint, line } from './endpoint.ts';

export const grantView = z.object({
  role: z.enum(roles),
  unitId: z.string(),
  unitName: z.string(),
  unitPath: z.string(),
});

/** An account of the sample city, offered on the sign-in page of the demo. */
export const signInHint = z.object({
  login: z.string(),
  password: z.string(),
  zh: z.string(),
  en: z.string(),
});
export type SignInHint = z.infer<typeof signInHint>;

/** Who is signed in, what he may do, and the token his page shows with every change. */
export const sessionView = z.object({
  city: z.object({ id: z.string(), name: z.string(), nameEn: z.string(), isSample: z.boolean() }),
  person: z
    .object({
      id: z.string(),
      name: z.string(),
      login: z.string(),
      locale: z.string(),
      mustChangePassword: z.boolean(),
      grants: z.array(grantView),
      verbs: z.array(z.enum(verbs)),
    })
    .nullable(),
  csrfToken: z.string().nullable(),
  /** Accounts of the sample city; empty in a real one. */
  hints: z.array(signInHint),
});
export type SessionView = z.infer<typeof sessionView>;

/** 10 to 200 characters; length is what protects, so no rule about kinds of characters (NIST SP 800-63B). */
export const newPassword = z.string().min(10).max(200);

export const getSession = endpoint({
  name: 'access.session',
  method: 'GET',
  path: '/api/session',
  access: 'public',
  reply: sessionView,
});

export const signIn = endpoint({
  name: 'access.signIn',
  method: 'POST',
  path: '/api/session',
  access: 'public',
  body: z.object({ login: line(40, 1), password: z.string().min(1).max(200) }).strict(),
  // the page asks for the session next, under its new cookie
  reply: z.object({ csrfToken: z.string() }),
});

export const signOut = endpoint({
  name: 'access.signOut',
  method: 'DELETE',
  path: '/api/session',
  access: 'own',
  reply: z.object({}),
});

export const changePassword = endpoint({
  name: 'access.changePassword',
  method: 'POST',
  path: '/api/session/password',
  access: 'own',
  body: z.object({ current: z.string().min(1).max(200), next: newPassword }).strict(),
  reply: sessionView,
});

export const setLocale = endpoint({
  name: 'access.setLocale',
  method: 'POST',
  path: '/api/session/locale',
  access: 'own',
  body: z.object({ locale: z.enum(['zh-CN', 'zh-Hant', 'en']) }).strict(),
  reply: z.object({}),
});

/** Words of the interface in one language; the traditional script is converted on the server. */
export const getWords = endpoint({
  name: 'access.words',
  method: 'GET',
  path: '/api/words/:locale',
  access: 'public',
  params: z.object({ locale: z.enum(['zh-CN', 'zh-Hant', 'en']) }).strict(),
  reply: z.record(z.string(), z.string()),
});

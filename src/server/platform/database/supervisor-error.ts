/**
 * Why the database cannot be had: a code and the facts that its sentence needs.
 *
 * The words are in `text/<language>/platform.ts` under `platform.<code>`; `message` is for logs only.
 */
export type SupervisorCode =
  | 'data-in-use'
  | 'data-unreadable'
  | 'directory-not-writable'
  | 'directory-unreachable'
  | 'disk-full'
  | 'foreign-server-running'
  | 'no-binaries'
  | 'no-os-user'
  | 'not-a-cluster'
  | 'orphan-does-not-stop'
  | 'other-major'
  | 'setting-invalid'
  | 'start-failed'
  | 'server-unreachable'
  | 'server-too-old'
  | 'server-not-utf8'
  | 'migration-edited'
  | 'migration-missing'
  | 'migration-failed'
  | 'migration-late'
  | 'migration-name'
  | 'migration-number-twice';

export type SupervisorFacts = Readonly<Record<string, string | number>>;

export class SupervisorError extends Error {
  readonly code: SupervisorCode;
  readonly facts: SupervisorFacts;

  constructor(code: SupervisorCode, facts: SupervisorFacts = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options);
    this.name = 'SupervisorError';
    this.code = code;
    this.facts = facts;
  }
}

/** The system code (`ENOENT`, `EACCES`, …) or SQL state of anything thrown, or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** `ENOENT` is what Node says of a read-only disk when it makes folders one below the other. */
const unusable = new Set('EACCES EPERM EROFS ENOTDIR EEXIST ENOENT ELOOP ENAMETOOLONG EINVAL'.split(' '));

/**
 * A failed file operation in the words of this module: full disk, no permission, or the error itself.
 *
 * @param directory what the operator must look at.
 */
export function explainFileError(error: unknown, directory: string): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SupervisorError('disk-full', { directory }, { cause: error });
  if (unusable.has(code)) {
    return new SupervisorError('directory-not-writable', { directory, reason: code }, { cause: error });
  }
  return error;
}

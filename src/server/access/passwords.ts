import { hash, verify } from '@node-rs/argon2';

// argon2id, 19 MiB, two passes, one lane: the least OWASP asks for. About 11 ms a hash.
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hash for the database; never log the input. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), strength);
}

// Hash of a random string nobody knows: verifying against it costs what a real check costs.
let decoy: Promise<string> | undefined;

/**
 * Whether the password fits. With no stored hash (unknown login) the same work is done, so that the
 * time taken does not tell which logins exist.
 */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const fits = await verify(stored ?? (await decoy), password.normalize('NFC')).catch(() => false);
  return stored !== undefined && fits;
}

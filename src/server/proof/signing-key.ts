import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The Ed25519 key of the installation. It lies beside the files, out of reach of who owns the database. */
export interface SigningKey {
  /** The 32 raw bytes. */
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

/** Where the key lies, below the files of all cities. */
export function signingKeyPath(filesDirectory: string): string {
  return path.join(filesDirectory, 'proof', 'signing-key.pem');
}

/**
 * The key of the installation; made at the first call, readable by its owner only. Two processes that make
 * one at once agree on the first.
 */
export async function openSigningKey(filesDirectory: string): Promise<SigningKey> {
  const place = signingKeyPath(filesDirectory);
  const known = await readFile(place, 'utf8').catch(absent);
  if (known !== null) return keyOf(known);
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  const draft = `${place}.${process.pid}.${Date.now()}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeFile(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true });
  try {
    // a link, since it never replaces the key another process has just made
    await link(draft, place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return keyOf(await readFile(place, 'utf8'));
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function keyOf(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('the signing key is no Ed25519 key');
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { privateKey, publicKey: Buffer.from(x ?? '', 'base64url') };
}

function publicKeyOf(publicKey: Buffer): KeyObject {
  const key = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return createPublicKey({ key, format: 'jwk' });
}

/** The 32 raw bytes as a PEM file, as openssl reads it. */
export function publicKeyPem(publicKey: Buffer): string {
  return publicKeyOf(publicKey).export({ type: 'spki', format: 'pem' }).toString();
}

/** Signs the UTF-8 of a text. */
export function signText(key: SigningKey, text: string): Buffer {
  return sign(null, Buffer.from(text, 'utf8'), key.privateKey);
}

/** Whether the signature is of this text by the owner of this key; 32 bytes that are no key fit nothing. */
export function signatureFits(publicKey: Buffer, text: string, signature: Buffer): boolean {
  try {
    return verify(null, Buffer.from(text, 'utf8'), publicKeyOf(publicKey), signature);
  } catch {
    return false;
  }
}

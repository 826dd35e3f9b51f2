import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const hash = z.string();

/** A tree head as it is shown and copied. Hashes and keys in hex. */
export const treeHeadView = z.object({
  size: z.number(),
  at: z.string(),
  root: hash,
  hash,
  prevHash: hash,
  publicKey: hash.nullable(),
  signature: z.string().nullable(),
  /** The head as one line of a file that `guatu verify --heads` reads. */
  line: z.string(),
});
export type TreeHeadView = z.infer<typeof treeHeadView>;

/** The newest head. Open to everybody: the more people wrote it down, the less can be changed unseen. */
export const getTreeHead = endpoint({
  name: 'proof.head',
  method: 'GET',
  path: '/api/proof/head',
  access: 'public',
  reply: z.object({ cityName: z.string(), cityCode: z.string(), head: treeHeadView.nullable() }),
});

const selfCheck = z.object({
  at: z.string(),
  seconds: z.number(),
  events: z.number(),
  subjects: z.number(),
  problems: z.number(),
  heads: z.number(),
  findingCount: z.number(),
  /** The first findings as sentences in the caller's language. */
  findings: z.array(z.string()),
});
export type SelfCheck = z.infer<typeof selfCheck>;

/** How the history of the city is proved: heads, newest first, and the last self-check. */
export const getProof = endpoint({
  name: 'proof.state',
  method: 'GET',
  path: '/api/proof',
  access: 'asked',
  query: z
    .object({
      /** Heads below this size. */
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(20),
    })
    .strict(),
  reply: z.object({
    headCount: z.number(),
    heads: z.array(treeHeadView),
    /** Size to go on from; null at the end. */
    next: z.number().nullable(),
    /** Events that are not under a head yet. */
    waiting: z.number(),
    publicKeyPem: z.string().nullable(),
    check: selfCheck.nullable(),
  }),
});

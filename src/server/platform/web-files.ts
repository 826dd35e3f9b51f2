import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Mark in the built page that is replaced by this reply's nonce. */
const nonceMark = '__CSP_NONCE__';

/**
 * Serves the built web app. Every address that is not a file or the API answers with the app's page,
 * under a strict policy: no script but ours, no style tag without this reply's nonce.
 */
export async function registerWebFiles(fastify: FastifyInstance, directory: string): Promise<void> {
  const page = await readFile(path.join(directory, 'index.html'), 'utf8');
  await registerFieldFiles(fastify, path.join(directory, '..', 'field'));
  await fastify.register(fastifyStatic, {
    root: path.join(directory, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    preCompressed: true,
  });
  fastify.get('/*', (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.callNotFound();
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', policy(nonce))
      .send(page.replaceAll(nonceMark, nonce));
  });
}

/**
 * Serves the phone app under its own address. Its page holds no inline style, so it needs no nonce and the
 * service worker may keep it; page and worker themselves are asked for anew, or an update would never come.
 */
async function registerFieldFiles(fastify: FastifyInstance, directory: string): Promise<void> {
  const page = await readFile(path.join(directory, 'index.html'), 'utf8').catch(() => null);
  if (page === null) return;
  await fastify.register(fastifyStatic, {
    root: directory,
    prefix: '/field/',
    decorateReply: false,
    index: false,
    preCompressed: true,
    setHeaders(reply, file) {
      const isNamedByContent = file.includes(`${path.sep}assets${path.sep}`);
      reply.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.header('content-security-policy', policy(null));
    },
  });
  fastify.get('/field', (_request, reply) => reply.redirect('/field/'));
  fastify.get('/field/', (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policy(null))
      .send(page),
  );
}

/** `nonce`: for pages whose interface library writes style tags. */
function policy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    // the interface library positions things with style attributes; they cannot load or run anything
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

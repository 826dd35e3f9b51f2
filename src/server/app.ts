import fastifyMultipart from '@fastify/multipart';
import fastifyRateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import type { SignInHint } from '../contract/access.ts';
import { accessRoutes } from './access/access-routes.ts';
import { burdenRoutes } from './burden/burden-routes.ts';
import { settingsRoutes } from './deadlines/settings-routes.ts';
import { evidenceRoutes } from './evidence/evidence-routes.ts';
import { deliverAwaitedPhoto } from './inspections/awaited-photos.ts';
import { inspectionRoutes } from './inspections/inspection-routes.ts';
import { ledgerFilesJobs } from './ledger-files/ledger-files-jobs.ts';
import { ledgerFilesRoutes } from './ledger-files/ledger-files-routes.ts';
import { notificationJobs } from './notifications/notification-jobs.ts';
import { notificationRoutes } from './notifications/notification-routes.ts';
import {
  type NotificationSettings,
  readNotificationSettings,
} from './notifications/notification-settings.ts';
import { orderJobs } from './orders/order-jobs.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { organisationRoutes } from './organisation/organisation-routes.ts';
import type { FileStore } from './photos/file-store.ts';
import { photoJobs } from './photos/photo-jobs.ts';
import { photoRoutes } from './photos/photo-routes.ts';
import { openPhotoFiles } from './photos/photo-storage.ts';
import type { Database } from './platform/database/database.ts';
import { type EndpointHouse, type Route, registerRoute } from './platform/http-endpoint.ts';
import { answerError } from './platform/http-error.ts';
import { largestUpload } from './platform/http-upload.ts';
import type { Jobs } from './platform/jobs/job.ts';
import { Refused } from './platform/refused.ts';
import { createSessions, tokenOf } from './platform/sessions.ts';
import { registerWebFiles } from './platform/web-files.ts';
import { localeFrom } from './platform/words.ts';
import { openPledgeForFlag } from './pledges/pledge-opening.ts';
import { pledgeRoutes } from './pledges/pledge-routes.ts';
import { problemJobs } from './problems/problem-jobs.ts';
import { problemRoutes } from './problems/problem-routes.ts';
import { proofJobs } from './proof/proof-jobs.ts';
import { proofRoutes } from './proof/proof-routes.ts';
import { rankingRoutes } from './rankings/ranking-routes.ts';
import { roundRoutes } from './rounds/round-routes.ts';
import { routingRoutes } from './routing/routing-routes.ts';
import { siteRoutes } from './sites/site-routes.ts';
import { standardRoutes } from './standards/standard-routes.ts';
import { sweepRoutes } from './sweeps/sweep-routes.ts';
import { syncJobs } from './sync/sync-jobs.ts';
import { syncRoutes } from './sync/sync-routes.ts';
import { vacancyJobs } from './vacancies/vacancy-jobs.ts';
import { keepVacancies } from './vacancies/vacancy-opening.ts';
import { vacancyRoutes } from './vacancies/vacancy-routes.ts';
import { verificationRoutes } from './verification/verification-routes.ts';

export interface AppOptions {
  readonly db: Database;
  /** Folder for photos and other files the city made. */
  readonly filesDirectory: string;
  /** Where photos lie, if not where the environment says. */
  readonly photoFiles?: FileStore;
  /** Folder with the built web app; null where only the API is served. */
  readonly webDirectory: string | null;
  readonly clock?: () => Date;
  /** True behind https: cookies are sent over https only. */
  readonly secureCookies?: boolean;
  /** Requests a minute from one session or address. */
  readonly requestsPerMinute?: number;
  /** Mail server and reach of webhooks; by default what the environment says. */
  readonly notifications?: NotificationSettings;
  /** Logs every request; faults of the program are logged always. */
  readonly log?: boolean;
  /** True where a proxy in front names the caller's address. */
  readonly trustProxy?: boolean;
  /** Accounts the sign-in page offers; only the demo sets them. */
  readonly signInHints?: readonly SignInHint[];
}

export interface App {
  readonly fastify: FastifyInstance;
  readonly house: EndpointHouse;
  /** Everything the features answer; tests walk it. */
  readonly routes: readonly Route[];
  close(): Promise<void>;
}

/**
 * Plugs the features together. The ladder: a feature may call those above it in this list, never below;
 * news travels down only as events.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const clock = options.clock ?? (() => new Date());
  const fastify = Fastify({
    // faults of ours are always logged, under the number the user was told; every request only when asked
    logger: {
      level: options.log === true ? 'info' : 'error',
      redact: ['req.headers.cookie', 'req.headers["x-csrf-token"]'],
    },
    bodyLimit: 2 * 1024 * 1024,
    trustProxy: options.trustProxy ?? false,
    // answers to hang-ups: a request must be whole within a minute
    requestTimeout: 60_000,
  });
  await fastify.register(fastifyMultipart, {
    limits: { fileSize: largestUpload, files: 1, fields: 20, fieldSize: 100_000 },
  });
  await fastify.register(fastifyRateLimit, {
    max: options.requestsPerMinute ?? 1200,
    timeWindow: '1 minute',
    keyGenerator: (request) => tokenOf(request.headers.cookie) ?? request.ip,
    errorResponseBuilder: (_request, context) =>
      new Refused(429, 'tooMany', { seconds: Math.ceil(context.ttl / 1000) }),
  });
  fastify.setErrorHandler((error, request, reply) => {
    answerError(request, reply, error, localeFrom(request.headers['accept-language']), request.id);
  });
  fastify.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
    });
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    }
    if (options.secureCookies) reply.header('strict-transport-security', 'max-age=31536000');
  });

  const house: EndpointHouse = {
    db: options.db,
    clock,
    sessions: createSessions(options.db, clock),
    secureCookies: options.secureCookies ?? false,
    publicCityId: () => findPublicCity(options.db),
  };
  const routes = featureRoutes(house, options);
  for (const route of routes) registerRoute(fastify, house, route);
  fastify.get('/api/health', async () => ({ ok: true }));
  if (options.webDirectory) await registerWebFiles(fastify, options.webDirectory);
  fastify.setNotFoundHandler((request, reply) => {
    answerError(
      request,
      reply,
      new Refused(404, 'notFound'),
      localeFrom(request.headers['accept-language']),
      request.id,
    );
  });
  return { fastify, house, routes, close: () => fastify.close() };
}

function featureRoutes(house: EndpointHouse, options: AppOptions): Route[] {
  const files = options.photoFiles ?? openPhotoFiles(options.filesDirectory);
  return [
    ...accessRoutes(house, options.signInHints ?? []),
    ...organisationRoutes(house),
    ...siteRoutes(keepVacancies),
    ...photoRoutes(house, files, deliverAwaitedPhoto),
    ...standardRoutes(),
    ...settingsRoutes(),
    ...problemRoutes(),
    ...sweepRoutes(),
    ...evidenceRoutes(),
    ...orderRoutes(),
    ...routingRoutes(),
    ...verificationRoutes(),
    ...vacancyRoutes(),
    ...ledgerFilesRoutes(options.filesDirectory),
    ...rankingRoutes(openPledgeForFlag),
    ...roundRoutes(),
    ...inspectionRoutes(),
    ...syncRoutes(house, files, options.filesDirectory),
    ...pledgeRoutes(),
    ...proofRoutes(),
    ...burdenRoutes(),
    ...notificationRoutes(options.notifications ?? readNotificationSettings(process.env)),
  ];
}

/** What the features do by themselves; run by `startJobRunner`. */
export function featureJobs(
  notifications: NotificationSettings = readNotificationSettings(process.env),
): Jobs {
  const features: readonly Jobs[] = [
    vacancyJobs(),
    ledgerFilesJobs(),
    photoJobs(),
    proofJobs(),
    problemJobs(),
    orderJobs(),
    syncJobs(),
    notificationJobs(notifications),
  ];
  return {
    jobs: features.flatMap((feature) => feature.jobs),
    periodic: features.flatMap((feature) => feature.periodic),
  };
}

async function findPublicCity(db: Database): Promise<string> {
  const city = await db
    .selectFrom('city')
    .select('city_id')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (!city) throw new Refused(404, 'notFound');
  return city.city_id;
}

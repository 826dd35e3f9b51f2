import type { Route } from '../platform/http-endpoint.ts';
import { recurrenceRoutes } from './recurrence-routes.ts';
import { revisitRoundRoutes } from './revisit-round-routes.ts';
import { revisitRoutes } from './revisit-routes.ts';

/** Whether fixes last: recurrences, and revisits of a sample. */
export function verificationRoutes(): Route[] {
  return [...recurrenceRoutes(), ...revisitRoundRoutes(), ...revisitRoutes()];
}

import type { EndpointHouse, Route } from '../platform/http-endpoint.ts';
import { personRoutes } from './person-routes.ts';
import { unitRoutes } from './unit-routes.ts';

/** Units and people. */
export function organisationRoutes(house: EndpointHouse): Route[] {
  return [...unitRoutes(house), ...personRoutes(house)];
}

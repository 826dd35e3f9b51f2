import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { AppShell } from './app-shell.tsx';
import { NotFoundPage } from './not-found-page.tsx';

const root = createRootRoute({ component: AppShell, notFoundComponent: NotFoundPage });

function page(path: string, load: () => Promise<Record<string, unknown>>, name: string) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as () => Promise<Record<string, ComponentType>>, name),
  });
}

/** Every page of the office app, each loaded when it is first opened. */
const pages = [
  page('/', () => import('./home/home-page.tsx'), 'HomePage'),
  page('/ledger', () => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
  page('/ledger/moves', () => import('./ledger/moves-page.tsx'), 'MovesPage'),
  page('/ledger-files', () => import('./ledger-files/ledger-files-page.tsx'), 'LedgerFilesPage'),
  page('/ledger-files/import', () => import('./ledger-files/ledger-import-page.tsx'), 'LedgerImportPage'),
  page('/ledger/$id', () => import('./ledger/problem-page.tsx'), 'ProblemPage'),
  page('/worst', () => import('./work-lists/worst-page.tsx'), 'WorstPage'),
  page('/visits', () => import('./visits/my-visits-page.tsx'), 'MyVisitsPage'),
  page('/visits/$id', () => import('./visits/visit-page.tsx'), 'VisitPage'),
  page('/inspections/$id', () => import('./visits/inspection-page.tsx'), 'InspectionPage'),
  page('/sweeps', () => import('./sweeps/sweeps-page.tsx'), 'SweepsPage'),
  page('/sweeps/$id', () => import('./sweeps/sweep-page.tsx'), 'SweepPage'),
  page('/rounds', () => import('./rounds/rounds-page.tsx'), 'RoundsPage'),
  page('/rounds/$id', () => import('./rounds/round-page.tsx'), 'RoundPage'),
  page('/revisits', () => import('./verification/revisit-rounds-page.tsx'), 'RevisitRoundsPage'),
  page('/revisits/mine', () => import('./verification/my-revisits-page.tsx'), 'MyRevisitsPage'),
  page('/revisits/results', () => import('./verification/revisit-results-page.tsx'), 'RevisitResultsPage'),
  page('/revisits/recurrence', () => import('./verification/recurrence-page.tsx'), 'RecurrencePage'),
  page('/revisits/rounds/$id', () => import('./verification/revisit-round-page.tsx'), 'RevisitRoundPage'),
  page('/revisits/visit/$id', () => import('./verification/revisit-page.tsx'), 'RevisitPage'),
  page('/sites', () => import('./sites/sites-page.tsx'), 'SitesPage'),
  page('/sites/import', () => import('./sites/site-import-page.tsx'), 'SiteImportPage'),
  page('/sites/$id', () => import('./sites/site-page.tsx'), 'SitePage'),
  page('/vacancies', () => import('./vacancies/vacancies-page.tsx'), 'VacanciesPage'),
  page('/vacancies/$id', () => import('./vacancies/vacancy-page.tsx'), 'VacancyPage'),
  page('/standards', () => import('./standards/standards-page.tsx'), 'StandardsPage'),
  page('/standards/$versionId', () => import('./standards/standard-version-page.tsx'), 'StandardVersionPage'),
  page(
    '/standards/$versionId/changes',
    () => import('./standards/standard-changes-page.tsx'),
    'StandardChangesPage',
  ),
  page('/rankings', () => import('./rankings/rankings-page.tsx'), 'RankingsPage'),
  page('/rankings/$id', () => import('./rankings/ranking-page.tsx'), 'RankingPage'),
  page('/flags', () => import('./rankings/flags-page.tsx'), 'FlagsPage'),
  page('/schemes', () => import('./rankings/schemes-page.tsx'), 'SchemesPage'),
  page('/schemes/$id', () => import('./rankings/scheme-page.tsx'), 'SchemePage'),
  page('/pledges', () => import('./pledges/pledges-page.tsx'), 'PledgesPage'),
  page('/pledges/new', () => import('./pledges/pledge-import-page.tsx'), 'PledgeImportPage'),
  page('/pledges/$id', () => import('./pledges/pledge-page.tsx'), 'PledgePage'),
  page('/orders', () => import('./orders/orders-page.tsx'), 'OrdersPage'),
  page('/orders/$id', () => import('./orders/order-page.tsx'), 'OrderPage'),
  page('/routing', () => import('./routing/routing-page.tsx'), 'RoutingPage'),
  page('/statistics', () => import('./routing/statistics-page.tsx'), 'StatisticsPage'),
  page('/settings', () => import('./settings/settings-page.tsx'), 'SettingsPage'),
  page('/units', () => import('./organisation/units-page.tsx'), 'UnitsPage'),
  page('/proof', () => import('./proof/proof-page.tsx'), 'ProofPage'),
  page('/burden', () => import('./burden/burden-page.tsx'), 'BurdenPage'),
  page('/notifications', () => import('./notifications/notifications-page.tsx'), 'NotificationsPage'),
  page('/password', () => import('./access/password-page.tsx'), 'PasswordPage'),
];

export const router = createRouter({ routeTree: root.addChildren(pages), scrollRestoration: true });

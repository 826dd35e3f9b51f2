import type { homeZh } from '../zh-CN/home.ts';

export const homeEn: Record<keyof typeof homeZh, string> = {
  'home.title': 'Desk',
  'home.navigation': 'Main navigation',
  'home.openMenu': 'Open the menu',
  'home.sampleCity':
    'Sample city: all people are invented, most sites are invented and marked as samples; published data carry their source.',
  'home.noSuchPage': 'There is no such page',
  'home.waiting': 'Waiting for me',
  'home.nothingWaits': 'Nothing waits for you at the moment.',
  'home.seeAll': 'See all {{count}}',
  'home.standing': 'Where we stand',
  'home.flags': 'Latest flags',
  'home.rankOf': '{{group}}: rank {{rank}} of {{of}} units',
  'home.notRanked': '{{group}}: scored, not ranked',
  'home.scored': 'Score {{score}}',
  'home.noRanking': 'No ranking with this unit has been published yet.',
  'home.visits': 'My visits',
  'home.visitsLeft': '{{open}} sites to visit, {{done}} done',
  'home.goToVisits': 'Go to visits',
  'home.city': 'The city’s ledger',
  'home.cityOpen': '{{open}} open, {{overdue}} of them overdue; {{struckOff}} struck off',
  'home.unitOpen': '{{open}} open in your reach, {{overdue}} of them overdue; {{struckOff}} struck off',
  'home.openLedger': 'Open the ledger',
};

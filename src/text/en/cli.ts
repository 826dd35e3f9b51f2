import type { cliZh } from '../zh-CN/cli.ts';

export const cliEn: Record<keyof typeof cliZh, string> = {
  'cli.databaseReady': 'Database ready: PostgreSQL {{version}} ({{kind}})',
  'cli.kind.embedded': 'built in, data in {{directory}}',
  'cli.kind.server': 'the server of DATABASE_URL',
  'cli.migrated': 'Database structure updated: {{count}} steps',
  'cli.building': 'Building the web pages; the first time takes some seconds…',
  'cli.built': 'Web pages built ({{seconds}} s)',
  'cli.buildFailed': 'The web pages could not be built: {{detail}}',
  'cli.loadingSample': 'Loading the sample city of Jiaozuo; the first time takes about a minute…',
  'cli.sampleLoaded': 'Sample city loaded ({{seconds}} s)',
  'cli.sampleUnfinished': 'The last loading did not finish; starting over.',
  'cli.sampleReset': 'The data of the sample city were cleared.',
  'cli.notASample':
    'This database holds the real city "{{name}}"; the sample city is never written into it. Use another data folder or database.',
  'cli.serving': 'Guatu is up: {{address}}',
  'cli.signInHints': 'Sample accounts (the password of each is {{password}}):',
  'cli.stopHint': 'Ctrl-C stops it.',
  'cli.stopping': 'Stopping…',
  'cli.databaseEnded':
    'The database ended unexpectedly, so the program ends too. Start again; nothing that was saved is lost.',
  'cli.portTaken':
    'Port {{port}} is taken. Stop the program that uses it, or choose another: --port {{other}} (or the environment variable PORT).',
  'cli.portForbidden': 'Port {{port}} may not be used. Choose one above 1024: --port 8710.',
  'cli.badPort': 'Port "{{port}}" is not a whole number from 1 to 65535.',
  'cli.hostUnknown': 'This machine has no address {{host}}.',
  'cli.noCity': 'There is no city yet. First run: guatu init --code 410800 --name 焦作市 --name-en Jiaozuo',
  'cli.cityMade':
    'The city "{{name}}" is there. Next, an administrator: guatu user add admin --name NAME --role admin --unit {{code}}',
  'cli.cityExists': 'There is a city with the code {{code}} already.',
  'cli.badCity': 'The code of a city has 6 digits, its name 1 to 60 characters.',
  'cli.diskFull': 'The disk is full and the work was not finished: {{detail}}',
  'cli.failed': 'The program failed: {{detail}}',
};

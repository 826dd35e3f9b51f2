import type { platformZh } from '../zh-CN/platform.ts';

export const platformEn: Record<keyof typeof platformZh, string> = {
  'platform.data-in-use':
    'The data in {{directory}} are in use by process {{pid}}. Only one program may open the same data: stop that process first, or choose another data directory.',
  'platform.data-unreadable':
    'The data in {{directory}} belong to user {{owner}}; the present user {{user}} may not read them. Start as the user who started before (as root, if it was root).',
  'platform.directory-not-writable':
    'Cannot write to {{directory}} ({{reason}}). Check the permissions of that directory, or choose one that can be written to.',
  'platform.directory-unreachable':
    'The database runs as system user {{user}}, who cannot get to {{directory}}: a directory above it is closed to other users. Move the data directory to where that user can get.',
  'platform.disk-full':
    'The disk is full: nothing is left where {{directory}} is. Make room and start again; existing data are not lost.',
  'platform.foreign-server-running':
    'A PostgreSQL that was started otherwise (process {{pid}}) uses the data in {{directory}}. Stop it, or point DATABASE_URL at it.',
  'platform.no-binaries':
    'There is no PostgreSQL {{major}} to run (platform {{platform}}). Install PostgreSQL {{major}} with its contrib extensions, or run npm ci again without --omit=optional, or point DATABASE_URL at a database server.',
  'platform.no-os-user':
    'PostgreSQL cannot run as root, and there is no other user to run it as ({{user}}). Start as an ordinary user, or make a user postgres first.',
  'platform.not-a-cluster':
    '{{directory}} holds files but is no complete PostgreSQL data directory (PG_VERSION is missing). Restore it from a backup, or move it away and start again.',
  'platform.orphan-does-not-stop':
    'The database process {{pid}} that was left behind cannot be stopped. End it by hand and start again.',
  'platform.other-major':
    'The data in {{directory}} were made by PostgreSQL {{found}}; this system uses PostgreSQL {{needed}} and cannot open them. Start them with PostgreSQL {{found}}, export them with pg_dump and import them into a new data directory. Nothing was changed.',
  'platform.setting-invalid': 'The database setting "{{setting}}" is not well formed.',
  'platform.start-failed': 'The database did not start ({{directory}}): {{detail}}',
  'platform.server-unreachable':
    'Cannot connect to the database server of DATABASE_URL ({{server}}): {{detail}}',
  'platform.server-too-old':
    'The database server is version {{found}}; PostgreSQL {{needed}} or later is needed.',
  'platform.server-not-utf8':
    'Database {{database}} is encoded in {{found}}; UTF8 is needed. Make the database again with encoding UTF8.',
  'platform.migration-edited':
    'The schema file {{file}} was edited after it had been applied. Applied files may not change: restore the file and write the change as a new one.',
  'platform.migration-missing':
    'The database has {{name}}, which this program does not know: the database is newer than the program. Use a newer version of the program.',
  'platform.migration-late':
    'The number of schema file {{name}} is below that of {{after}}, which is applied already. Give it a higher number.',
  'platform.migration-failed':
    'Schema file {{name}} failed at line {{line}}; nothing of that file was kept: {{detail}}',
  'platform.migration-name':
    'The name of schema file {{file}} is not of the form "four digits-lower case words.sql".',
  'platform.migration-number-twice': 'Schema files {{file}} and {{other}} have the same number.',

  'platform.data-elsewhere':
    'The data are in {{directory}} (the database user cannot get to the directory that was asked for).',
  'platform.server-adopted': 'Taking over the database that was left running (process {{pid}}).',
  'platform.orphan-stopped':
    'The database that was left behind (process {{pid}}) did not answer; it was stopped and is started again.',
  'platform.cluster-created': 'Made a new data directory {{directory}}.',
  'platform.password-replaced':
    'The file with the database password was lost; a new one was made ({{directory}}).',
  'platform.role-too-powerful':
    'Warning: database user {{role}} can see past row-level security (superuser or BYPASSRLS), so the second lock between cities does not hold. Use an ordinary user.',
};

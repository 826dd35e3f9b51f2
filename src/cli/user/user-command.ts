import { Command } from 'commander';
import { v7 as uuid } from 'uuid';
import { newPassword } from '../../contract/access.ts';
import { line } from '../../contract/endpoint.ts';
import { login as loginSchema } from '../../contract/organisation.ts';
import { type Role, roles } from '../../domain/access/verbs.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { hashPassword } from '../../server/access/passwords.ts';
import { makePassword } from '../../server/organisation/first-password.ts';
import { createPerson, resetPassword } from '../../server/organisation/person-commands.ts';
import { type Database, inCity, type Tx } from '../../server/platform/database/database.ts';
import { Refused } from '../../server/platform/refused.ts';
import { createSessions } from '../../server/platform/sessions.ts';
import { say } from '../../server/platform/words.ts';
import { type PasswordInput, terminalInput } from './first-password-input.ts';

/** Opens the city's database; `stop` ends what was started for it. */
export type OpenCityDatabase = () => Promise<{ db: Database; stop(): Promise<void> }>;

/** Exit status where the command is refused. */
const refused = 2;
const locale = 'zh-CN';
/** Whoever runs a command at the machine is its operator, not a person of the city. */
const operator = null;

interface CityOption {
  readonly city?: string;
  readonly passwordStdin?: boolean;
}

interface AddOptions extends CityOption {
  readonly name: string;
  readonly role: string;
  readonly unit: string;
}

/**
 * `guatu user add` and `guatu user reset`: the first administrator of a city, and the way back in when a
 * password is lost. The password is asked at the terminal, read from standard input, or made and shown once.
 */
export function userCommand(
  openCityDatabase: OpenCityDatabase,
  input: PasswordInput = terminalInput(),
): Command {
  const command = new Command('user').description('accounts, at the machine itself / 账号');
  command
    .command('add')
    .description('make an account with a role on a unit / 建立账号')
    .argument('<login>', 'small letters, digits, dots, hyphens; 2 to 40')
    .requiredOption('--name <name>', 'name of the person')
    .requiredOption('--role <role>', roles.join(', '))
    .requiredOption('--unit <code>', 'code of the unit the role is granted on')
    .option('--city <code>', 'code of the city, where the database holds several')
    .option('--password-stdin', 'read the first password from standard input')
    .action((login: string, options: AddOptions) =>
      withDatabase(openCityDatabase, (db) => addUser(db, login, options, input)),
    );
  command
    .command('reset')
    .description('give a new first password and end all sessions / 重置密码')
    .argument('<login>', 'login of the account')
    .option('--city <code>', 'code of the city, where the database holds several')
    .option('--password-stdin', 'read the new password from standard input')
    .action((login: string, options: CityOption) =>
      withDatabase(openCityDatabase, (db) => resetUser(db, login, options, input)),
    );
  return command;
}

async function withDatabase(open: OpenCityDatabase, work: (db: Database) => Promise<string>): Promise<void> {
  const house = await open();
  try {
    process.stdout.write(`${await work(house.db)}\n`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${say(locale, `refusal.${error.refusal.code}`, error.refusal.facts)}\n`);
    process.exitCode = refused;
  } finally {
    await house.stop();
  }
}

async function addUser(
  db: Database,
  login: string,
  options: AddOptions,
  input: PasswordInput,
): Promise<string> {
  // everything that can be wrong is found before a password is asked for
  if (!loginSchema.safeParse(login).success) throw new Refused(400, 'person.badLogin', { login });
  const name = line(60, 1).safeParse(options.name);
  if (!name.success) throw new Refused(400, 'person.badName');
  const role = roles.find((each) => each === options.role);
  if (!role) {
    throw new Refused(400, 'person.unknownRole', { role: options.role, roles: roles.join('、') });
  }
  const cityId = await findCityId(db, options.city);
  const unit = await inCity(db, cityId, 'read', (tx) => findUnitByCode(tx, cityId, options.unit));
  if (await inCity(db, cityId, 'read', (tx) => findPersonId(tx, cityId, login))) {
    throw new Refused(409, 'person.loginTaken', { login });
  }
  const { password, isMade } = await choosePassword(options, input);
  const passwordHash = await hashPassword(password);
  const now = new Date().toISOString();
  const grant = { id: uuid(), role, unitId: unit.id, validFrom: cityDay(now) };
  await inCity(db, cityId, 'write', (tx) =>
    createPerson(tx, cityId, { id: uuid(), login, name: name.data, passwordHash, grant }, operator, now),
  );
  const facts = { login, name: name.data, role: roleWord(role), unit: unit.name };
  return sayDone('organisation.cli.created', facts, isMade ? password : null);
}

async function resetUser(
  db: Database,
  login: string,
  options: CityOption,
  input: PasswordInput,
): Promise<string> {
  const cityId = await findCityId(db, options.city);
  const personId = await inCity(db, cityId, 'read', (tx) => findPersonId(tx, cityId, login));
  if (!personId) throw new Refused(404, 'person.unknownLogin', { login });
  const { password, isMade } = await choosePassword(options, input);
  const passwordHash = await hashPassword(password);
  const clock = () => new Date();
  const now = clock().toISOString();
  await inCity(db, cityId, 'write', async (tx) => {
    await resetPassword(tx, cityId, personId, passwordHash, { personId: operator }, now);
    await createSessions(db, clock).closeAll(tx, cityId, personId, now);
  });
  return sayDone('organisation.cli.reset', { login }, isMade ? password : null);
}

function sayDone(key: string, facts: Readonly<Record<string, string>>, password: string | null): string {
  const lines = [say(locale, key, facts)];
  if (password !== null) lines.push(say(locale, 'organisation.cli.password', { password }));
  return lines.join('\n');
}

function roleWord(role: Role): string {
  return say(locale, `access.role.${role}`);
}

async function choosePassword(
  options: CityOption,
  input: PasswordInput,
): Promise<{ password: string; isMade: boolean }> {
  let given = '';
  if (options.passwordStdin) given = await input.readAll();
  else if (input.ask) given = await input.ask(say(locale, 'organisation.cli.askPassword'));
  // an empty answer at the terminal asks for one to be made; an empty pipe is a mistake
  if (given === '' && !options.passwordStdin) return { password: makePassword(), isMade: true };
  if (!newPassword.safeParse(given).success) throw new Refused(400, 'person.badPassword');
  return { password: given, isMade: false };
}

async function findCityId(db: Database, code: string | undefined): Promise<string> {
  const cities = await db.selectFrom('city').select(['city_id', 'code']).orderBy('code').execute();
  if (code !== undefined) {
    const city = cities.find((each) => each.code === code);
    if (!city) throw new Refused(404, 'person.unknownCity', { city: code });
    return city.city_id;
  }
  const [first] = cities;
  if (!first) throw new Refused(404, 'person.noCity');
  if (cities.length > 1) {
    const codes = cities.map((each) => each.code).join('、');
    throw new Refused(409, 'person.whichCity', { cities: codes });
  }
  return first.city_id;
}

async function findUnitByCode(tx: Tx, cityId: string, code: string): Promise<{ id: string; name: string }> {
  const unit = await tx
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('code', '=', code)
    .where('valid_to', 'is', null)
    .executeTakeFirst();
  if (!unit) throw new Refused(404, 'person.unknownUnitCode', { unit: code });
  return unit;
}

async function findPersonId(tx: Tx, cityId: string, login: string): Promise<string | undefined> {
  const person = await tx
    .selectFrom('person')
    .select('id')
    .where('city_id', '=', cityId)
    .where('login', '=', login)
    .executeTakeFirst();
  return person?.id;
}

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PasswordInput } from '../../src/cli/user/first-password-input.ts';
import { userCommand } from '../../src/cli/user/user-command.ts';
import { openTestHouse, strangerClient, type TestCity, type TestHouse } from '../support/test-city.ts';

let house: TestHouse;
let city: TestCity;
beforeAll(async () => {
  house = await openTestHouse();
  city = await house.city();
  await city.unit('001', '东方红街道办事处');
});
afterAll(() => house.close());
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const silent: PasswordInput = { readAll: async () => '', ask: null };

async function run(args: readonly string[], input: PasswordInput = silent) {
  let out = '';
  let err = '';
  let stops = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += String(chunk);
    return true;
  });
  const open = async () => ({
    db: house.db,
    stop: async () => {
      stops += 1;
    },
  });
  await userCommand(open, input).parseAsync([...args], { from: 'user' });
  const exit = process.exitCode;
  process.exitCode = undefined;
  vi.restoreAllMocks();
  expect(stops).toBe(1);
  return { out, err, exit };
}

const signIn = (login: string, password: string) =>
  strangerClient(house.app).post('/api/session', { login, password });
const add = (login: string, ...more: readonly string[]) =>
  ['add', login, '--name', '王天（样）', '--role', 'admin', '--unit', city.root.path, ...more] as const;

describe('guatu user', () => {
  it('makes an account whose password is shown once and opens the door', async () => {
    const { out, err, exit } = await run(add('first.admin'));
    expect([err, exit]).toEqual(['', undefined]);
    expect(out).toContain('已建立账号 first.admin（王天（样），系统管理员，测试市）');
    const password = /密码：(\S+?)（/.exec(out)?.[1] ?? '';
    expect((await signIn('first.admin', password)).status).toBe(200);
  });

  it('takes a password from standard input or the terminal and does not repeat it', async () => {
    const piped = await run(add('piped', '--password-stdin'), {
      ...silent,
      readAll: async () => 'long enough 1',
    });
    expect(piped.out).not.toContain('long enough');
    expect((await signIn('piped', 'long enough 1')).status).toBe(200);
    await run(add('asked'), { ...silent, ask: async () => 'long enough 2' });
    expect((await signIn('asked', 'long enough 2')).status).toBe(200);
    expect((await run(add('entered'), { ...silent, ask: async () => '' })).out).toContain('首次登录密码：');
  });

  it('resets a password and ends the sessions', async () => {
    await run(add('lost', '--password-stdin'), { ...silent, readAll: async () => 'the old password' });
    const person = await city.write((tx) =>
      tx.selectFrom('person').select('id').where('login', '=', 'lost').executeTakeFirstOrThrow(),
    );
    await signIn('lost', 'the old password');
    const { out } = await run(['reset', 'lost']);
    const password = /密码：(\S+?)（/.exec(out)?.[1] ?? '';
    expect((await signIn('lost', 'the old password')).status).toBe(401);
    expect((await signIn('lost', password)).status).toBe(200);
    const sessions = await city.write((tx) =>
      tx.selectFrom('session').select('revoked_at').where('person_id', '=', person.id).execute(),
    );
    expect(sessions.map((session) => session.revoked_at === null).sort()).toEqual([false, true]);
    const events = await city.write((tx) =>
      tx.selectFrom('event').select(['kind', 'actor_kind']).where('subject_id', '=', person.id).execute(),
    );
    expect(events.map((event) => `${event.actor_kind} ${event.kind}`)).toEqual([
      'system person.created',
      'system person.granted',
      'system person.password_reset',
    ]);
  });

  it.each([
    ['账号“Wrong Login”不合要求', () => add('Wrong Login')],
    ['账号 taken 已有人使用', () => add('taken')],
    ['没有角色“king”', () => ['add', 'x1', '--name', 'N', '--role', 'king', '--unit', city.root.path]],
    ['没有编码为 nowhere 的单位', () => ['add', 'x2', '--name', 'N', '--role', 'admin', '--unit', 'nowhere']],
    ['没有编码为 000 的城市', () => add('x3', '--city', '000')],
    ['姓名须为', () => ['add', 'x4', '--name', ' ', '--role', 'admin', '--unit', city.root.path]],
    ['密码须为 10 到 200 个字符', () => add('x5', '--password-stdin')],
    ['没有账号 nobody', () => ['reset', 'nobody']],
  ])('refuses with “%s” and makes nothing', async (words, args) => {
    await run(add('taken')).catch(() => undefined);
    const count = async () =>
      (await city.write((tx) => tx.selectFrom('person').select('id').execute())).length;
    const before = await count();
    const { out, err, exit } = await run(args());
    expect(out).toBe('');
    expect(err).toContain(words);
    expect(exit).toBe(2);
    expect(await count()).toBe(before);
  });

  it('asks which city where there are several', async () => {
    const other = await house.city();
    const refused = await run(add('several'));
    expect(refused.err).toContain(`${city.root.path}、${other.root.path}`);
    expect((await run(add('several', '--city', city.root.path))).exit).toBeUndefined();
  });
});

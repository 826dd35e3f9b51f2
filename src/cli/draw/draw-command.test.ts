import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchPrinted } from '../../../test/support/printed.ts';
import { drawCommand } from './draw-command.ts';

let folder = '';
const printed = catchPrinted();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guatu-draw-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const register = 's1|1\ns1|2\ns1|3\ns1|4\ns2|5\n';

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

async function draw(content: string, more: readonly string[] = []): Promise<number> {
  const file = join(folder, 'register.txt');
  await writeFile(file, content);
  const facts = ['--period', '2026-11-01/2026-11-05', '--number', '735', '--secret', 'abc'];
  await drawCommand().parseAsync([file, ...facts, '--size', '2', '--minimum', '1', ...more], {
    from: 'user',
  });
  return printed.exitCode;
}

describe('guatu draw', () => {
  it('prints what the lowest keys draw, and the reserves, as any SHA-256 tool finds them', async () => {
    expect(await draw(register)).toBe(0);
    const keyOf = (number: string) => sha256(`735-abc|2026-11-01/2026-11-05|s1|revisit|${number}`);
    const [first = '', second = '', third = ''] = ['1', '2', '3', '4'].sort((a, b) =>
      keyOf(a) < keyOf(b) ? -1 : 1,
    );
    expect(printed.out.split('\n')).toEqual([
      `s1\t${first}\t${keyOf(first)}`,
      `s1\t${second}\t${keyOf(second)}\t备查`,
      `s1\t${third}\t${keyOf(third)}\t备查`,
      `s2\t5\t${sha256('735-abc|2026-11-01/2026-11-05|s2|revisit|5')}`,
      '',
    ]);
  });

  it('holds register and secret against their published hashes', async () => {
    const hashes = ['--register-hash', sha256(register), '--secret-hash', sha256('abc')];
    expect(await draw(register, hashes)).toBe(0);
    expect(await draw(`${register}s2|6\n`, hashes)).toBe(1);
    expect(await draw(register, ['--secret-hash', sha256('abd')])).toBe(1);
  });

  it.each(['', 's1\n', 's1|x\n', 's1|1|2\n', '<html>'])('refuses %j as a register', async (content) => {
    expect(await draw(content)).toBe(2);
  });
});

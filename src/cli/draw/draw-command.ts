import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  drawRevisits,
  type RegisteredFix,
  registerText,
  seedOf,
} from '../../domain/verification/revisit-draw.ts';
import { verificationEn } from '../../text/en/verification.ts';
import { verificationZh } from '../../text/zh-CN/verification.ts';

const differs = 1;
const unreadable = 2;

interface DrawOptions {
  readonly period: string;
  readonly number: string;
  readonly secret: string;
  readonly size: number;
  readonly minimum: number;
  readonly registerHash?: string;
  readonly secretHash?: string;
  readonly lang: 'zh-CN' | 'en';
}

/**
 * `guatu draw REGISTER`: repeats the draw of a round of revisits from its published facts, without server and
 * database. Exit status 0 where it was drawn, 1 where a published hash does not fit, 2 where the register
 * cannot be read.
 */
export function drawCommand(): Command {
  return new Command('draw')
    .description('repeat the draw of a round of revisits / 按公布的依据重算回头看抽签')
    .argument('<register>', 'register of the round (.txt)')
    .requiredOption('--period <from/to>', 'period as published')
    .requiredOption('--number <number>', 'public number')
    .requiredOption('--secret <secret>', 'secret, published on closing')
    .requiredOption('--size <count>', 'sample', wholeNumber)
    .requiredOption('--minimum <count>', 'at least per unit', wholeNumber)
    .option('--register-hash <hash>', 'published hash of the register')
    .option('--secret-hash <hash>', 'published hash of the secret')
    .addOption(
      new Option('--lang <language>', 'language of the words').choices(['zh-CN', 'en']).default('zh-CN'),
    )
    .action(runDraw);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
}

async function runDraw(file: string, options: DrawOptions): Promise<void> {
  const words = options.lang === 'en' ? verificationEn : verificationZh;
  const complain = (sentence: string, status: number) => {
    process.stderr.write(`${sentence}\n`);
    process.exitCode = status;
  };
  const register = await readRegister(file);
  if (!register) return complain(words['revisits.cli.unreadable'].replace('{{file}}', file), unreadable);
  const { registerHash, secretHash } = options;
  if (registerHash !== undefined && registerHash !== sha256(registerText(register))) {
    return complain(words['revisits.cli.registerDiffers'], differs);
  }
  if (secretHash !== undefined && secretHash !== sha256(options.secret)) {
    return complain(words['revisits.cli.secretDiffers'], differs);
  }
  const frame = { seed: seedOf(options.number, options.secret), period: options.period, sha256 };
  for (const { unit, drawn, reserves } of drawRevisits(frame, register, options.size, options.minimum)) {
    for (const { id, key } of drawn) process.stdout.write(`${unit}\t${id}\t${key}\n`);
    for (const { id, key } of reserves) {
      process.stdout.write(`${unit}\t${id}\t${key}\t${words['revisits.reserve']}\n`);
    }
  }
}

/** The fixes of a register; null where the file is missing or a line is no `unit|number`. */
async function readRegister(file: string): Promise<RegisteredFix[] | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const fixes = lines.map((line) => /^([^|\s]+)\|(\d+)$/.exec(line));
  if (fixes.length === 0 || fixes.includes(null)) return null;
  return fixes.flatMap((match) => (match?.[1] && match[2] ? [{ unit: match[1], id: match[2] }] : []));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

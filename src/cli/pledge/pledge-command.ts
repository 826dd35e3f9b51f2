import { Command } from 'commander';
import { accept, type Decision, type Refusal, refuse } from '../../domain/decision.ts';
import { parsePledges } from '../../domain/pledges/parse-pledges.ts';
import { pledgesText } from './pledge-output.ts';
import { sayPledgeRefusal } from './pledge-words.ts';
import { readSpeechFile } from './speech-file.ts';

/** Exit status where the input cannot be read. */
const unreadable = 2;

interface ParseOptions {
  readonly json?: boolean;
  readonly year?: string;
}

/** `guatu pledge parse FILE`: reads pledge speeches without server and database. */
export function pledgeCommand(): Command {
  const command = new Command('pledge').description('pledges of flagged units / 表态承诺');
  command
    .command('parse')
    .description('read speeches (.txt, .docx): speaker, unit, causes, commitments / 读取表态发言')
    .argument('<file>', 'file of speeches, traditional or simplified script')
    .option('--json', 'print the result as JSON')
    .option('--year <year>', 'year of the speeches, for days stated without one')
    .action(runParse);
  return command;
}

async function runParse(file: string, options: ParseOptions): Promise<void> {
  const year = readYear(options.year);
  if (!year.accepted) return refuseWith(year.refusal);
  const text = await readSpeechFile(file);
  if (!text.accepted) return refuseWith(text.refusal);
  const pledges = parsePledges(text.value, year.value === null ? {} : { year: year.value });
  const output = options.json ? `${JSON.stringify(pledges, null, 2)}\n` : pledgesText(file, pledges);
  process.stdout.write(output);
}

function readYear(value: string | undefined): Decision<number | null> {
  if (value === undefined) return accept(null);
  return /^[12]\d{3}$/.test(value) ? accept(Number(value)) : refuse('pledge-year', { value });
}

function refuseWith(refusal: Refusal): void {
  process.stderr.write(`${sayPledgeRefusal(refusal)}\n`);
  process.exitCode = unreadable;
}

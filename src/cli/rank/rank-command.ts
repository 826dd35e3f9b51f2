import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { Refusal } from '../../domain/decision.ts';
import { bulletinDocx } from '../../server/documents/bulletin-docx.ts';
import { type RankingLanguage, sayRanking } from '../../server/documents/ranking-words.ts';
import { bulletinOf } from './rank-bulletin.ts';
import { type RankedFile, rankFile } from './rank-file.ts';
import { rankJson, rankText } from './rank-output.ts';
import { sayRefusal } from './rank-words.ts';
import { refuseFileError } from './table-bytes.ts';

/** Exit status where the input cannot be read. */
const unreadable = 2;

interface RankOptions {
  readonly scheme?: string;
  readonly json?: boolean;
  readonly docx?: string;
  readonly lang: RankingLanguage;
}

/** `guatu rank FILE`: ranks a table of scores without server and database. */
export function rankCommand(): Command {
  return new Command('rank')
    .description('rank a table of scores (.json, .csv, .xlsx) by the rules of a city / 按办法对成绩表排名')
    .argument('<file>', 'table of scores')
    .option('--scheme <file>', 'rules: decimals, ties, flags, weights (.json)')
    .option('--json', 'print the result as JSON')
    .option('--docx <file>', 'write the bulletin as a Word document')
    .addOption(
      new Option('--lang <language>', 'language of the words').choices(['zh-CN', 'en']).default('zh-CN'),
    )
    .action(runRank);
}

async function runRank(file: string, options: RankOptions): Promise<void> {
  const result = await rankFile(file, { scheme: options.scheme, language: options.lang });
  if (!result.accepted) return refuseWith(options.lang, result.refusal);
  const { table, ranked } = result.value;
  if (options.docx !== undefined) {
    const refusal = await writeBulletin(options.docx, result.value);
    if (refusal) return refuseWith(options.lang, refusal);
    // To stderr: --json must leave stdout to the JSON alone.
    process.stderr.write(`${sayRanking(options.lang, 'rankings.written', { file: options.docx })}\n`);
  }
  if (options.json) process.stdout.write(`${JSON.stringify(rankJson(ranked, options.lang), null, 2)}\n`);
  else process.stdout.write(rankText(table, ranked, options.lang));
}

async function writeBulletin(file: string, ranked: RankedFile): Promise<Refusal | null> {
  const document = await bulletinDocx(bulletinOf(ranked));
  try {
    await writeFile(file, document);
    return null;
  } catch (error) {
    const decision = refuseFileError(file, error, 'rank-cannot-write');
    return decision.accepted ? null : decision.refusal;
  }
}

function refuseWith(language: RankingLanguage, refusal: Refusal): void {
  process.stderr.write(`${sayRefusal(language, refusal)}\n`);
  process.exitCode = unreadable;
}

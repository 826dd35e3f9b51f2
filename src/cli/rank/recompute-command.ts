import { createHash } from 'node:crypto';
import { Command, Option } from 'commander';
import { exportedRankingSchema } from '../../contract/rankings.ts';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import {
  type ExportedRanking,
  hashedText,
  recomputeRanking,
} from '../../domain/rankings/recompute-ranking.ts';
import { type RankingLanguage, sayRanking } from '../../server/documents/ranking-words.ts';
import { decodeText } from '../../server/documents/spreadsheet-csv.ts';
import { sayRefusal } from './rank-words.ts';
import { ofFile, readBytes } from './table-bytes.ts';
import { parseJson } from './table-json.ts';

const differs = 1;
const unreadable = 2;

/**
 * `guatu recompute FILE`: computes an exported ranking again, without server and database. Exit status 0
 * where every digit and the hash are the same, 1 where they are not, 2 where the file cannot be read.
 */
export function recomputeCommand(): Command {
  return new Command('recompute')
    .description('compute an exported ranking again and compare every digit / 重新计算导出的排名并逐位核对')
    .argument('<file>', 'ranking exported by this program (.json)')
    .addOption(
      new Option('--lang <language>', 'language of the words').choices(['zh-CN', 'en']).default('zh-CN'),
    )
    .action(runRecompute);
}

async function runRecompute(file: string, { lang }: { readonly lang: RankingLanguage }): Promise<void> {
  const read = await readExport(file);
  if (!read.accepted) {
    const { code, facts } = read.refusal;
    const words =
      code === 'rank-no-export'
        ? sayRanking(lang, 'rankings.recompute.notExport', { file, path: String(facts.path) })
        : sayRefusal(lang, read.refusal);
    process.stderr.write(`${words}\n`);
    process.exitCode = unreadable;
    return;
  }
  const faults = faultsOf(file, read.value, lang);
  if (faults.length > 0) {
    process.stderr.write(`${faults.join('\n')}\n`);
    process.exitCode = differs;
    return;
  }
  const { hash } = read.value;
  process.stdout.write(`${sayRanking(lang, 'rankings.recompute.same', { file })}\n`);
  process.stdout.write(`${sayRanking(lang, 'rankings.recompute.hash', { hash })}\n`);
}

async function readExport(file: string): Promise<Decision<ExportedRanking>> {
  const bytes = await readBytes(file);
  if (!bytes.accepted) return bytes;
  const text = ofFile(file, decodeText(bytes.value));
  if (!text.accepted) return text;
  const raw = parseJson(file, text.value);
  if (!raw.accepted) return raw;
  const checked = exportedRankingSchema.safeParse(raw.value);
  if (!checked.success) {
    return refuse('rank-no-export', { path: checked.error.issues[0]?.path.join('.') || 'format' });
  }
  // not the parsed copy: the hash covers every member, also those the schema does not name
  return accept(raw.value as ExportedRanking);
}

function faultsOf(file: string, exported: ExportedRanking, language: RankingLanguage): string[] {
  const faults: string[] = [];
  const difference = recomputeRanking(exported);
  if (difference) {
    const { path, stated, recomputed } = difference;
    const facts = { path, stated: stated ?? '—', recomputed: recomputed ?? '—' };
    faults.push(
      sayRanking(language, 'rankings.recompute.differs', { file }),
      sayRanking(language, 'rankings.recompute.place', facts),
    );
  }
  const recomputed = createHash('sha256').update(hashedText(exported.inputs, exported.output)).digest('hex');
  if (recomputed !== exported.hash) {
    const facts = { file, stated: exported.hash, recomputed };
    faults.push(sayRanking(language, 'rankings.recompute.hashDiffers', facts));
  }
  return faults;
}

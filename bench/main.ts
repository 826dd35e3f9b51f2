import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchOptions } from './support/bench-options.ts';

const benches: Readonly<Record<string, () => Promise<(options: BenchOptions) => Promise<void>>>> = {
  'submit-inspection': async () => (await import('./submit-inspection.ts')).benchSubmitInspection,
  'ledger-list': async () => (await import('./ledger-list.ts')).benchLedgerList,
  verify: async () => (await import('./verify.ts')).benchVerify,
  'photo-twins': async () => (await import('./photo-twins.ts')).benchPhotoTwins,
  'ledger-files': async () => (await import('./ledger-files.ts')).benchLedgerFiles,
  'cold-start': async () => (await import('./cold-start.ts')).benchColdStart,
};

function numberOf(text: string, name: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${name} must be a positive number`);
  return number;
}

/** `npm run bench [-- NAME …] [-- --seconds N --rounds N --problems N --photos N --output DIR]` */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
      problems: { type: 'string', default: '100000' },
      photos: { type: 'string', default: '200000' },
      output: { type: 'string', default: path.join(tmpdir(), 'guatu-bench-output') },
    },
  });
  const options: BenchOptions = {
    seconds: numberOf(values.seconds, 'seconds'),
    rounds: Math.ceil(numberOf(values.rounds, 'rounds')),
    problems: Math.ceil(numberOf(values.problems, 'problems')),
    photos: Math.ceil(numberOf(values.photos, 'photos')),
    output: values.output,
  };
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  const unknown = names.filter((name) => !benches[name]);
  if (unknown.length > 0) {
    throw new Error(`no such benchmark: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  }
  for (const name of names) {
    console.log(`\n${name}  (load of the machine before: ${loadavg()[0]?.toFixed(1)})`);
    const run = await benches[name]?.();
    await run?.(options);
  }
}

try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

import { Command } from 'commander';

// Each command loads only what it needs: `guatu rank` never reads the server's code.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo/demo-command.ts')).demoCommand(),
  serve: async () => (await import('./house/serve-command.ts')).serveCommand(),
  build: async () => (await import('./house/serve-command.ts')).buildCommand(),
  init: async () => (await import('./house/init-command.ts')).initCommand(),
  user: async () => {
    const { openHouse } = await import('./house/open-house.ts');
    return (await import('./user/user-command.ts')).userCommand(() => openHouse('city'));
  },
  rank: async () => (await import('./rank/rank-command.ts')).rankCommand(),
  recompute: async () => (await import('./rank/recompute-command.ts')).recomputeCommand(),
  verify: async () => {
    const { openHouse } = await import('./house/open-house.ts');
    return (await import('./verify/verify-command.ts')).verifyCommand((house) => openHouse(house));
  },
  draw: async () => (await import('./draw/draw-command.ts')).drawCommand(),
  pledge: async () => (await import('./pledge/pledge-command.ts')).pledgeCommand(),
  dev: async () => (await import('./dev/dev-command.ts')).devCommand(),
};

/** Runs the command line; `arguments_` without program and script. */
export async function main(arguments_: readonly string[]): Promise<void> {
  const program = new Command('guatu').description(
    'runs a city’s joint-creation campaign / 四城联创：标准、督导、台账、排名、表态',
  );
  const wanted = commands[arguments_[0] ?? ''];
  const chosen = wanted ? [wanted] : Object.values(commands);
  for (const load of chosen) program.addCommand(await load());
  await program.parseAsync([...arguments_], { from: 'user' });
}

/** The operator's sentence for what went wrong; a stack trace only for faults of ours, and only when asked. */
async function explain(error: unknown): Promise<string> {
  const { CliFault, cliLanguage, sayCli } = await import('./house/cli-words.ts');
  const { SupervisorError } = await import('../server/platform/database/supervisor-error.ts');
  const { sayPlatform } = await import('../server/platform/database/platform-words.ts');
  if (error instanceof CliFault) return error.message;
  if (error instanceof SupervisorError) return sayPlatform(error.code, error.facts, cliLanguage);
  const detail = error instanceof Error ? error.message : String(error);
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === '53100') return sayCli('cli.diskFull', { detail });
  if (process.env.GUATU_TRACE && error instanceof Error) return error.stack ?? detail;
  return sayCli('cli.failed', { detail });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(await explain(error));
  process.exit(1);
}

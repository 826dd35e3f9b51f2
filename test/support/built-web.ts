import { buildWeb } from '../../src/cli/house/build-web.ts';

/** The pages that browser tests open are built from today's sources, once per run. */
export async function setup(): Promise<void> {
  await buildWeb((line) => console.log(line));
}

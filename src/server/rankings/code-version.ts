import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};

/** Name and version of this program, as frozen with every ranking: `guatu 0.1.0`. */
export const codeVersion = `${manifest.name} ${manifest.version}`;

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Where the command line takes a password from. */
export interface PasswordInput {
  /** Everything on standard input, without its last line end. */
  readAll(): Promise<string>;
  /** A question at the terminal whose answer is not shown; null where there is no terminal. */
  readonly ask: ((question: string) => Promise<string>) | null;
}

/** The real terminal. */
export function terminalInput(): PasswordInput {
  return {
    readAll: async () => (await text(process.stdin)).replace(/\r?\n$/, ''),
    ask: process.stdin.isTTY ? askHidden : null,
  };
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  // readline echoes to its output, so it gets one that swallows everything
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

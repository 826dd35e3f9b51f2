import { afterEach, beforeEach, vi } from 'vitest';

/** What a command of the tests of one file printed since the test began, and the exit code it left. */
export interface Printed {
  out: string;
  err: string;
  readonly exitCode: number;
}

/** Catches the output of every test of the file; the run's own exit code stays as it was. */
export function catchPrinted(): Printed {
  const printed = {
    out: '',
    err: '',
    get exitCode() {
      return Number(process.exitCode ?? 0);
    },
  };
  let exitCodeBefore: typeof process.exitCode;
  beforeEach(() => {
    printed.out = '';
    printed.err = '';
    exitCodeBefore = process.exitCode;
    process.exitCode = undefined;
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.out += text;
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.err += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = exitCodeBefore;
  });
  return printed;
}

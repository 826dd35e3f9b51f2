import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the installed program. */
export const programDirectory = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the built pages lie. */
export const webDirectory = path.join(programDirectory, 'dist', 'web');

/** Folder of one house's data: `GUATU_DATA`, else `data/` of the program; the demo keeps apart from cities. */
export function dataDirectory(house: 'city' | 'demo'): string {
  return path.resolve(process.env.GUATU_DATA ?? path.join(programDirectory, 'data'), house);
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the project as the architecture tests see it. `name` is relative to the root, with slashes. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly isTest: boolean;
}

/** Code below the given folders: TypeScript only, sorted by name. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const absolute = path.join(entry.parentPath, entry.name);
      const name = path.relative(root, absolute).replaceAll(path.sep, '/');
      return { name, text: readFileSync(absolute, 'utf8'), isTest: /\.test\.tsx?$/.test(name) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An import, static or dynamic, of types too. `target` is a file of the project or a package. */
export interface ImportOf {
  readonly file: string;
  readonly isTest: boolean;
  readonly target: string;
  readonly isOwn: boolean;
}

/** What a file imports, read by the compiler's own scanner. */
export function importsOf(file: SourceFile): ImportOf[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => {
    const isOwn = fileName.startsWith('.');
    const target = isOwn ? path.posix.join(path.posix.dirname(file.name), fileName) : packageOf(fileName);
    return { file: file.name, isTest: file.isTest, target, isOwn };
  });
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

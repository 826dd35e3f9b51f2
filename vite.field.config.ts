import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('src/field/', import.meta.url));
const target = fileURLToPath(new URL('dist/field/', import.meta.url));

/** Builds the service worker last, with the names of all files that the app needs to open offline. */
function serviceWorker(): Plugin {
  return {
    name: 'field-service-worker',
    async closeBundle() {
      const names = (await readdir(target, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(target, path.join(entry.parentPath, entry.name)))
        .filter((name) => name !== 'index.html' && !/\.(br|gz)$/.test(name))
        .sort();
      const hash = createHash('sha256').update(await readFile(path.join(target, 'index.html')));
      for (const name of names) hash.update(name).update(await readFile(path.join(target, name)));
      await build({
        configFile: false,
        logLevel: 'error',
        define: {
          __FIELD_FILES__: JSON.stringify(names.map((name) => `/field/${name}`)),
          __FIELD_BUILD__: JSON.stringify(hash.digest('hex').slice(0, 12)),
        },
        build: {
          outDir: target,
          emptyOutDir: false,
          target: 'es2022',
          lib: {
            entry: path.join(root, 'service-worker.ts'),
            formats: ['es'],
            fileName: () => 'service-worker.js',
          },
        },
      });
    },
  };
}

// The phone app: small, one page, opens without a network.
export default defineConfig({
  root,
  base: '/field/',
  plugins: [react(), serviceWorker()],
  build: { outDir: target, emptyOutDir: true, target: 'es2022', assetsDir: 'assets' },
});

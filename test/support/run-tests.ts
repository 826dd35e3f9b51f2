import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.ts';

/**
 * `npm test`: sees to a browser and Chinese fonts, runs every test and ends with the line
 * `N passed, N failed`. Parameters go to vitest (`npm test -- --project unit`).
 */
const root = fileURLToPath(new URL('../../', import.meta.url));

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

async function main(): Promise<number> {
  const parameters = process.argv.slice(2);
  const missing = needsBrowser(parameters) ? prepareBrowser() : [];
  if (missing.length > 0) {
    for (const line of missing) console.error(line);
    console.log('0 passed, 1 failed');
    return 1;
  }
  const folder = await makeTemporaryFolder('report');
  try {
    const report = path.join(folder, 'report.json');
    const code = await runVitest(parameters, report);
    const totals = await readTotals(report);
    // A failure outside any test (set-up, an error nobody caught) must not print as "0 failed".
    if (code !== 0 && totals.failed === 0) totals.failed = 1;
    const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
    console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
    return totals.failed > 0 ? 1 : code;
  } finally {
    await removeTemporaryFolder(folder);
  }
}

/** Only a run that names other projects does without. */
function needsBrowser(parameters: readonly string[]): boolean {
  const projects = parameters.flatMap((parameter, index) => {
    if (parameter.startsWith('--project=')) return [parameter.slice('--project='.length)];
    return parameter === '--project' ? [parameters[index + 1] ?? ''] : [];
  });
  return projects.length === 0 || projects.some((project) => !['unit', 'http'].includes(project));
}

/** @returns what the reader must do, nothing when browser and fonts are there. */
function prepareBrowser(): string[] {
  const packages = [...(findChromium() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (packages.length === 0) return [];
  if (process.env.CHROMIUM_PATH && !findChromium()) {
    return [
      `CHROMIUM_PATH (${process.env.CHROMIUM_PATH}) 不是可执行文件。 It is no program that can be run.`,
    ];
  }
  const debian = existsSync('/usr/bin/apt-get');
  if (debian && process.getuid?.() === 0) {
    console.error(
      `浏览器测试需要 ${packages.join('、')}，正在安装…… Installing ${packages.join(', ')} for the browser tests.`,
    );
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      ...quiet,
      env: environment,
    });
    if (findChromium() && hasChineseFont()) return [];
  }
  return explainMissing(packages, debian);
}

function explainMissing(packages: readonly string[], debian: boolean): string[] {
  const lines = [`浏览器测试缺少 ${packages.join('、')}。 The browser tests need: ${packages.join(', ')}.`];
  if (debian) {
    lines.push(`请执行 Please run: sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`);
  } else {
    lines.push(
      '请安装 Chromium 或 Chrome 以及一种中文字体（如 Noto Sans CJK），或用 CHROMIUM_PATH 指明浏览器的位置。',
      'Please install Chromium or Chrome and a Chinese font (such as Noto Sans CJK), or name the browser in CHROMIUM_PATH.',
    );
  }
  lines.push('只跑其他测试 To run only the other tests: npm test -- --project unit --project http');
  return lines;
}

/** macOS and Windows bring Chinese fonts; elsewhere fontconfig knows. */
function hasChineseFont(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return execFileSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
  }
}

function runVitest(parameters: readonly string[], report: string): Promise<number> {
  const vitest = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
    'vitest.mjs',
  );
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...parameters], {
    cwd: root,
    stdio: 'inherit',
  });
  // vitest hears Ctrl-C itself and tidies up; this process waits for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function readTotals(report: string): Promise<Totals> {
  try {
    const summary = JSON.parse(await readFile(report, 'utf8')) as Record<string, number>;
    return {
      passed: summary.numPassedTests ?? 0,
      failed: (summary.numFailedTests ?? 0) || (summary.numFailedTestSuites ? 1 : 0),
      skipped: (summary.numPendingTests ?? 0) + (summary.numTodoTests ?? 0),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

process.exitCode = await main();

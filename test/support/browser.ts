import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject, type TestContext } from 'vitest';
import { chromiumArguments, findChromium } from './find-chromium.ts';
import { openTestHouse, type TestHouse, testPassword } from './test-city.ts';

const screenshots = new URL('../browser/screenshots/', import.meta.url);

/** A phone of 390 × 844 that knows where it stands, or the screen of an office. */
export type Device = 'phone' | 'desk';

/** A served house and one browser; every page it opens is watched. */
export interface TestBrowser {
  readonly house: TestHouse;
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  /** A page in a browser context of its own, as if on another device; nothing is loaded yet. */
  open(device?: Device, position?: { lon: number; lat: number }): Promise<Page>;
  /** A page on which this person has signed in through the sign-in page. */
  signIn(login: string, device?: Device, position?: { lon: number; lat: number }): Promise<Page>;
  /**
   * Call in `afterEach`: keeps a screenshot of each page of a failed test, closes all pages, and throws
   * where a page had an error, broke the content policy or asked another server for anything.
   */
  settle(context: Pick<TestContext, 'task'>): Promise<void>;
  close(): Promise<void>;
}

/** Serves the built pages over a house of its own, whose clock is the real one, and starts a browser. */
export async function openTestBrowser(): Promise<TestBrowser> {
  const house = await openTestHouse({ webDirectory: inject('builtWeb'), clock: () => new Date() });
  const address = await house.app.fastify.listen({ host: '127.0.0.1', port: 0 });
  const browser = await launch();
  const faults: string[] = [];
  const contexts = new Map<BrowserContext, Page>();

  async function open(device: Device = 'desk', position?: { lon: number; lat: number }): Promise<Page> {
    const context = await browser.newContext({
      baseURL: address,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      acceptDownloads: true,
      ...(device === 'phone'
        ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
        : { viewport: { width: 1440, height: 900 } }),
      ...(position && {
        permissions: ['geolocation'],
        geolocation: { longitude: position.lon, latitude: position.lat, accuracy: 8 },
      }),
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    contexts.set(context, page);
    watch(page, address, faults);
    return page;
  }

  return {
    house,
    address,
    open,
    async signIn(login, device, position) {
      const page = await open(device, position);
      await page.goto('/');
      await page.getByLabel('账号').fill(login);
      await page.getByLabel('密码').fill(testPassword);
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('button', { name: `样本${login}` }).waitFor();
      return page;
    },
    async settle({ task }) {
      const failed = task.result?.state === 'fail';
      for (const [index, [context, page]] of [...contexts].entries()) {
        if (failed) await keepScreenshot(page, `${task.name} ${index + 1}`);
        await context.close();
      }
      contexts.clear();
      const found = faults.splice(0);
      if (found.length > 0) throw new Error(`the pages had faults:\n${found.join('\n')}`);
    },
    async close() {
      await browser.close();
      await house.close();
    },
  };
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium or Chrome was found; set CHROMIUM_PATH');
  // without a graphics card maps are drawn by the processor; each launch gets a new profile folder
  const more = ['--disable-background-networking', '--enable-unsafe-swiftshader'];
  return chromium.launch({ executablePath, args: [...chromiumArguments, ...more] });
}

/** Refusals are answers, not faults: the browser reports each as a resource that failed to load. */
const refusal = /^Failed to load resource: the server responded with a status of 4\d\d/;

function watch(page: Page, address: string, faults: string[]): void {
  const note = (kind: string, text: string) => faults.push(`${kind} at ${page.url()}: ${text}`);
  page.on('pageerror', (error) => note('error', error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const isRefusal = refusal.test(message.text()) && message.location().url.startsWith(`${address}/api/`);
    // a test that cuts the network expects requests to fail
    const isCut = message.text().includes('net::ERR_INTERNET_DISCONNECTED');
    if (!isRefusal && !isCut) note('console', message.text());
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== address) note('foreign', request.url());
  });
}

async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100)}.png`;
  await page.screenshot({ path: path.join(screenshots.pathname, file), timeout: 10_000 });
}

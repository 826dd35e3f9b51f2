import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../support/ledger-city.ts';
import { takePhoto } from '../support/synthetic-photo.ts';

let browser: TestBrowser;
let ledger: LedgerCity;
let problemId: string;

beforeAll(async () => {
  browser = await openTestBrowser();
  ledger = await buildLedgerCity(browser.house);
  const finding = await takePhoto({ place: 12, littered: true });
  const raised = await ledger.raise({ photos: [await send('office', finding)], reason: null });
  problemId = raised.body.id;
  await ledger.move('liaison', problemId, 'assign', { personId: ledger.people.grid.id });
  // the cheat: the finding itself, brightened, as the fix
  const fake = await sharp(finding).modulate({ brightness: 1.2 }).jpeg({ quality: 75 }).toBuffer();
  await ledger.move('grid', problemId, 'claim-fixed', { photos: [await send('grid', fake)], reason: null });
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

async function send(person: LedgerPerson, bytes: Buffer) {
  const client = await ledger.client(person);
  const { body } = await client.upload('/api/photos', { name: 'p.jpg', type: 'image/jpeg', bytes });
  return { sha256: body.sha256, deviceTakenAt: null, lon: 113.2402, lat: 35.21, accuracyM: 8 };
}

function transformsOf(page: Page): Promise<string[]> {
  return page
    .locator('.compare-pane img')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).style.transform));
}

it('shows a verifier what to look at, and lays the twin beside it under one glass', async () => {
  const page = await browser.signIn('verifier');
  await page.goto(`/ledger/${problemId}`);
  await page.getByText('重点看').first().waitFor();
  const fixes = page.locator('figure').filter({ hasText: '重点看' });
  await fixes.getByRole('button', { name: '查看照片提示' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('几乎完全相同').waitFor();
  await dialog.getByText('没有拍摄时间').waitFor();
  // the hash of the original stands there whole
  await expect.poll(() => dialog.locator('code').innerText()).toMatch(/^[0-9a-f]{64}$/);
  await dialog.getByRole('button', { name: /^对照查看/ }).click();
  const glass = dialog.locator('.compare');
  await glass.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => transformsOf(page)).toEqual(Array(2).fill('scale(1.5) translate(-6.66667%, 0%)'));
  await page.keyboard.press('s');
  await dialog.getByRole('slider', { name: '分界线位置' }).fill('30');
  await expect.poll(() => page.locator('.compare-line').getAttribute('style')).toContain('30%');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

it('compares before and after on a phone, nothing wider than the screen', async () => {
  const page = await browser.signIn('verifier', 'phone');
  await page.goto(`/ledger/${problemId}`);
  await page.getByRole('button', { name: '对照查看' }).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.locator('.compare-pane').count()).toBe(2);
  const [upper, lower] = await dialog
    .locator('.compare-pane')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(lower).toBeGreaterThan(upper ?? 0);
  await dialog.getByText('滑动对比').click();
  await expect.poll(() => dialog.locator('.compare-pane').count()).toBe(1);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
});

it('shows the unit its facts and no hints', async () => {
  const page = await browser.signIn('grid');
  await page.goto(`/ledger/${problemId}`);
  await page.getByRole('button', { name: '照片信息与原图' }).first().click();
  await page.getByRole('dialog').getByText('原文件 SHA-256').waitFor();
  expect(await page.getByText('重点看').count()).toBe(0);
});

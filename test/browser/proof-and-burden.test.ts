import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import { buildLedgerCity, type LedgerCity } from '../support/ledger-city.ts';

let browser: TestBrowser;
let ledger: LedgerCity;

beforeAll(async () => {
  browser = await openTestBrowser();
  ledger = await buildLedgerCity(browser.house);
  await ledger.raise();
  await browser.house.runPeriodic('proof.writeHeads');
  await browser.house.runPeriodic('proof.selfCheck');
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

it.each(['desk', 'phone'] as const)('shows proof and burden without barriers at the %s', async (device) => {
  const page = await browser.signIn('office', device);
  await openPage(page, '/proof');
  const line = (await page.locator('.proof-line').first().textContent()) ?? '';
  expect(line).toContain('"format":"guatu-tree-head/1"');
  await expect.poll(() => page.getByText('全部相符').count()).toBe(1);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await openPage(page, '/burden?role=gridWorker');
  await expect.poll(() => page.getByText('报告整改完成').count()).toBe(1);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

it('times a form from its opening to the yes of the server, without a name', async () => {
  const page = await browser.signIn('office');
  await openPage(page, '/ledger');
  await page.getByRole('button', { name: '上报问题' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('没有点位时写明地点').fill('东门口');
  await dialog.getByLabel('问题类别').click();
  await page.locator('.ant-select-item-option').first().click();
  await dialog.getByLabel('问题名称').fill('墙角有垃圾');
  await dialog.getByLabel(/没有照片时说明原因/).fill('现场无人，没有照片');
  await dialog.getByRole('button', { name: '上报' }).click();
  const timings = () =>
    ledger.city.write((tx) => tx.selectFrom('form_timing').select(['form', 'role', 'count']).execute());
  await expect.poll(timings).toEqual([{ form: 'problems.raise', role: 'campaignOffice', count: 1 }]);
});

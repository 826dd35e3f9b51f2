import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import { buildLedgerCity, type LedgerCity } from '../support/ledger-city.ts';

let browser: TestBrowser;
let ledger: LedgerCity;

beforeAll(async () => {
  browser = await openTestBrowser();
  ledger = await buildLedgerCity(browser.house);
  await ledger.dispatched();
  await ledger.assigned();
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

async function expectNoBarriers(page: Awaited<ReturnType<TestBrowser['open']>>): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, html: nodes[0]?.html }))).toEqual([]);
}

it('exports what the ledger page shows, with its progress, and hands the file over', async () => {
  const page = await browser.signIn('office');
  await page.goto('/ledger?states=assigned');
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  await page.getByRole('heading', { level: 1, name: '台账文件' }).waitFor();
  await page.getByText('排队中').waitFor();
  await browser.house.runJobs();
  await page.getByText('可下载').waitFor();
  await page.getByText('状态: 已派人').waitFor();
  await page.getByText('1 / 1 行').waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  expect(text.split('\r\n')[1]).toContain('绿地有垃圾');
  await expectNoBarriers(page);
});

it('leads a ledger in: columns, meanings of words, check, apply; again it changes nothing', async () => {
  const page = await browser.signIn('office', 'desk');
  const file = {
    name: '区创建办台账.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      '序号,点位名称,存在问题,责任单位,完成情况\n1,东方红小区,楼道堆物,一街办,正在整改\n2,东方红小区,飞线充电,城管局,弄完了\n',
    ),
  };
  await page.goto('/ledger-files');
  await page.getByRole('button', { name: '导入台账' }).click();
  await page.getByRole('heading', { level: 1, name: '导入台账' }).waitFor();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText(/2 行：新入账 0 件/).waitFor();
  await page.getByLabel('没有写类别的问题归入').fill('暴露');
  await page.keyboard.press('Enter');
  await page.getByLabel('含义 完成情况').fill('状态');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '重新核对' }).click();
  await page.getByText(/错误 2 处/).waitFor();
  await page.getByLabel('选定含义 一街办').click();
  await page.getByTitle('一街道').click();
  await page.getByLabel('选定含义 弄完了').click();
  await page.getByTitle('待核查').click();
  await page.getByRole('button', { name: '重新核对' }).click();
  await page.getByText('没有错误，可以导入。').waitFor();
  await expectNoBarriers(page);
  await page.getByRole('button', { name: '导入 2 件' }).click();
  await page.getByText('已导入 2 件问题。').waitFor();
  await page.getByRole('button', { name: '换一个文件' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText(/由样本office导入，再次导入不会有任何变化/).waitFor();
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByText('区创建办台账.csv').waitFor();
});

it('shows both pages on a phone', async () => {
  const page = await browser.signIn('office', 'phone');
  for (const path of ['/ledger-files', '/ledger-files/import']) {
    await page.goto(path);
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(390);
  }
});

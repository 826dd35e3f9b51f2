import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import { bodyOf, buildCampaignCity, type CampaignCity } from '../support/campaign-city.ts';

let browser: TestBrowser;
let city: CampaignCity;
let problemId: string;

beforeAll(async () => {
  browser = await openTestBrowser();
  city = await buildCampaignCity(browser.house);
  await city.publishStandard();
  const [first] = await city.registerYards();
  const office = await city.client('office');
  const { categories } = await bodyOf(office.get('/api/standards/reference'));
  problemId = uuid();
  await bodyOf(
    office.post('/api/problems', {
      id: problemId,
      siteId: first,
      placeText: '',
      lon: null,
      lat: null,
      categoryKey: categories[0].key,
      severity: 'high',
      title: '消防通道被堵',
      description: '',
      sourceKind: 'meeting',
      photos: [],
      reason: '督导组会上口头反馈',
    }),
  );
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

async function barriers(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`));
}

describe('a sweep in the browser', () => {
  it('is suggested beside the grave problem and begins with what the house knows', async () => {
    const page = await browser.signIn('office');
    await page.goto('/sweeps');
    await page.getByText('严重问题尚未举一反三（1）').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.goto(`/ledger/${problemId}`);
    await page.getByText('这是严重问题，尚未举一反三').waitFor();
    await page.getByRole('button', { name: '为此问题发起举一反三' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('将列入 1 处点位，由 1 个单位排查。').waitFor();
    expect(await dialog.getByLabel('查什么').inputValue()).toBe('消防通道被堵');
    await dialog.getByRole('button', { name: '发起举一反三' }).click();
    await page.getByText('举一反三尚未完成，暂不能销号。').waitFor();
    await page.getByText('已查 0/1：没有 0，发现 0').waitFor();
  });

  it('is answered on the phone by the people of the site', async () => {
    const page = await browser.signIn('liaison', 'phone');
    await page.goto('/sweeps?tab=mine');
    await page.getByText('1 处等您去看').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '填写结果' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('发现此问题').click();
    await dialog.getByLabel('情况说明（没有照片时必填）').fill('通道里停着两辆报废车');
    await dialog.getByRole('button', { name: '提交结果' }).click();
    await page.getByText('没有等您排查的点位').waitFor();
  });

  it('shows what was found, and ends with its cause', async () => {
    const page = await browser.signIn('office');
    await page.goto('/sweeps');
    await page
      .getByRole('link', { name: /消防通道被堵/ })
      .last()
      .click();
    await page.getByText('已查 1/1：没有 0，发现 1').first().waitFor();
    await page.getByText('通道里停着两辆报废车').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '结束并写明根因' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('习惯使然，管理跟不上').click();
    await dialog.getByLabel('根因说明').fill('楼院没有人管停车');
    await dialog.getByRole('button', { name: '结束并写明根因' }).click();
    await page.getByText('已完成').first().waitFor();
    await page.goto('/sweeps?tab=causes');
    await page.getByText('楼院没有人管停车').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.goto('/sweeps?tab=common');
    await page.getByRole('button', { name: '共性标准' }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});

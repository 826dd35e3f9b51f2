import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import {
  bodyOf,
  buildCampaignCity,
  type CampaignCity,
  picture,
  streetScheme,
  yardPosition,
} from '../support/campaign-city.ts';
import { docxText } from '../support/docx-text.ts';
import { readSpeeches } from '../support/speeches.ts';
import type { TestClient } from '../support/test-city.ts';

let browser: TestBrowser;
let story: CampaignCity;
let office: TestClient;
let roundId: string;

// standard, register and round are there; the other streets were inspected
beforeAll(async () => {
  browser = await openTestBrowser();
  story = await buildCampaignCity(browser.house);
  office = await story.client('office');
  await story.publishStandard();
  await story.registerYards();
  const round = await story.openRound();
  roundId = round.id;
  const defects: Record<string, Record<string, number>> = { 'YARD-M1': { 'YARD-04': 1 }, 'YARD-R1': {} };
  for (const { id, site } of round.visits) {
    const found = defects[site.code];
    if (found) await story.inspect(id, found);
  }
  await bodyOf(office.post('/api/schemes', streetScheme(story)));
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

async function addPhoto(input: Locator): Promise<void> {
  await input.setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await picture() });
}

const press = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true }).click();

async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click();
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option })
    .first()
    .click();
}

it('is inspected on the phone; a hasty double press enters one inspection', async () => {
  const phone = await browser.signIn('inspector', 'phone', yardPosition);
  await phone.goto('/visits');
  await phone.getByRole('link', { name: '东方红街 12 号院' }).click();
  for (let item = 1; item <= 12; item += 1) {
    const code = `YARD-${String(item).padStart(2, '0')}`;
    if (code === 'YARD-03') {
      await press(phone, '加一处');
      await press(phone, '加一处');
      await addPhoto(phone.locator('input[data-photo=camera]'));
      await phone.getByAltText('第 1 张照片').waitFor();
      await press(phone, '下一项');
    } else {
      // eleven items count defects, the last has three levels
      await phone.getByRole('button', { name: item === 12 ? /^达标/ : /没有问题/ }).click();
    }
  }
  await phone.getByText('已定位').waitFor();
  await phone.getByRole('button', { name: '提交检查' }).dblclick();
  await phone.getByRole('heading', { name: '“东方红街 12 号院”检查已提交' }).waitFor();
  await phone.getByText('已交办东方红街道办事处').waitFor();
  const round = await bodyOf(office.get(`/api/rounds/${roundId}`));
  expect(round).toMatchObject({ done: 3, problems: 2 });
});

it('is put right by a grid worker and struck off by a verifier, each on a phone', async () => {
  const desk = await browser.signIn('liaison');
  await desk.goto('/ledger');
  await desk.getByRole('row', { name: /无积存垃圾/ }).click();
  await press(desk, '派人');
  await choose(desk, desk.getByRole('combobox', { name: '责任人' }), '样本grid');
  await press(desk, '确定');
  await desk.getByRole('dialog').getByText('已派人').first().waitFor();

  const fixer = await browser.signIn('grid', 'phone', yardPosition);
  await fixer.goto('/ledger');
  await fixer.getByRole('button', { name: /无积存垃圾/ }).click();
  await press(fixer, '开始整改');
  await press(fixer, '确定');
  await press(fixer, '报告整改完成');
  await addPhoto(fixer.locator('form input[type=file]'));
  await fixer.locator('form img').waitFor();
  await press(fixer, '确定');
  await fixer.getByRole('dialog').getByText('待核查').first().waitFor();

  const verifier = await browser.signIn('verifier', 'phone', yardPosition);
  await verifier.goto('/ledger');
  await verifier.getByRole('button', { name: /无积存垃圾/ }).click();
  await press(verifier, '核查通过，销号');
  await addPhoto(verifier.locator('form input[type=file]'));
  await press(verifier, '附上本机位置');
  await verifier.getByText('已附位置').waitFor();
  await press(verifier, '确定');
  await verifier.getByRole('dialog').getByText('已销号').first().waitFor();
});

it('ends in a ranking that is published through dialogs, with flags in words and a bulletin', async () => {
  const desk = await browser.signIn('office');
  await desk.goto('/rankings');
  await press(desk, '计算排名');
  await choose(desk, desk.getByRole('combobox', { name: '督导轮次' }), '第一轮督导');
  await choose(desk, desk.getByRole('combobox', { name: '考评办法' }), '四城联创督导考评办法');
  await press(desk, '计算');
  await desk.getByRole('row', { name: /红旗.*定和街道办事处/ }).waitFor();
  await desk.getByRole('row', { name: /蓝旗.*东方红街道办事处/ }).waitFor();
  await press(desk, '公布');
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: '我已核对名次、授旗和文号' }).check();
  await press(dialog, '公布');
  await desk.getByText('已公布').first().waitFor();
  const waiting = desk.waitForEvent('download');
  await desk.getByRole('link', { name: '下载通报' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^焦城创指〔\d{4}〕1号\.docx$/);
  const words = await docxText(await readFile(await download.path()));
  expect(words).toContain('东方红街道办事处');
  expect(words).toContain('蓝旗');
});

it('is answered for: the head reads the speech in, names person and day, and confirms', async () => {
  const { traditional } = await readSpeeches();
  const first = traditional.slice(0, traditional.indexOf('某某', 10));
  const desk = await browser.signIn('head');
  await desk.goto('/pledges');
  await desk
    .getByRole('row', { name: /东方红街道办事处.*待表态.*蓝旗/ })
    .getByRole('link')
    .click();
  await press(desk, '填写表态');
  await desk.getByLabel('发言稿全文').fill(first);
  await press(desk, '读取');
  const commitments = desk.locator('.commitment-list > li');
  await commitments.first().waitFor();
  const count = await commitments.count();
  expect(count).toBeGreaterThan(3);
  for (let index = 0; index < count; index += 1) {
    const commitment = commitments.nth(index);
    await choose(desk, commitment.getByRole('combobox', { name: '责任人' }), '样本liaison');
    await commitment.getByLabel('期限').fill(`${new Date().getFullYear() + 1}-03-31`);
  }
  await press(desk, '保存为草稿');
  await press(desk, '确认表态');
  await press(desk.getByRole('dialog'), '确认表态');
  await desk.getByText('已确认').first().waitFor();
  expect(await desk.locator('.commitment-list').getByText('责任人：样本liaison').count()).toBe(count);
  await desk.goto('/units');
  await desk.getByText('东方红街道办事处').first().click();
  await desk.getByRole('tab', { name: '承诺' }).click();
  await desk.getByRole('tabpanel').getByText('样本liaison').first().waitFor();
  const promised = desk.getByRole('tabpanel').locator('tbody tr.ant-table-row');
  expect(await promised.count()).toBe(count);
});

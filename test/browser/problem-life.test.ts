import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import {
  bodyOf,
  buildCampaignCity,
  type CampaignCity,
  type CampaignPerson,
  picture,
  yardPosition,
} from '../support/campaign-city.ts';

/** Set to a folder, pictures of every step are kept there; the guide in docs was made so. */
const pictures = process.env.GUATU_PICTURES;

let browser: TestBrowser;
let story: CampaignCity;
let problemId: string;

beforeAll(async () => {
  browser = await openTestBrowser();
  story = await buildCampaignCity(browser.house);
  await story.publishStandard();
  await story.registerYards();
  const round = await story.openRound();
  const yard = round.visits.find(({ site }) => site.code === 'YARD-B1') ?? round.visits[0];
  if (!yard) throw new Error('the round has visits');
  const receipt = await story.inspect(yard.id, { 'YARD-03': 2 });
  problemId = receipt.problems[0]?.id ?? '';
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

/** The page of the problem as this person sees it. */
async function openProblem(person: CampaignPerson, device: 'desk' | 'phone' = 'desk'): Promise<Page> {
  const page = await browser.signIn(person, device, yardPosition);
  await page.goto(`/ledger/${problemId}`);
  await page.getByRole('heading', { name: '下一步' }).waitFor();
  return page;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Sends the form that is open and waits until the story has one entry more, with this heading. */
async function confirm(page: Page, told: string): Promise<void> {
  const entries = page.getByRole('region', { name: '办理经过' }).locator('strong');
  const before = await entries.count();
  await press(page, '确定');
  await expect.poll(() => entries.count()).toBe(before + 1);
  expect(await entries.last().textContent()).toBe(told);
}

async function pick(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).first().click();
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option })
    .first()
    .click();
}

async function addPhoto(page: Page, withPlace = false): Promise<void> {
  await page
    .locator('form input[type=file]')
    .first()
    .setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await picture() });
  await page.locator('form img').first().waitFor();
  if (!withPlace) return;
  await press(page, '附上本机位置');
  await page.getByText('已附位置').waitFor();
}

/** A day ahead, typed into a field with day and hour. */
async function setDay(page: Page, field: string, days: number): Promise<void> {
  const day = new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString();
  await page.getByLabel(field).fill(`${day.slice(0, 10)}T10:00`);
}

async function keep(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

it('is assigned by the unit, and its person says what he does and asks for more time', async () => {
  const liaison = await openProblem('liaison');
  await press(liaison, '派人');
  await pick(liaison, '责任人', '样本grid');
  await keep(liaison, '1-assign');
  await confirm(liaison, '派人');

  const grid = await openProblem('grid', 'phone');
  await press(grid, '开始整改');
  await confirm(grid, '开始整改');
  await press(grid, '填写措施与进展');
  await grid.getByLabel('整改措施').fill('增设垃圾收集点两处，安排专人每日清运');
  await grid.getByLabel('进展情况').fill('收集点已到货，今日安装');
  await keep(grid, '2-progress');
  await confirm(grid, '填写措施与进展');
  await press(grid, '申请延期');
  await setDay(grid, '延期至', 12);
  await grid.getByLabel(/^理由/).fill('收集点基座需要浇筑养护');
  await confirm(grid, '申请延期');
  await grid.getByText(/样本grid申请延期至/).waitFor();
});

it('gets more time from somebody above the unit only, and the old deadline stays in sight', async () => {
  const head = await openProblem('head');
  await head.getByText('不能批准本单位的事项').first().waitFor();
  const office = await openProblem('office');
  await press(office, '批准延期');
  await keep(office, '3-extension');
  await confirm(office, '批准延期');
  await office.getByText('最初期限').waitFor();
  await office.getByText(/延期 1 次/).waitFor();
});

it('is sent back once, comes again, and is struck off by somebody who had no part in it', async () => {
  const grid = await openProblem('grid', 'phone');
  await press(grid, '报告整改完成');
  await addPhoto(grid);
  await keep(grid, '4-claim');
  await confirm(grid, '报告整改完成');

  const verifier = await openProblem('verifier', 'phone');
  await press(verifier, '核查不通过，退回重改');
  await addPhoto(verifier, true);
  await verifier.getByLabel(/^理由/).fill('单元门口仍有垃圾堆放');
  await keep(verifier, '5-send-back');
  await confirm(verifier, '核查不通过，退回重改');

  const again = await openProblem('grid', 'phone');
  await press(again, '报告整改完成');
  await addPhoto(again);
  await confirm(again, '报告整改完成');

  const last = await openProblem('verifier');
  await press(last, '核查通过，销号');
  await addPhoto(last, true);
  await keep(last, '6-confirm');
  await confirm(last, '核查销号');
  await keep(last, '7-struck-off');
  const client = await story.client('office');
  const problem = await bodyOf(client.get(`/api/problems/${problemId}`));
  expect(problem).toMatchObject({ state: 'struck_off', reworkCount: 1, extensionCount: 1, chainHolds: true });
});

it('takes a duplicate along, whose link can be undone', async () => {
  const client = await story.client('office');
  const known = await bodyOf(client.get(`/api/problems/${problemId}`));
  const raise = (title: string) =>
    bodyOf(
      client.post('/api/problems', {
        id: crypto.randomUUID(),
        siteId: known.siteId,
        placeText: '',
        lon: null,
        lat: null,
        categoryKey: known.categoryKey,
        severity: 'normal',
        title,
        description: '',
        sourceKind: 'meeting',
        photos: [],
        reason: '会上口头交办，没有照片',
      }),
    );
  const main = await raise('南门垃圾桶满溢');
  const twin = await raise('小区南门垃圾外溢');
  problemId = twin.id;
  const office = await openProblem('office');
  await press(office, '并入重复问题');
  await office.getByRole('combobox', { name: '按编号或名称查找问题' }).fill(String(main.number));
  await office
    .locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '南门垃圾桶满溢' })
    .first()
    .click();
  await office.getByLabel(/^理由/).fill('同一处垃圾桶');
  await confirm(office, '并入重复问题');
  await office.getByText(new RegExp(`以主问题 ${main.number} 为准`)).waitFor();
  await keep(office, '8-duplicate');
  await press(office, '解除并案');
  await office.getByLabel(/^理由/).fill('实为两处垃圾桶');
  await confirm(office, '解除并案');
  expect((await bodyOf(client.get(`/api/problems/${twin.id}`))).state).toBe(twin.state);
});

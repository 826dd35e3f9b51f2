import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import {
  bodyOf,
  buildCampaignCity,
  type CampaignCity,
  picture,
  yardPosition,
} from '../support/campaign-city.ts';
import { testPassword } from '../support/test-city.ts';

let browser: TestBrowser;
let story: CampaignCity;

beforeAll(async () => {
  browser = await openTestBrowser();
  story = await buildCampaignCity(browser.house);
  await story.publishStandard();
  await story.registerYards();
  await story.openRound();
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

/** The phone app, signed in, with its packet and its service worker. */
async function openPhone(login: string): Promise<Page> {
  const phone = await browser.open('phone', yardPosition);
  await phone.goto('/field/');
  await phone.getByLabel('账号').fill(login);
  await phone.getByLabel('密码').fill(testPassword);
  await press(phone, '登录');
  await phone.getByText(/任务更新于/).waitFor();
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return phone;
}

async function addPhoto(phone: Page): Promise<void> {
  const camera = phone.getByTestId('camera');
  await camera.setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await picture() });
  await phone.getByRole('img', { name: '第 1 张照片' }).waitFor();
}

it('is filled in without a network, survives the app being killed, and arrives once with its photo', async () => {
  const phone = await openPhone('inspector');
  await phone.context().setOffline(true);
  await phone.reload();
  await phone.getByRole('link', { name: /东方红街 12 号院/ }).click();
  for (let item = 1; item <= 12; item += 1) {
    await phone.getByText(`YARD-${String(item).padStart(2, '0')}`).waitFor();
    if (item === 4) {
      await press(phone, '加一处');
      await addPhoto(phone);
      // killed in the middle: the draft and its photo are there again
      await phone.reload();
      await phone.getByRole('img', { name: '第 1 张照片' }).waitFor();
      // a mark is drawn on a copy; the original stays as it is
      await press(phone, '在第 1 张照片上标注');
      const paper = phone.getByLabel('用手指在照片上画');
      await paper.hover();
      await phone.mouse.down();
      await phone.mouse.move(200, 400, { steps: 4 });
      await phone.mouse.up();
      await press(phone, '保存标注');
      await phone.getByRole('img', { name: '第 2 张照片' }).waitFor();
      await press(phone, '下一项');
    } else {
      await press(phone, /^(✓ )?(没有问题|达标)$/);
    }
  }
  await phone.getByText('全部填完').waitFor();
  await phone.getByText(/已定位/).waitFor();
  await press(phone, '完成并发送');
  await phone.getByText(/1 项未发送/).waitFor();
  await phone.context().setOffline(false);
  await phone.getByText(/1 项未发送/).waitFor({ state: 'detached' });
  await phone.goto('/field/#/outbox');
  await phone.getByText('已收到（1）').waitFor();
  const client = await story.client('inspector');
  const { visits, done } = await bodyOf(client.get('/api/my/visits'));
  expect(done).toBe(1);
  const made = visits.find((visit: { inspection: unknown }) => visit.inspection !== null);
  const inspection = await bodyOf(client.get(`/api/inspections/${made.inspection.id}`));
  const photos = inspection.answers.flatMap((answer: { photos: unknown[] }) => answer.photos);
  expect(photos).toHaveLength(2);
  expect(photos).toContainEqual(expect.objectContaining({ lon: yardPosition.lon }));
  expect(made.inspection.problems).toBe(1);
});

it('lets the grid worker claim and the verifier confirm on the spot', async () => {
  const office = await story.client('office');
  const { rows } = await bodyOf(office.get('/api/problems?states=dispatched'));
  const [problem] = rows;
  await story.move('liaison', problem.id, 'assign', { personId: story.people.grid.id });
  const worker = await openPhone('grid');
  await worker.getByRole('link', { name: new RegExp(problem.title) }).click();
  await press(worker, '报告整改完成');
  await addPhoto(worker);
  await press(worker, '提交');
  await expect
    .poll(async () => (await bodyOf(office.get(`/api/problems/${problem.id}`))).state)
    .toBe('fix_claimed');
  const verifier = await openPhone('verifier');
  await verifier.context().setGeolocation(null);
  await verifier.getByRole('link', { name: new RegExp(problem.title) }).click();
  await press(verifier, '核查通过，销号');
  await addPhoto(verifier);
  // a photo without a place proves no visit; the position that comes late still counts
  await verifier.getByText(/照片还没有定位/).waitFor();
  await verifier.context().setGeolocation({ longitude: yardPosition.lon, latitude: yardPosition.lat });
  await press(verifier, '提交');
  await expect
    .poll(async () => (await bodyOf(office.get(`/api/problems/${problem.id}`))).state)
    .toBe('struck_off');
});

it('shows the next person nothing of the last, and asks before leaving with unsent work', async () => {
  const phone = await openPhone('inspector');
  await phone.context().setOffline(true);
  await phone.getByRole('link', { name: /号院/ }).first().click();
  await phone.getByText('YARD-01').waitFor();
  await phone.goto('/field/#/settings');
  phone.once('dialog', (dialog) => void dialog.accept());
  await press(phone, '退出登录');
  await phone.getByLabel('账号').waitFor();
  expect(await phone.evaluate(() => localStorage.getItem('guatu.field.person'))).toBe(null);
});

it('has no serious accessibility findings on any screen', async () => {
  const phone = await openPhone('inspector');
  for (const place of ['', 'map', 'outbox', 'settings']) {
    await phone.goto(`/field/#/${place}`);
    await phone.locator('main').waitFor();
    const { violations } = await new AxeBuilder({ page: phone }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  await phone.goto('/field/#/');
  await phone.getByRole('link', { name: /号院/ }).first().click();
  await phone.getByText('YARD-01').waitFor();
  const { violations } = await new AxeBuilder({ page: phone }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

it('keeps what was refused with everything in it, and leads back to the form', async () => {
  const { rows } = await bodyOf((await story.client('office')).get('/api/problems?sort=newest'));
  const [known] = rows;
  const raised = await bodyOf(
    (await story.client('office')).post('/api/problems', {
      id: crypto.randomUUID(),
      siteId: known.siteId,
      placeText: '',
      lon: null,
      lat: null,
      categoryKey: known.categoryKey,
      severity: 'normal',
      title: '门口有积水',
      description: '',
      sourceKind: 'meeting',
      photos: [],
      reason: '会上口头交办，没有照片',
    }),
  );
  await story.move('liaison', raised.id, 'assign', { personId: story.people.grid.id });
  const worker = await openPhone('grid');
  await worker.getByRole('link', { name: /门口有积水/ }).click();
  await press(worker, '报告整改完成');
  await addPhoto(worker);
  await worker.context().setOffline(true);
  await press(worker, '提交');
  // meanwhile the liaison does it for him
  const photos = [await story.photo('liaison')];
  await story.move('liaison', raised.id, 'claim-fixed', { photos, reason: null });
  await worker.context().setOffline(false);
  await worker.getByText(/1 项需要处理/).waitFor();
  await worker.goto('/field/#/outbox');
  await press(worker, '改正后再发');
  await worker.getByRole('heading', { name: /门口有积水/ }).waitFor();
  expect(await worker.evaluate(() => indexedDB.databases().then((all) => all.length))).toBe(1);
});

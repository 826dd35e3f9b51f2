import AxeBuilder from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inCity } from '../../src/server/platform/database/database.ts';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import { buildKnownCity } from '../support/known-city.ts';

let browser: TestBrowser;
let paths: readonly string[];

beforeAll(async () => {
  browser = await openTestBrowser();
  const { city } = await buildKnownCity(browser.house);
  paths = await inCity(browser.house.db, city.id, 'read', async (tx) => {
    const { id: round } = await tx.selectFrom('revisit_round').select('id').executeTakeFirstOrThrow();
    const { id: visit } = await tx.selectFrom('revisit').select('id').executeTakeFirstOrThrow();
    const { id: vacancy } = await tx.selectFrom('vacancy').select('id').executeTakeFirstOrThrow();
    return [
      '/revisits',
      `/revisits/rounds/${round}`,
      '/revisits/mine',
      `/revisits/visit/${visit}`,
      '/revisits/results',
      '/revisits/recurrence',
      '/vacancies',
      `/vacancies/${vacancy}`,
    ];
  });
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

describe('pages of revisits, recurrence and ownerless sites', () => {
  it('have no barriers and fit a phone', async () => {
    const page = await browser.signIn('almighty', 'phone');
    const faults: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      const { violations } = await new AxeBuilder({ page }).analyze();
      faults.push(...violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html ?? ''}`));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) faults.push(`${path} is ${over} px too wide`);
    }
    expect(faults).toEqual([]);
  });

  it('ask on the spot only what an answer needs', async () => {
    const page = await browser.signIn('almighty', 'phone');
    await page.goto(paths[3] ?? '');
    await page.getByText('无法复查').click();
    await expect.poll(() => page.getByText('添加照片').count()).toBe(0);
    await page.getByText('根本没有整改').click();
    await expect.poll(() => page.getByText('添加照片').count()).toBe(1);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('请写明原因').waitFor();
  });
});

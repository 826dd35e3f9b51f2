import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import {
  bodyOf,
  buildCampaignCity,
  type CampaignCity,
  type CampaignPerson,
  dayOf,
  streetScheme,
} from '../support/campaign-city.ts';

let browser: TestBrowser;
let city: CampaignCity;
/** Addresses of things that the city has. */
let places: Record<'problem' | 'visit' | 'inspection' | 'round' | 'ranking' | 'pledge' | 'scheme', string>;

// a city with one of everything: problems, a visit still to make, a published ranking, a pledge due
beforeAll(async () => {
  browser = await openTestBrowser();
  city = await buildCampaignCity(browser.house);
  const office = await city.client('office');
  await city.publishStandard();
  await city.registerYards();
  const round = await city.openRound();
  const visit = (code: string) => round.visits.find(({ site }) => site.code === code)?.id ?? '';
  const receipt = await city.inspect(visit('YARD-B1'), { 'YARD-03': 2, 'YARD-06': 1, 'YARD-10': 3 });
  await city.inspect(visit('YARD-M1'), { 'YARD-04': 1 });
  await city.inspect(visit('YARD-R1'), {});
  const scheme = streetScheme(city);
  await bodyOf(office.post('/api/schemes', scheme));
  const ranking = { id: uuid(), schemeId: scheme.id, roundId: round.id, title: '第一轮督导结果通报' };
  const period = { from: dayOf(browser.house, -7), to: dayOf(browser.house, 0) };
  await bodyOf(office.post('/api/rankings', { ...ranking, period }));
  await bodyOf(office.post(`/api/rankings/${ranking.id}/publish`, { version: 1, decisions: [] }));
  const { pledges } = await bodyOf(office.get('/api/pledges'));
  places = {
    problem: `/ledger/${receipt.problems[0]?.id}`,
    visit: `/visits/${visit('YARD-B2')}`,
    inspection: `/inspections/${receipt.id}`,
    round: `/rounds/${round.id}`,
    ranking: `/rankings/${ranking.id}`,
    pledge: `/pledges/${pledges[0].id}`,
    scheme: `/schemes/${scheme.id}`,
  };
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

/** Waits until the page has its heading and asks the server nothing more. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

describe('the navigation', () => {
  it.each<[CampaignPerson, number]>([
    ['office', 17],
    ['leader', 14],
    ['admin', 17],
    ['inspector', 11],
    ['verifier', 8],
    ['head', 14],
    ['liaison', 14],
    ['grid', 8],
  ])('opens every page it offers to %s', async (person, entries) => {
    const page = await browser.signIn(person);
    const menu = page.getByRole('navigation', { name: '主导航' }).getByRole('menuitem');
    expect(await menu.count()).toBe(entries);
    const headings: (string | null)[] = [];
    for (const entry of await menu.all()) {
      await entry.click();
      // the page before stays until the next one is loaded
      await expect.poll(() => page.locator('h1').textContent()).not.toBe(headings.at(-1));
      await settled(page);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.getByRole('alert').allTextContents()).toEqual([]);
      headings.push(await page.locator('h1').textContent());
    }
    expect(new Set(headings).size).toBe(entries);
  });

  it('is a drawer on the phone', async () => {
    const page = await browser.signIn('grid', 'phone');
    await page.getByRole('button', { name: '打开菜单' }).click();
    await page.getByRole('dialog').getByRole('menuitem', { name: '问题台账' }).click();
    await page.getByRole('heading', { level: 1, name: '问题台账' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

/** What would keep somebody with an aid out of the page, each with its place. */
async function barriers(page: Page): Promise<string[]> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).disableRules([]).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

describe('people with aids', () => {
  it('can sign in', async () => {
    const page = await browser.open();
    await page.goto('/');
    await page.getByLabel('账号').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('can use every page of the office', async () => {
    const page = await browser.signIn('office');
    const { visit: _visit, ...others } = places;
    const paths = ['/', '/ledger', '/rounds', '/sites', '/rankings', '/flags', '/pledges', '/standards'];
    const found: Record<string, string[]> = {};
    for (const path of [...paths, '/units', ...Object.values(others)]) {
      await page.goto(path);
      found[path] = await barriers(page);
    }
    expect(Object.values(found).flat(), JSON.stringify(found, null, 1)).toEqual([]);
  });

  it('can make a visit and read the ledger on the phone', async () => {
    const page = await browser.signIn('inspector', 'phone');
    for (const path of ['/visits', places.visit, '/ledger', places.problem]) {
      await page.goto(path);
      expect(await barriers(page), path).toEqual([]);
    }
  });
});

describe('the keyboard', () => {
  it('skips the navigation', async () => {
    const page = await browser.signIn('office');
    await page.goto('/ledger');
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  it('walks the ledger by keys, opens a problem and comes back to it', async () => {
    const page = await browser.signIn('office');
    await page.goto('/ledger');
    const rows = page.locator('tbody tr[data-row-key]');
    await rows.nth(3).waitFor();
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    const here = page.locator('tbody tr:focus-within');
    const second = await rows.nth(1).getAttribute('data-row-key');
    await expect.poll(() => here.getAttribute('data-row-key')).toBe(second);
    const title = await rows.nth(1).getByRole('link').textContent();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog');
    await sheet
      .getByText(title ?? '')
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => here.getAttribute('data-row-key')).toBe(second);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '键盘操作' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: '键盘操作' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await page.keyboard.type('jk');
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).value))
      .toBe('jk');
  });

  it('keeps a view, leads from a list to its rows, and prints them in the columns of paper', async () => {
    const page = await browser.signIn('office');
    await page.addInitScript(() => {
      window.print = () => {
        document.title = document.querySelector('.print-ledger')?.textContent ?? 'nothing';
        window.dispatchEvent(new Event('afterprint'));
      };
    });
    await page.goto('/ledger');
    const lists = page.getByRole('navigation', { name: '工作清单' });
    await lists.getByRole('link', { name: /已超期/ }).click();
    await expect.poll(() => page.url()).toContain('list=overdue');
    await page.getByRole('button', { name: '存为常用筛选' }).click();
    await page.getByLabel('名称', { exact: true }).fill('盯超期');
    await page.getByRole('button', { name: /保\s?存$/ }).click();
    await page.goto('/ledger');
    await page.getByRole('link', { name: '盯超期' }).click();
    await expect.poll(() => page.url()).toContain('list=overdue');
    await page.goto('/ledger');
    await page.getByRole('button', { name: /打\s?印/ }).click();
    await expect.poll(() => page.title()).toContain('牵头单位');
    await page.goto('/worst?of=units');
    await page.getByRole('table').getByRole('link').first().waitFor();
  });
});

describe('in English', () => {
  it('the desk and the ledger show no Chinese but that of the records', async () => {
    const page = await browser.signIn('office');
    let records = '';
    page.on('response', async (response) => {
      if (!/\/api\/(?!words)/.test(response.url())) return;
      // added only once it is there: answers come while others are waited for
      const text = await response.text().catch(() => '');
      records += text;
    });
    await page.getByRole('button', { name: '样本office' }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Desk' }).waitFor();
    for (const path of ['/', '/ledger']) {
      await page.goto(path);
      await page.locator('html[lang=en] h1').waitFor();
      await settled(page);
      const foreign = async () => {
        const runs = (await page.evaluate(wordsShown)).match(/\p{Script=Han}+/gu) ?? [];
        return runs.filter((run) => !records.includes(run));
      };
      await expect.poll(foreign, { message: path }).toEqual([]);
      expect(records).toMatch(/\p{Script=Han}/u);
    }
  });
});

/** Runs in the page: every word one can see or hear, one a line. */
function wordsShown(): string {
  const words = [document.title];
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      words.push(element.getAttribute(name) ?? '');
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) words.push(node.textContent ?? '');
    }
  }
  return words.join('\n');
}

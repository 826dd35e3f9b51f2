import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { lightMarks } from '../../src/client/map/site-light.tsx';
import { openTestBrowser, type TestBrowser } from '../support/browser.ts';
import { buildCampaignCity } from '../support/campaign-city.ts';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openTestBrowser();
  const city = await buildCampaignCity(browser.house);
  await city.publishStandard();
  await city.registerYards();
});
afterEach((context) => browser.settle(context));
afterAll(() => browser?.close());

it('draws the sites on a map that asks no other server, and the table holds the same number', async () => {
  const page = await browser.signIn('office');
  await page.goto('/sites?view=map');
  await page.getByText('地图上 4 处，共 4 处').waitFor();
  // the sites without problems stand in their colour on a quiet ground; a blank map has none of it
  await expect
    .poll(() => countPixels(page, lightMarks.clear.colour), { timeout: 20_000 })
    .toBeGreaterThan(20);
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByText('以表格查看').click();
  await expect.poll(() => page.locator('tbody tr[data-row-key]').count()).toBe(4);
  await page.getByText('点位 4 处').waitFor();
});

/** Pixels of exactly this colour on the picture of the map. */
async function countPixels(page: Page, colour: string): Promise<number> {
  const wanted = Number.parseInt(colour.slice(1), 16);
  const shot = await page.locator('.maplibregl-canvas').screenshot();
  const { data, info } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let at = 0; at < data.length; at += info.channels) if (data.readUIntBE(at, 3) === wanted) count += 1;
  return count;
}

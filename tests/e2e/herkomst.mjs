// On the page of a person: clicks on each field that is known, and looks what it leads to. Prints that as JSON.
// usage: node herkomst.mjs MODULES ORIGIN PRIVACY_CODE BSN
import { createRequire } from 'node:module';

const [modules, origin, code, bsn] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)('playwright-core');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const seen = { errors: [], fields: [] };

/** What stands there of the field that was clicked: its marked place, what it rests on, or that the rule itself says it. */
const told = (page) => page.evaluate(() => {
  const said = document.querySelector('#herkomst');
  if (!said) return 'nothing';
  const mark = document.querySelector('.monitor-inhoud mark');
  if (mark && mark.textContent.trim() && mark.checkVisibility()) return 'place';
  if (said.querySelector('.monitor-gronden li li')) return 'grounds';
  return [...said.querySelectorAll('dt')].some((term) => /^Regel/.test(term.textContent) && term.nextElementSibling.textContent.trim().includes(' ')) ? 'rule' : 'nothing';
});
/** Clicks, and waits for the answer that belongs to it. */
async function click(page, button, field) {
  const answer = page.waitForResponse((response) => response.url().endsWith('/herkomst'));
  await button.click();
  await answer;
  await page.waitForFunction((wanted) => document.querySelector('[role=alert]').textContent !== '' || document.querySelector('#herkomst dd')?.textContent === wanted, field, { timeout: 5000 }).catch(() => undefined);
}

try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL' })).newPage();
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  await page.goto(`${origin}/aanmelden#${code}`);
  await page.click('main button');
  await page.click('nav >> text=Persoon');
  await page.selectOption('#gemeente', '0518');
  await page.fill('#bsn', bsn);
  await page.fill('#reden', 'inzageverzoek 2026-12');
  await page.click('text=Uitwisselingen tonen');
  const rows = page.locator('main table').first().locator('tbody tr');
  await rows.first().waitFor();
  for (let nr = 0; nr < await rows.count(); nr += 1) {
    const [objecttype, field, value, , rule] = (await rows.nth(nr).locator('td').allTextContents()).map((text) => text.trim());
    const button = rows.nth(nr).locator('button');
    const one = { objecttype, field, value, rule, clicks: 1, how: 'nothing', followed: '' };
    seen.fields.push(one);
    if (await button.count() === 0) continue;
    await click(page, button, field);
    one.how = await told(page);
    const ground = page.locator('.monitor-gronden button').first();
    if (one.how !== 'grounds' || await ground.count() === 0) continue;
    one.clicks = 2;
    await click(page, ground, (await ground.textContent()).trim());
    one.followed = await told(page);
  }
} catch (error) {
  seen.failure = String(error.stack ?? error);
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));

// Drives the page on which a school hands in a file, in Chromium, with the school's certificate. Prints what was seen as JSON.
// usage: node upload_page.mjs MODULES ORIGIN CERT KEY BAD_FILE GOOD_FILE PICTURES
import { createRequire } from 'node:module';

const [modules, origin, cert, key, bad, good, pictures] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)('playwright-core');

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const seen = { errors: [] };
try {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, clientCertificates: [{ origin, certPath: cert, keyPath: key }] });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  await page.goto(`${origin}/taalschool/v1/aanleveren`);
  seen.title = await page.title();
  seen.before = await page.textContent('#samenvatting');

  // By keyboard alone: choose what it is, reach the file, have it judged.
  await page.focus('#resource');
  await page.keyboard.type('Aanwezigheid');
  seen.resource = await page.inputValue('#resource');
  seen.template = await page.getAttribute('#sjabloon', 'href');
  const order = [];
  for (let i = 0; i < 4; i += 1) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(() => document.activeElement.id));
  }
  seen.order = order;

  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('samenvatting').textContent.startsWith('Kies'));
  await page.setInputFiles('#bestand', bad);
  await page.focus('#nakijken');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#bevindingen:not([hidden])');
  seen.refused = await page.textContent('#samenvatting');
  seen.findings = await page.$$eval('#bevindingen tbody tr', (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  seen.focus = await page.evaluate(() => document.activeElement.id);
  seen.mayTakeBad = await page.isEnabled('#verwerken');
  await page.screenshot({ path: `${pictures}/aanleveren-afgekeurd.png`, fullPage: true });

  await page.setInputFiles('#bestand', good);
  seen.forgotten = await page.textContent('#samenvatting');
  await page.click('#nakijken');
  await page.waitForSelector('#samenvatting.goed');
  seen.judged = await page.textContent('#samenvatting');
  await page.focus('#verwerken');
  await page.keyboard.press('Space');
  await page.waitForFunction(() => document.getElementById('samenvatting').textContent.includes('verwerkt') && !document.getElementById('samenvatting').textContent.includes('nog niets'));
  seen.taken = await page.textContent('#samenvatting');
  await page.screenshot({ path: `${pictures}/aanleveren-verwerkt.png`, fullPage: true });

  // What a screen reader goes by.
  seen.unlabelled = await page.$$eval('input, select, button', (all) => all.filter((each) => !each.labels?.length && !each.textContent.trim()).length);
  seen.live = await page.getAttribute('#samenvatting', 'aria-live');
  seen.language = await page.getAttribute('html', 'lang');
  await page.goto(`${origin}/taalschool/v1/documentatie`);
  seen.chapters = await page.$$eval('h2', (all) => all.map((each) => each.textContent));
  await page.setViewportSize({ width: 380, height: 800 });
  await page.screenshot({ path: `${pictures}/documentatie-smal.png` });
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));

// Drives the monitor in Chromium: every page and every action, by mouse and by keyboard, in both languages, light and dark, and
// on a narrow screen; axe-core judges each. Prints what was seen as JSON.
// usage: node monitor.mjs MODULES ORIGIN BEHEERDER_CODE PRIVACY_CODE KIJKER_CODE TWEEDE_CODE DERDE_CODE BSN PICTURES
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [modules, origin, operatorCode, privacyCode, lookerCode, secondCode, thirdCode, bsn, pictures] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const seen = { errors: [], elsewhere: [], violations: [], addresses: [], wide: [], cut: [], beyond: [], weight: 0 };

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL', colorScheme: 'light', bypassCSP: false, ...options });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('request', (request) => {
    seen.addresses.push(request.url());
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) seen.elsewhere.push(request.url());
  });
  return page;
}
async function logIn(page, code) {
  await page.goto(`${origin}/aanmelden#${code}`);
  await page.click('main button');
  await page.waitForSelector('nav');
}
/** What does not fit: the page scrolls sideways, a text is cut off with nothing to tell the rest, the header takes more than a line,
 * or two texts run into each other. On the widths that operators have. */
const misfits = () => {
  const found = [];
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !element.closest('.monitor-onzichtbaar, .utrecht-skip-link, .monitor-grafiek');
  const what = (element) => `${element.tagName.toLowerCase()}${element.className ? '.' + element.className : ''} "${(element.textContent ?? '').trim().slice(0, 60)}"`;
  if (document.documentElement.scrollWidth > innerWidth) found.push(`scrolls sideways: ${document.documentElement.scrollWidth}`);
  const head = document.querySelector('.monitor-hoofd');
  const lines = new Set([...head.querySelectorAll('.monitor-naam, nav a, button')].filter(shown).map((each) => { const box = each.getBoundingClientRect(); return Math.round((box.top + box.bottom) / 2 / 12); }));
  if (lines.size > 1 || head.getBoundingClientRect().height > 60) found.push(`the header is of ${lines.size} lines, ${head.getBoundingClientRect().height} px`);
  for (const element of document.querySelectorAll('body *')) {
    if (!shown(element) || element.clientWidth === 0) continue;
    const style = getComputedStyle(element);
    const told = style.textOverflow === 'ellipsis' && element.closest('[title]');
    if (element.scrollWidth > element.clientWidth + 1 && !told) found.push(`cut off: ${what(element)} ${element.scrollWidth} > ${element.clientWidth}`);
    if (element.tagName === 'SELECT') {
      // As wide as what is chosen asks, its arrow included.
      const alone = element.cloneNode(false);
      const text = element.selectedOptions[0]?.text ?? '';
      alone.append(new Option(text));
      alone.style.cssText = 'position: absolute; inline-size: max-content; max-inline-size: none; min-inline-size: 0';
      element.after(alone);
      const asked = alone.offsetWidth;
      alone.remove();
      if (asked > element.offsetWidth) found.push(`cut off: select ${element.id} "${text}" ${asked} > ${element.offsetWidth}`);
    }
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let before = null;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    if (boxes.length === 0) continue;
    if (before && before.parent !== node.parentElement && !/\s$/.test(before.text) && !/^[\s.,:;)?!…]/.test(node.data) && !/[(“/.-]$/.test(before.text)) {
      const gap = boxes[0].left - before.box.right;
      if (Math.abs(boxes[0].top - before.box.top) < 8 && gap > -2 && gap < 2.5) found.push(`runs together: "${before.text.trim().slice(-25)}" and "${node.data.trim().slice(0, 25)}"`);
    }
    before = { box: boxes.at(-1), text: node.data, parent: node.parentElement };
  }
  return found;
};
async function fits(page, name) {
  const was = page.viewportSize();
  if (was.width < 1024) return;
  for (const width of [1280, 1024]) {
    await page.setViewportSize({ width, height: was.height });
    await page.waitForTimeout(120);
    for (const misfit of await page.evaluate(misfits)) seen.cut.push(`${name} ${width}: ${misfit}`);
  }
  // On a telephone nothing lies beyond the edge, a column of a table and a graph included.
  await page.setViewportSize({ width: 390, height: was.height });
  await page.waitForTimeout(200);
  for (const beyond of await page.evaluate(() => [...document.querySelectorAll('main td, main canvas, main .u-wrap')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth)
    .map((each) => `${each.tagName} ${each.dataset.kop ?? ''} ${Math.round(each.getBoundingClientRect().right)}`).slice(0, 3))) seen.beyond.push(`${name}: ${beyond}`);
  await page.setViewportSize(was);
}
async function judge(page, name) {
  await page.waitForTimeout(150);
  await fits(page, name);
  // axe goes in by the debugger, not by a script of the page: the policy stays as it is.
  await page.evaluate(axe);
  const report = await page.evaluate(async () => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  for (const violation of report.violations)
    seen.violations.push(`${name}: ${violation.id} ${violation.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')} ${violation.nodes[0].failureSummary ?? ''}`);
}
const picture = (page, name) => page.screenshot({ path: `${pictures}/monitor-${name}.png`, fullPage: true });
const status = (page, text) => page.waitForFunction((wanted) => [...document.querySelectorAll('[role=status]')].some((each) => each.textContent.includes(wanted)), text, { timeout: 10000 });
const heading = (page, text) => page.waitForFunction((wanted) => document.querySelector('h1')?.textContent.includes(wanted), text, { timeout: 10000 });
/** The menu behind one's name: language, colours, signing out. */
const menu = (page) => page.click('[aria-controls=wie]');
const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
const rows = (page) => page.$$eval('main table tbody tr', (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));

try {
  // Who comes without a link gets nothing but how to get one.
  const stranger = await open();
  await stranger.goto(`${origin}/berichten`);
  await heading(stranger, 'Aanmelden');
  seen.stranger = await stranger.textContent('main');
  await judge(stranger, 'aanmelden');
  await picture(stranger, 'aanmelden');
  await stranger.context().close();

  const page = await open();
  let weight = 0;
  page.on('response', async (response) => {
    const size = await response.request().sizes().catch(() => null);
    if (size && !response.url().includes('/beheer/')) weight += size.responseBodySize;
  });
  await logIn(page, operatorCode);
  await heading(page, 'Overzicht');
  await page.waitForSelector('.monitor-zorgen li');
  seen.concerns = await page.$$eval('.monitor-zorgen li', (all) => all.map((each) => each.textContent.trim().replace(/\s+/g, ' ')));
  await page.waitForSelector('canvas');
  seen.minutes = await page.$eval('main monitor-grafiek', (graph) => graph.punten.map((point) => point.slice(1).reduce((sum, each) => sum + each, 0)));
  seen.weight = weight;
  await judge(page, 'overzicht');
  await picture(page, 'overzicht');

  // Berichten: the first page, a filter in the address, a link of it works, one message opened.
  await page.click('nav >> text=Berichten');
  await heading(page, 'Berichten');
  await page.waitForSelector('main table');
  seen.focus = await page.evaluate(() => document.activeElement.id);
  // First one line a journey: what came, what it became, whom it reached; what failed stands out and says what to do.
  seen.journeys = await rows(page);
  seen.failed = await page.$$eval('main tr.mis, main tr.hapert', (all) => all.map((each) => each.textContent.trim().replace(/\s+/g, ' ')));
  await judge(page, 'reizen');
  await picture(page, 'reizen');
  await page.selectOption('#stand', 'mislukt');
  await press(page, 'Zoeken');
  await page.waitForFunction(() => location.search === '?stand=mislukt');
  await page.waitForFunction(() => [...document.querySelectorAll('main table tbody tr')].every((row) => row.classList.contains('mis')));
  seen.onlyFailed = (await rows(page)).length;
  await page.click('main tr.mis td:last-child a');
  await heading(page, 'Abonnement onbestelbaar');
  await page.goBack();
  await page.waitForFunction(() => location.search === '?stand=mislukt' && document.querySelector('main tr.mis'));
  await press(page, 'Wissen');
  await page.waitForFunction(() => location.search === '');
  // The other view is a click away, and the address knows which it is.
  await page.click('text=Eén regel per bericht');
  await page.waitForFunction(() => location.search === '?weergave=berichten' && document.querySelector('main th')?.nextElementSibling.textContent === 'Richting');
  seen.messages = (await rows(page)).length;
  await judge(page, 'berichten');
  await picture(page, 'berichten');
  await page.selectOption('#feed', 'duo');
  await page.fill('#soort', 'notificatie SS101');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.search.includes('soort'));
  await page.waitForFunction(() => location.search.includes('weergave=berichten') && document.querySelectorAll('main table tbody tr').length === 1);
  seen.search = await page.evaluate(() => location.search);
  await page.reload();
  await page.waitForSelector('main table');
  seen.afterReload = await rows(page);
  await page.click('main table a');
  await heading(page, 'notificatie SS101');
  await page.waitForSelector('.monitor-reis li');
  seen.journey = await page.$$eval('.monitor-reis li > p:first-child', (all) => all.map((each) => each.textContent.trim().replace(/\s+/g, ' ')));
  seen.steps = await page.textContent('.monitor-reis li');
  await judge(page, 'bericht');
  await picture(page, 'bericht');

  // Who may not read bodies is not shown the way to one.
  seen.bodyForOperator = await page.locator('text=Inhoud tonen').count();
  await page.goBack();
  await heading(page, 'Berichten');

  // A person is found without the number ever standing in an address.
  await press(page, 'Wissen');
  await page.click('text=Zoeken op persoon');
  await page.selectOption('#persoon-gemeente', '0518');
  await page.fill('#persoon-bsn', bsn);
  await page.keyboard.press('Enter');
  await status(page, 'alleen wat over deze persoon gaat');
  seen.ofPerson = (await rows(page)).length;

  // Live: what comes in appears by itself, among journeys as among messages.
  await page.click('text=Alle personen');
  await page.click('text=Eén regel per reis');
  await page.waitForFunction(() => location.search === '');
  // What the gateway did by itself stands there when one asks for it.
  await page.check('#eigen');
  await press(page, 'Zoeken');
  await page.waitForFunction(() => location.search === '?eigen=ja' && document.querySelector('main table tbody')?.textContent.includes('configuratie'));
  await press(page, 'Live volgen');
  await page.evaluate(() => fetch('/beheer/v1/abonnementen/stil/beginstand', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }));
  await page.waitForFunction(() => document.querySelector('main table tbody')?.textContent.includes('beginstand'), null, { timeout: 10000 });
  await press(page, 'Stop met volgen');
  await page.click('text=Eén regel per bericht');
  await page.waitForFunction(() => location.search === '?weergave=berichten');
  await press(page, 'Live volgen');
  const before = (await rows(page))[0][0];
  await page.evaluate(() => fetch('/beheer/v1/abonnementen/kvs-0518/pauzeren', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }));
  await page.waitForFunction(() => document.querySelector('main table tbody')?.textContent.includes('abonnement gepauzeerd'), null, { timeout: 10000 });
  seen.live = (await rows(page)).some((row) => row[3] === 'abonnement gepauzeerd');
  seen.liveBefore = before;
  await press(page, 'Stop met volgen');

  // Abonnementen: resume, test, dead letters again, replay.
  await page.click('nav >> text=Abonnementen');
  await heading(page, 'Abonnementen');
  await page.waitForSelector('main table');
  await judge(page, 'abonnementen');
  await picture(page, 'abonnementen');
  await page.click('main table a:text-is("kvs-0518")');
  await heading(page, 'kvs-0518');
  await press(page, 'Hervatten');
  await status(page, 'gaat verder');
  await press(page, 'Proefaflevering');
  await status(page, 'kwam aan');
  await press(page, 'Beginstand klaarzetten');
  await status(page, 'wordt klaargezet');
  await page.fill('#van', '2026-01-01T00:00');
  await press(page, 'Opnieuw klaarzetten');
  await status(page, 'opnieuw klaargezet');
  await page.waitForSelector('progress');
  await judge(page, 'abonnement');
  await picture(page, 'abonnement');
  await page.click('nav >> text=Abonnementen');
  await page.click('main table a:text-is("onbestelbaar")');
  await heading(page, 'onbestelbaar');
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('geweigerd'));
  await judge(page, 'abonnement-onbestelbaar');
  await picture(page, 'abonnement-onbestelbaar');
  await press(page, 'Alle opnieuw aanbieden');
  await status(page, 'wachten weer');
  await page.click('nav >> text=Abonnementen');
  await page.click('main table a:text-is("vast")');
  await heading(page, 'vast');
  await page.waitForSelector('button:has-text("Overslaan")');
  await page.click('button:has-text("Overslaan") >> nth=0');
  await status(page, 'ligt nu bij onbestelbaar');
  await press(page, 'Pauzeren');
  await status(page, 'is gepauzeerd');

  // Termijnen: what runs out, sorted another way, of one kind alone, as a file; and the log of that dossier.
  await page.click('nav >> text=Termijnen');
  await heading(page, 'Termijnen');
  await page.waitForFunction(() => document.querySelectorAll('main table').length === 2);
  const terms = () => page.$$eval('main table:last-of-type', (tables) => [...tables[tables.length - 1].tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  seen.terms = await terms();
  await press(page, 'Stand');
  await press(page, 'Stand');
  seen.sorted = await page.getAttribute('main th[aria-sort=descending]', 'aria-sort');
  seen.termsOtherwise = await terms();
  await judge(page, 'termijnen');
  await picture(page, 'termijnen');
  seen.file = await page.evaluate(async () => (await fetch(document.querySelector('main a[download]').href)).text());
  await page.selectOption('#stand', 'loopt');
  await page.waitForFunction(() => location.search === '?stand=loopt' && document.querySelectorAll('main table').length === 1);
  await page.selectOption('#stand', '');
  await page.waitForFunction(() => document.querySelectorAll('main table').length === 2);
  await page.click('main table a');
  await heading(page, 'Berichten');
  await page.waitForSelector('main table');

  // Synchronisatie: start, pause, resume, cancel.
  await page.click('nav >> text=Synchronisatie');
  await heading(page, 'Synchronisatie');
  await page.selectOption('#gemeente', '0518');
  await press(page, 'Nu synchroniseren');
  await status(page, 'is gestart');
  await page.waitForSelector('progress');
  await judge(page, 'synchronisatie');
  await picture(page, 'synchronisatie');
  await page.click('button:has-text("Pauzeren")');
  await status(page, 'is gepauzeerd');
  await page.click('button:has-text("Hervatten")');
  await status(page, 'gaat verder');
  await page.click('button:has-text("Annuleren")');
  await status(page, 'is geannuleerd');
  await page.waitForFunction(() => document.querySelector('main table tbody').textContent.includes('geannuleerd'));
  seen.runs = await rows(page);
  // Kerncijfers: counted while one waits, as tables and plots, to be printed and taken along.
  await page.click('nav >> text=Kerncijfers');
  await heading(page, 'Kerncijfers 0518');
  await page.waitForSelector('.monitor-kerncijfer');
  seen.figures = await page.$$eval('.monitor-kerncijfer', (all) => all.map((each) => ({ title: each.querySelector('h2').textContent.trim(), rows: [...each.querySelectorAll('tbody tr')].map((row) => [row.cells[0].textContent.trim(), row.cells[row.cells.length - 1].textContent.trim()]) })));
  await judge(page, 'kerncijfers');
  await picture(page, 'kerncijfers');
  await page.selectOption('#maanden', '6');
  await page.waitForFunction(() => document.querySelectorAll('.monitor-kerncijfer thead tr')[0].cells.length === 7);
  seen.csv = await page.evaluate(async () => (await fetch(document.querySelector('a[download]').href)).text());
  await page.emulateMedia({ media: 'print' });
  seen.figuresPrinted = [await page.isVisible('.monitor-formulier'), await page.isVisible('.monitor-kerncijfer table')];
  await picture(page, 'kerncijfers-afdruk');
  await page.emulateMedia({ media: 'screen' });

  await page.click('nav >> text=Ketenpartners');
  await heading(page, 'Ketenpartners');
  await page.waitForFunction(() => document.querySelectorAll('main table').length >= 3);
  seen.partners = await page.textContent('main');
  await judge(page, 'ketenpartners');
  await picture(page, 'ketenpartners');

  // A bad answer is told, not swallowed.
  await page.click('nav >> text=Berichten');
  await page.fill('#partij', 'x'.repeat(300));
  await press(page, 'Zoeken');
  await page.waitForFunction(() => document.querySelector('[role=alert]').textContent.includes('200 tekens'));
  await press(page, 'Wissen');

  // English, dark, narrow: each page once more.
  await menu(page);
  await page.click('text=English');
  await page.click('nav >> text=Overview');
  await page.waitForSelector('.monitor-zorgen li');
  seen.english = [await page.getAttribute('html', 'lang'), await page.textContent('h1'), await page.title()];
  await menu(page);
  await page.click('text=Dark');
  await page.keyboard.press('Escape');
  seen.menu = await page.evaluate(() => [document.activeElement.getAttribute('aria-controls'), document.querySelector('#wie').checkVisibility()]);
  await page.waitForTimeout(200);
  for (const path of ['overzicht', 'berichten', 'abonnementen', 'abonnementen/onbestelbaar', 'synchronisatie', 'termijnen', 'kerncijfers', 'ketenpartners']) {
    await page.goto(`${origin}/${path}`);
    await page.waitForSelector('main table');
    await judge(page, `${path} donker`);
    if (path === 'overzicht') await picture(page, 'overzicht-donker');
  }
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['overzicht', 'berichten', 'abonnementen', 'abonnementen/onbestelbaar', 'synchronisatie', 'termijnen', 'kerncijfers', 'ketenpartners']) {
    await page.goto(`${origin}/${path}`);
    await page.waitForSelector('main table');
    await page.waitForTimeout(200);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) seen.wide.push(`${path}: ${width}`);
    await judge(page, `${path} smal`);
    await picture(page, `${path.replace('/', '-')}-smal`);
  }

  // By keyboard alone: past the frame to the search form, search, and open the message that is found.
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${origin}/berichten`);
  await page.waitForSelector('main table');
  await page.keyboard.press('Tab');
  seen.skip = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  seen.first = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.type('SS101 is geen id');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('Nothing found'));
  await menu(page);
  await press(page, 'Sign out');
  await heading(page, 'Sign in');
  await page.context().close();

  // Privacy: a body for a reason, and everything about a person.
  const officer = await open();
  await logIn(officer, privacyCode);
  await officer.goto(`${origin}/berichten?soort=notificatie+SS101`);
  await officer.click('main table a');
  await heading(officer, 'notificatie SS101');
  await officer.fill('#reden', 'kort');
  await press(officer, 'Inhoud tonen');
  await officer.waitForFunction(() => document.querySelector('[role=alert]').textContent.includes('tien tekens'));
  await officer.fill('#reden', 'klacht 2026-114 over een gemiste brief');
  await press(officer, 'Inhoud tonen');
  await officer.waitForFunction(() => document.querySelector('[role=alert]').textContent.includes('vier ogen'));
  seen.alone = await officer.textContent('[role=alert]');
  await press(officer, 'Toestemming vragen');
  await status(officer, 'Gevraagd.');
  const asked = officer.url();
  await officer.click('nav >> text=Toestemmingen');
  await officer.waitForSelector('main table');
  seen.ownButtons = await officer.locator('main table button').count();
  await judge(officer, 'toestemmingen');
  // Four eyes: another allows it.
  const second = await open();
  await logIn(second, secondCode);
  await second.click('nav >> text=Toestemmingen');
  await second.waitForSelector('main table');
  await judge(second, 'toestemmingen van een ander');
  await picture(second, 'toestemmingen');
  await press(second, 'Toestaan wat F. Gegevens vroeg');
  await status(second, 'Toegestaan');
  await second.context().close();
  await officer.goto(asked);
  await heading(officer, 'notificatie SS101');
  await officer.fill('#reden', 'klacht 2026-114 over een gemiste brief');
  await press(officer, 'Inhoud tonen');
  await officer.waitForSelector('.monitor-inhoud');
  seen.body = JSON.parse(await officer.textContent('.monitor-inhoud')).gebeurtenisId;
  // Why does this field say that? One click on it.
  await press(officer, 'registratieDatumTijd');
  await officer.waitForSelector('#herkomst');
  seen.origin = await officer.textContent('#herkomst');
  seen.marked = await officer.$$eval('.monitor-inhoud mark', (all) => all.map((each) => each.textContent));
  await judge(officer, 'bericht met inhoud');
  await picture(officer, 'bericht-herkomst');
  await officer.click('nav >> text=Persoon');
  await heading(officer, 'Persoon');
  await officer.selectOption('#gemeente', '0518');
  await officer.fill('#bsn', bsn);
  await officer.fill('#reden', 'inzageverzoek 2026-12');
  await press(officer, 'Uitwisselingen tonen');
  await officer.waitForSelector('main table');
  seen.report = (await rows(officer)).length;
  // Any value that is known leads to where it came from, by one click. Where this takes four eyes no value is shown, and one consent is
  // enough for all.
  seen.hidden = (await rows(officer)).find((row) => row[1] === 'indicatorInburgeringsplicht');
  seen.leads = await officer.locator('main table button').count();
  await judge(officer, 'persoon zonder toestemming');
  await press(officer, 'Toestemming vragen');
  await status(officer, 'een uur lang');
  const third = await open();
  await logIn(third, thirdCode);
  await third.click('nav >> text=Toestemmingen');
  await third.waitForFunction(() => document.querySelector('main table tbody')?.textContent.includes('alles over één persoon'));
  await judge(third, 'toestemming voor een persoon');
  await press(third, 'Toestaan wat F. Gegevens vroeg');
  await status(third, 'Toegestaan');
  await third.context().close();
  await press(officer, 'Uitwisselingen tonen');
  await officer.waitForSelector('main table button');
  seen.known = (await rows(officer)).find((row) => row[1] === 'indicatorInburgeringsplicht');
  seen.origins = [];
  for (const field of ['indicatorInburgeringsplicht', 'registratieDatumTijd', 'indicatorInburgeringsplicht']) {
    await press(officer, field);
    await officer.waitForFunction((wanted) => document.querySelector('#herkomst dd')?.textContent === wanted, field);
    seen.origins.push(await officer.locator('.monitor-inhoud mark').count());
  }
  await judge(officer, 'persoon met herkomst');
  await judge(officer, 'persoon');
  await picture(officer, 'persoon');
  await officer.emulateMedia({ media: 'print' });
  seen.printed = await officer.isVisible('.monitor-hoofd');
  await picture(officer, 'persoon-afdruk');
  await officer.context().close();

  // A looker sees and does nothing.
  const looker = await open();
  await logIn(looker, lookerCode);
  await looker.goto(`${origin}/abonnementen/kvs-0518`);
  await looker.waitForSelector('dl');
  seen.buttonsOfLooker = await looker.locator('main button').count();
  seen.pagesOfLooker = await looker.$$eval('nav a', (all) => all.map((each) => each.textContent));
  await looker.context().close();
} catch (error) {
  seen.failure = String(error.stack ?? error);
  for (const context of browser.contexts()) for (const page of context.pages()) await page.screenshot({ path: `${pictures}/monitor-mislukt.png` });
} finally {
  await browser.close();
}
seen.numbers = seen.addresses.filter((address) => address.includes(bsn));
delete seen.addresses;
console.log(JSON.stringify(seen));

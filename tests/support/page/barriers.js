// axe-core on every view and dialog, light and dark, on a phone and on a wide screen; nothing is wider than the screen.
"use strict";
const fs = require("fs");

// What is looked at, and how it is got there.
const sights = [
  ["on air", "location.hash = 'air'"],
  ["the pool", "location.hash = 'pool'"],
  ["what is held", "location.hash = 'held'"],
  ["the log", "location.hash = 'log'"],
  ["the feeds", "location.hash = 'feeds'"],
  ["writing", "location.hash = 'write'; byId('f-quote').click(); document.querySelector('details').open = true"],
  ["a conflict", "byId('conflict').hidden = false"],
  ["a take-over", "byId('conflict').hidden = true; breakingDialog()"],
  ["its preview", "byId('b-text').value = 'Bridge closed'; byId('breaking').querySelector('form').requestSubmit()"],
  ["killing", "byId('breaking').close(); killDialog()"],
  ["the keys", "byId('choose').close(); open('help')"],
  ["signing in", "byId('help').close(); open('login')"],
];

async function faultsOf(page, source) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const faults = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(", ")}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wider > 0 ? [...faults, `${wider} px too wide`] : faults;
}

module.exports = async ({ check, must, open, close, axe, env }) => {
  const source = fs.readFileSync(axe, "utf8");
  for (const [width, height] of [[360, 640], [1920, 1080]])
    for (const scheme of ["light", "dark"]) {
      const faults = [];
      const look = async (page, name) => faults.push(...(await faultsOf(page, source)).map((fault) => `${name}: ${fault}`));
      const visitor = await open({ width, height, scheme });
      await look(visitor, "without a token");
      await close(visitor);
      const page = await open({ width, height, scheme, token: env.ANNA });
      for (const [name, way] of sights) {
        await page.evaluate(way);
        await page.waitForNetworkIdle({ idleTime: 150, concurrency: 1 });
        await look(page, name);
        if (env.PICTURES) await page.screenshot({ path: `${env.PICTURES}/${name}-${width}-${scheme}.png` });
      }
      await check(`axe-core finds nothing on any view, ${width} px wide, ${scheme}`, () => must(faults.length === 0, faults.join("; ")));
      await check("... and nothing goes wrong unseen", () => must(page.errors.length === 0, page.errors.join("; ")));
      await close(page);
    }
};

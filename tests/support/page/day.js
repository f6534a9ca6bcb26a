// An editor's day by keyboard alone: nothing here moves a mouse.
"use strict";

module.exports = async ({ check, must, open, close, until, untilText, press, tabTo, env }) => {
  const page = await open();
  const said = (id) => page.$eval(`#${id}`, (node) => node.textContent);
  let aired = 0; // ms: no later has the take-over begun
  const row = (text) => `[...document.querySelectorAll("li")].find((one) => one.textContent.includes(${JSON.stringify(text)}))`;

  await check("By keyboard: she signs in", async () => {
    await tabTo(page, "#do-login");
    await press(page, "Enter", `=${env.ANNA}`, "Enter");
    await until(page, "me.role === 'chief' && document.activeElement.closest('#views')");
  });
  await check("... writes a line, and reads while typing when it airs", async () => {
    await press(page, "n", "=Lantern parade moves to the quay");
    await untilText(page, "#forecast", "airs");
    must(/airs \d+ times till .*; [\d.]+ s; \d+ page/.test(await said("forecast")), await said("forecast"));
    await press(page, "Control+Enter");
    await untilText(page, "#told", "Saved");
  });
  await check("... finds it in the pool, and raises it", async () => {
    await press(page, "Escape", "/", "=lantern");
    await until(page, `${row("Lantern")} && document.querySelectorAll("#pool-list li").length === 1`);
    await press(page, "ArrowDown", "+");
    await until(page, `${row("Lantern")}.querySelector("output").textContent === "1"`);
    await press(page, "+");
    await until(page, `${row("Lantern")}.querySelector("output").textContent === "2"`);
  });
  await check("... corrects it, and keeps her place", async () => {
    await press(page, "e", "Control+End", "= at 19:00", "Control+Enter");
    await until(page, row("quay at 19:00"));
  });
  await check("... approves what was held by one key", async () => {
    await press(page, "Escape", "3");
    await until(page, "document.querySelector('#held-list li')");
    const before = await page.$$eval("#held-list li", (rows) => rows.length);
    await press(page, "ArrowDown", "a");
    await until(page, `document.querySelectorAll('#held-list li').length === ${before - 1}`);
  });
  await check("... takes the wall over after a preview and a second yes", async () => {
    await press(page, "b", "=Quay closed after a gas leak", "Enter");
    await until(page, "!byId('breaking-sure').hidden");
    must((await said("b-preview")) === "Quay closed after a gas leak", "the preview has other words");
    must(!(await said("now")).includes("Quay closed"), "it airs before the second yes");
    await press(page, "Enter");
    await untilText(page, "#now", "Quay closed after a gas leak");
    aired = await page.evaluate("wallNow()");
  });
  await check("... ends it", async () => {
    await until(page, "!byId('do-clear').hidden");
    await tabTo(page, "#do-clear");
    await press(page, "Enter");
    await until(page, "!byId('now').textContent.includes('Quay closed')");
  });
  await check("... kills what is on air by two keys", async () => {
    await press(page, "k");
    await until(page, "byId('choose').open");
    const killed = await page.$eval("#choose-list button", (button) => button.textContent);
    await press(page, "Enter");
    await until(page, `!byId("choose").open && !byId("now").textContent.includes(${JSON.stringify(killed)})`);
  });
  await check("... removes a line", async () => {
    await press(page, "2");
    await until(page, "document.querySelector('#pool-list li')");
    await press(page, "ArrowDown", "Delete");
    await until(page, "byId('choose').open");
    await press(page, "Enter");
    await until(page, "!document.querySelector('#pool-list li')");
  });
  await check("... looks an airing up in the log, sees it on the wall again, and comes back", async () => {
    await press(page, "4");
    await until(page, "viewNow() === 'log'");
    await press(page, "/", "=quay closed");
    await until(page, "((rows) => rows.length && rows.every((one) => one.textContent.includes('Quay closed')))([...document.querySelectorAll('#log-list tbody tr')])");
    await until(page, `wallNow() > ${aired + 2000}`); // before, it would be the present
    await tabTo(page, "#log-list button.link");
    // It may have been on the wall for a moment only, so whatever is said from now on is kept.
    await page.evaluate(() => {
      window.said = [];
      new MutationObserver(() => said.push(byId("now").textContent)).observe(byId("now"), { childList: true });
    });
    await press(page, "Enter");
    await until(page, "wall.past && document.body.classList.contains('replayed')");
    await until(page, "said.some((words) => words.includes('Quay closed'))");
    await press(page, "Escape");
    await until(page, "!wall.past && byId('to-live').hidden");
  });
  await check("... moves through the last hour by the slider's keys", async () => {
    await press(page, "1");
    await tabTo(page, "#slider");
    await press(page, ...Array(40).fill("ArrowLeft")); // a second each; the airing before is in the log by now
    await until(page, "wall.past");
    await press(page, "Escape");
    await until(page, "!wall.past");
  });
  await check("... sees the keys, and signs out", async () => {
    await press(page, "Escape", "?");
    await until(page, "byId('help').open");
    await press(page, "Escape");
    await tabTo(page, "#do-logout");
    await Promise.all([page.waitForNavigation(), press(page, "Enter")]);
    await until(page, "!byId('do-login').hidden && !me.role");
  });
  await check("... and nothing went wrong unseen", () => must(page.errors.length === 0, page.errors.join("; ")));
  await close(page);
};

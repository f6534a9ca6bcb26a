// A page without network, and back.
"use strict";

const MINUTE_MS = 60000;

module.exports = async ({ check, must, open, close, until, untilText, env }) => {
  const page = await open();
  const edit = await open({ token: env.ANNA });
  const lost = "No connection";

  await check("Without network the page says so, and draws on what it knows", async () => {
    await page.setOfflineMode(true);
    await untilText(page, "#state", lost);
    must(await page.evaluate(() => Boolean(wall.live)), "the wall is gone");
  });
  await check("... and is live again by itself when it is back", async () => {
    await page.setOfflineMode(false);
    await untilText(page, "#state", "live");
  });
  await check("A network that died in silence for a minute is noticed", async () => {
    process.kill(Number(env.SERVER), "SIGSTOP");
    await page.evaluate((ms) => (wall.heard -= ms), MINUTE_MS);
    await untilText(page, "#state", lost);
  });
  await check("... an edit meanwhile is not lost, and not said to be saved", async () => {
    await edit.setOfflineMode(true);
    await edit.evaluate(() => {
      byId("f-text").value = "Written on a train";
      save();
    });
    await untilText(edit, "#told", "nothing was changed");
    must((await edit.$eval("#f-text", (field) => field.value)) === "Written on a train", "the words are gone");
  });
  await check("... and goes through once there is a way", async () => {
    process.kill(Number(env.SERVER), "SIGCONT");
    await edit.setOfflineMode(false);
    await untilText(page, "#state", "live");
    await edit.evaluate(() => save());
    await untilText(edit, "#told", "Saved");
  });
  await close(page);
  await close(edit);
};

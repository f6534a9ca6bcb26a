// Two editors at once: neither overwrites the other unnoticed.
"use strict";

module.exports = async ({ check, must, open, close, until, untilText, press, env }) => {
  const anna = await open({ token: env.ANNA });
  const ben = await open({ token: env.BEN });
  const said = (page, id) => page.$eval(`#${id}`, (node) => node.textContent);
  const item = await anna.evaluate(() => ask("POST", "items", { text: "The museum opens at nine" }));
  const take = (page) => page.evaluate((id) => ask("GET", `items/${id}`).then(edit), item.id);
  const write = async (page, text) => {
    await page.focus("#f-text");
    await press(page, "Control+a", `=${text}`, "Control+Enter");
  };

  await check("Two editors: who saves second is shown both texts", async () => {
    await take(anna);
    await take(ben);
    await write(anna, "The museum opens at ten");
    await untilText(anna, "#told", "Saved");
    await write(ben, "The museum stays shut");
    await until(ben, "!byId('conflict').hidden");
    must((await said(ben, "conflict-theirs")) === "The museum opens at ten", await said(ben, "conflict-theirs"));
    must((await said(ben, "conflict-mine")) === "The museum stays shut", await said(ben, "conflict-mine"));
  });
  await check("... and nothing was overwritten until he says so", async () => {
    const now = await anna.evaluate((id) => ask("GET", `items/${id}`), item.id);
    must(now.text === "The museum opens at ten", now.text);
    await ben.focus("#keep-mine");
    await press(ben, "Enter");
    await untilText(ben, "#told", "Saved");
    const then = await anna.evaluate((id) => ask("GET", `items/${id}`), item.id);
    must(then.text === "The museum stays shut", then.text);
  });
  await check("... who takes the other's goes on from there", async () => {
    await write(anna, "The museum opens at eleven");
    await until(anna, "!byId('conflict').hidden");
    await anna.focus("#take-theirs");
    await press(anna, "Enter");
    must((await anna.$eval("#f-text", (field) => field.value)) === "The museum stays shut", "the form has other words");
  });
  await check("... an editor has no kill and no take-over", async () => must(await ben.$eval("#reach", (node) => node.hidden), "there they are"));
  await check("... and what one removed the other is told of", async () => {
    await take(ben);
    await anna.evaluate((id) => ask("DELETE", `items/${id}`), item.id);
    await write(ben, "The museum burns");
    await untilText(ben, "#told", "removed");
  });
  await close(anna);
  await close(ben);
};

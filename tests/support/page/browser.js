// browser.js URL FOLDER <CASES: the page in a real Chromium (BROWSER). FOLDER has node_modules; the environment has the tokens ANNA (a
// chief), BEN (an editor), and SERVER, the server's process. Prints a line a check: pass or fail, the sentence, and why, between tabs.
"use strict";
const path = require("path");
const [url, folder] = process.argv.slice(2);
const puppeteer = require(path.resolve(folder, "node_modules/puppeteer-core"));
const axe = require.resolve(path.resolve(folder, "node_modules/axe-core"));

const PATIENCE_MS = 15000; // other tests keep the machine busy
let browser = null;
let failed = 0;

async function check(sentence, act) {
  let why = "";
  try {
    await act();
  } catch (error) {
    failed++;
    why = error.message.replace(/\s+/g, " ");
  }
  console.log([why ? "fail" : "pass", sentence, why].join("\t"));
}

function must(truth, what) {
  if (!truth) throw new Error(what);
}

// A page of its own world: other cookies, another editor. What goes wrong in it unseen is an error.
async function open({ width = 1280, height = 800, scheme = "light", token = null } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(error.message));
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(url);
  await until(page, "wall.live && wall.state", "the wall is live");
  if (token) {
    await page.evaluate((text) => ask("POST", "session", { token: text }).then(begin), token);
    await until(page, "me.role", "the token is good");
  }
  return page;
}

const close = (page) => page.browserContext().close();

// Until it is true in the page.
async function until(page, expression, what = expression) {
  await page.waitForFunction(expression, { timeout: PATIENCE_MS }).catch((error) => {
    throw new Error(`not within ${PATIENCE_MS} ms: ${what} (${error.message})`);
  });
}
const untilText = (page, selector, text) =>
  until(page, `document.querySelector(${JSON.stringify(selector)})?.textContent.includes(${JSON.stringify(text)})`, `${selector} says ${text}`);

// By keyboard alone: keys one after the other, as Puppeteer names them; "=words" types words.
async function press(page, ...keys) {
  for (const key of keys) {
    if (key.startsWith("=")) await page.keyboard.type(key.slice(1));
    else if (key.includes("+") && key.length > 1) {
      const [held, other] = key.split("+");
      await page.keyboard.down(held);
      await page.keyboard.press(other);
      await page.keyboard.up(held);
    } else await page.keyboard.press(key);
  }
}

// Tab until the focus is there; an element that no Tab leads to is none for a keyboard.
async function tabTo(page, selector) {
  for (let i = 0; i < 80; i++) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no Tab leads to ${selector}`);
}

async function main() {
  browser = await puppeteer.launch({
    executablePath: process.env.BROWSER,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--lang=en"],
    userDataDir: path.resolve(folder, "profile"),
  });
  const world = { check, must, open, close, until, untilText, press, tabTo, axe, env: process.env };
  const parts = ["canvas", "barriers", "day", "two", "network"];
  for (const part of process.env.PARTS ? process.env.PARTS.split(" ") : parts) await require(`./${part}.js`)(world);
  await browser.close();
  process.exitCode = failed ? 1 : 0;
}

main().catch((error) => {
  console.log(["fail", "The browser's test comes to its end", error.stack.replace(/\s+/g, " ")].join("\t"));
  process.exit(2);
});

// The page's own canvas beside scene_draw: every case of tests/tools/scene_cases.c (standard input).
"use strict";

const BATCH = 32;

// In the page: how many frames its canvas shows as they are, and how many LEDs have another light in their middle.
async function compare(cases) {
  const bytesOf = async (text) => inflate(text);
  let equal = 0, all = 0, dots = 0, wrong = "";
  source.close();
  wall.live = wall.past = null;
  for (const one of cases) {
    const strips = new Map();
    for (const [key, strip] of Object.entries(one.strips)) strips.set(key, Motograph.readStrip(await bytesOf(strip)));
    wall.light = Motograph.lightOf(one.levels);
    for (const [i, frame] of one.frames.entries()) {
      const { width, height } = one.scene;
      const wanted = await bytesOf(frame.rgb);
      show({ scene: one.scene, strips }, BigInt(frame.t));
      const shown = picture.getContext("2d").getImageData(0, 0, width, height).data;
      const same = wanted.every((value, at) => shown[Math.floor(at / 3) * 4 + (at % 3)] === value);
      all++;
      equal += same ? 1 : 0;
      if (!same) wrong = one.name;
      if (i > 0) continue;
      const canvas = document.getElementById("wall"), middle = Math.floor(scale / 2);
      const seen = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      for (let at = 0; at < wanted.length; at++) {
        const led = Math.floor(at / 3), x = (led % width) * scale + middle, y = Math.floor(led / width) * scale + middle;
        if (seen[(y * canvas.width + x) * 4 + (at % 3)] !== wanted[at]) dots++;
      }
    }
  }
  return { equal, all, dots, wrong };
}

module.exports = async ({ check, must, open, close }) => {
  const cases = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const page = await open();
  const sum = { equal: 0, all: 0, dots: 0, wrong: "" };
  for (let i = 0; i < cases.length; i += BATCH) {
    const part = await page.evaluate(compare, cases.slice(i, i + BATCH));
    for (const name of ["equal", "all", "dots"]) sum[name] += part[name];
    sum.wrong = sum.wrong || part.wrong;
  }
  await check(`The page's canvas shows all ${sum.all} frames of ${cases.length} scenes as the program draws them`, () =>
    must(sum.all > 1000 && sum.equal === sum.all, `${sum.equal} are; the first that is not: ${sum.wrong}`));
  await check("... and each LED has its light in its middle, however large it is", () => must(sum.dots === 0, `${sum.dots} values differ`));
  await close(page);
};

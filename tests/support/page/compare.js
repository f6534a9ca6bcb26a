// compare.js DRAW_JS <CASES: what the page's code draws beside scene_draw (tests/tools/scene_cases.c), without a browser.
"use strict";
const zlib = require("zlib");
const inflate = (text) => zlib.inflateSync(Buffer.from(text, "base64"));
const path = require("path");
const Motograph = require(path.resolve(process.argv[2]));

let equal = 0, all = 0;
for (const line of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const one = JSON.parse(line);
  const strips = new Map();
  for (const key of Object.keys(one.strips))
    strips.set(key, Motograph.readStrip(new Uint8Array(inflate(one.strips[key]))));
  const light = Motograph.lightOf(one.levels);
  for (const frame of one.frames) {
    const drawn = Motograph.draw(one.scene, strips, BigInt(frame.t), light);
    all++;
    equal += inflate(frame.rgb).equals(Buffer.from(drawn)) ? 1 : 0;
  }
}
console.log(`${equal} of ${all} frames are equal`);

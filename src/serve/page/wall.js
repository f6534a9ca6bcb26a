// The wall: scenes come as events, or out of the log, and are drawn here by the same function of time as on the panel.
"use strict";

const wall = {
  light: null, // of the ticker's values
  offset: null, // of the ticker's clock to this one, ms
  live: null, // {scene, from (ms since 1970 of the scene's 0), strips}
  strips: new Map(), // of the newest scene that was told, and of the next
  past: null, // what was shown, where that is looked at: {scenes, strips, airings, from, to}, ms
  shift: 0, // how long ago, ms
  state: null,
  air: { zones: [] },
  heard: 0, // when something was told last
  listeners: [], // called with the name of what has changed: "state", "air"
};

const clock = () => performance.timeOrigin + performance.now();
const wallNow = () => clock() + (wall.offset || 0);

// --- the picture ---
const DOTS_FROM = 3; // px of the screen for a LED: below there is no room for a gap
const picture = document.createElement("canvas");
let gaps = null; // a LED's dark corners, as a pattern
let scale = 1;

function makeGaps(context) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = scale;
  const pen = tile.getContext("2d");
  pen.fillStyle = "#0b0b0b";
  pen.fillRect(0, 0, scale, scale);
  pen.globalCompositeOperation = "destination-out";
  pen.beginPath();
  pen.arc(scale / 2, scale / 2, scale * 0.44, 0, 2 * Math.PI);
  pen.fill();
  return context.createPattern(tile, "repeat");
}

// As large as the page has room for; at the desk there is to be one. True where all must be painted anew.
function fit(scene) {
  const canvas = byId("wall"), frame = byId("frame");
  const style = getComputedStyle(frame);
  const room = frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const tall = window.innerHeight * (document.body.classList.contains("desk") ? 0.26 : 0.6);
  const ratio = window.devicePixelRatio || 1;
  const wanted = Math.max(1, Math.floor(Math.min((room * ratio) / scene.width, (tall * ratio) / scene.height)));
  const width = `${Math.min(room, (scene.width * wanted) / ratio)}px`;
  if (canvas.style.width !== width) canvas.style.width = width;
  if (scale === wanted && canvas.width === scene.width * wanted && canvas.height === scene.height * wanted) return false;
  scale = wanted;
  canvas.width = scene.width * scale;
  canvas.height = scene.height * scale;
  picture.width = scene.width;
  picture.height = scene.height;
  gaps = scale >= DOTS_FROM ? makeGaps(canvas.getContext("2d")) : null;
  return true;
}

function paint(rgb, scene) {
  const small = picture.getContext("2d");
  const image = small.createImageData(scene.width, scene.height);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    image.data[to] = rgb[from];
    image.data[to + 1] = rgb[from + 1];
    image.data[to + 2] = rgb[from + 2];
    image.data[to + 3] = 255;
  }
  small.putImageData(image, 0, 0);
  const canvas = byId("wall"), context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (gaps) {
    context.fillStyle = gaps;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
}

// {scene, from, strips} at a time, t ns after its 0. What stands is not painted again.
let painted = [];
function show({ scene, strips }, t) {
  const again = fit(scene);
  const rgb = Motograph.draw(scene, strips, t, wall.light);
  if (!again && rgb.length === painted.length && rgb.every((value, i) => value === painted[i])) return;
  painted = rgb;
  paint(rgb, scene);
}

const nsSince = (from, ms) => BigInt(Math.round((ms - from) * 1000000));
const blackOf = (scene) => ({ ...scene, zones: [], background: [0, 0, 0] });

function tick() {
  requestAnimationFrame(tick);
  const at = wallNow() - wall.shift;
  const shown = wall.past ? pastAt(at) : wall.live;
  if (!shown || !wall.light) return;
  try {
    show(shown, nsSince(shown.from, at));
  } catch (error) {
    wall.live = wall.past = null;
    tell("old", "bad");
    throw error;
  }
}

// --- what is told ---
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// Those of a scene come before it.
function takeStrip(told) {
  wall.strips.set(told.sha256, Motograph.readStrip(bytesOf(told.columns)));
}

function takeScene(told) {
  const keys = told.scene.zones.map((zone) => zone.strip);
  wall.strips = new Map([...wall.strips].filter(([key]) => keys.includes(key)));
  wall.live = { scene: told.scene, from: told.from_ns / 1000000, strips: wall.strips };
}

function takeDark() {
  if (wall.live) wall.live = { ...wall.live, scene: blackOf(wall.live.scene) };
}

function tell(name, kind) {
  const state = byId("state");
  if (state.textContent !== say(name)) state.textContent = say(name);
  state.className = kind;
}

function takeState(state) {
  wall.state = state;
  if (!state.connected) tell("gone", "bad");
  else if (state.dark) tell("dark", "");
  else if (state.paused) tell("paused", "");
  else if (!state.healthy) tell("sick", "bad");
  else tell("live", "good");
  changed("state");
}

function zoneArticle(zone) {
  const article = byId("zone").content.cloneNode(true);
  const put = (selector, text) => (article.querySelector(selector).textContent = text);
  const air = zone.on_air;
  translate(article);
  put("h2", zone.zone || "");
  put(".text", (air && air.text) || say("nothing"));
  put(".reason", (air && air.reason) || say("nothing"));
  put(".next", zone.next || say("nothing"));
  put("time", air ? timeText(air.since, true) : say("nothing"));
  if (air) article.querySelector("time").dateTime = air.since;
  return article;
}

function takeAir(air) {
  wall.air = air;
  byId("zones").replaceChildren(...air.zones.map(zoneArticle));
  tellNow();
  changed("air");
}

// What the picture shows, in words.
function tellNow() {
  const at = wallNow() - wall.shift;
  const texts = wall.past
    ? wall.past.airings.filter((one) => Date.parse(one.start) <= at && (!one.end || Date.parse(one.end) > at)).map((one) => one.text)
    : wall.air.zones.map((zone) => zone.on_air && zone.on_air.text);
  byId("now").textContent = texts.filter(Boolean).join(" · ") || say("nothing");
}

const changed = (name) => wall.listeners.forEach((listener) => listener(name));

// --- what was shown ---
const CHUNK_S = 60; // of the log that is fetched at once
const AHEAD_MS = 15000; // of its end the next one is asked for

function pastAt(at) {
  const { scenes } = wall.past;
  let found = null;
  for (const one of scenes) if (one.from <= at) found = one;
  if (!found && wall.live) return { ...wall.live, scene: blackOf(wall.live.scene) };
  return found;
}

async function inflate(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Scenes without one (the wall was dark) are black, of the size of a neighbour.
async function readPast(told) {
  const strips = new Map();
  for (const [key, strip] of Object.entries(told.strips)) strips.set(key, Motograph.readStrip(await inflate(strip.zlib)));
  const sized = (told.scenes.find((one) => one.scene) || wall.live || {}).scene;
  const scenes = told.scenes
    .filter((one) => one.scene || sized)
    .map((one) => ({ scene: one.scene || blackOf(sized), from: one.from_ns / 1000000, strips }));
  return { scenes, strips, airings: told.airings, from: told.from_ns / 1000000, to: told.to_ns / 1000000 };
}

async function fetchPast(at) {
  const answer = await fetch(`api/v1/past?at=${new Date(at).toISOString()}&seconds=${CHUNK_S}`);
  if (!answer.ok) throw new Error(say("past_none"));
  return readPast(await answer.json());
}

const replay = { span: 3600, end: 0, asked: 0, timer: 0 };

// Shows a moment of the past, and goes on from there.
async function goTo(at) {
  const number = ++replay.asked;
  if (!wall.past) replay.end = wallNow();
  if (at >= wallNow() - 1000) return toLive();
  tellMoment(at);
  try {
    const past = wall.past && at >= wall.past.from && at < wall.past.to ? wall.past : await fetchPast(at);
    if (number !== replay.asked) return;
    wall.past = past;
    wall.shift = wallNow() - at;
    tell("past", "past");
    tellNow();
  } catch (error) {
    if (number === replay.asked) byId("moment").textContent = `${timeText(at, true)}: ${error.message}`;
  }
  byId("to-live").hidden = !wall.past;
  document.body.classList.toggle("replayed", Boolean(wall.past));
}

function toLive() {
  replay.asked++;
  wall.past = null;
  wall.shift = 0;
  byId("to-live").hidden = true;
  document.body.classList.remove("replayed");
  if (wall.state) takeState(wall.state);
  tellMoment(wallNow());
  tellNow();
}

function tellMoment(at) {
  const end = wall.past ? replay.end : wallNow();
  const slider = byId("slider");
  const text = wall.past || at < wallNow() - 1000 ? timeText(at, true) : say("live");
  slider.max = replay.span;
  slider.value = replay.span - (end - at) / 1000;
  slider.setAttribute("aria-valuetext", text);
  byId("moment").textContent = text;
}

// Once a second: where the past has come to, and whether its next piece is wanted.
async function onSecond() {
  if (!wall.past) return;
  const at = wallNow() - wall.shift;
  if (at >= wallNow() - 1000) return toLive();
  tellMoment(at);
  tellNow();
  const { past } = wall;
  if (past.ahead || at < past.to - AHEAD_MS) return;
  past.ahead = true;
  const number = replay.asked;
  const more = await fetchPast(past.to).catch(() => null);
  if (!more || number !== replay.asked) return;
  wall.past = { ...more, scenes: [...past.scenes, ...more.scenes], airings: [...past.airings, ...more.airings], from: past.from };
}

async function airingBefore() {
  const at = wallNow() - wall.shift;
  const answer = await fetch(`api/v1/asrun?limit=1&to=${new Date(at - 1000).toISOString()}`);
  const { rows } = answer.ok ? await answer.json() : { rows: [] };
  if (rows.length) goTo(Date.parse(rows[0].start));
}

async function airingAfter() {
  if (!wall.past) return;
  const at = wallNow() - wall.shift;
  const later = (past) => past.airings.map((one) => Date.parse(one.start)).filter((start) => start > at).sort((a, b) => a - b)[0];
  const next = later(wall.past) || later(await fetchPast(wall.past.to).catch(() => ({ airings: [] })));
  if (next) goTo(next);
  else toLive();
}

function beginReplay() {
  on("slider", "input", (event) => {
    if (!wall.past) replay.end = wallNow();
    const at = replay.end - (replay.span - Number(event.target.value)) * 1000;
    byId("moment").textContent = timeText(at, true);
    clearTimeout(replay.timer);
    replay.timer = setTimeout(goTo, 120, at); // not at each px of a drag
  });
  on("span", "change", (event) => {
    replay.span = Number(event.target.value);
    replay.end = wallNow();
    tellMoment(wallNow() - wall.shift);
  });
  on("airing-before", "click", airingBefore);
  on("airing-after", "click", airingAfter);
  on("to-live", "click", toLive);
  setInterval(onSecond, 1000);
  tellMoment(wallNow());
}

// --- its life ---
const SILENT_MS = 50000; // two and a half beats of the server
let source = null;

// What is told of the server's clock has been on its way: the latest that it says is nearest. A second off is a clock that was set.
function takeTime(ms) {
  const offset = ms - clock();
  if (wall.offset === null || offset > wall.offset || wall.offset - offset > 1000) wall.offset = offset;
}

function listen() {
  if (source) source.close();
  source = new EventSource("api/v1/events");
  const mine = source;
  const hear = (name, take) =>
    mine.addEventListener(name, (event) => {
      if (mine !== source) return;
      wall.heard = clock();
      take(JSON.parse(event.data));
    });
  hear("hello", (hello) => {
    wall.light = Motograph.lightOf(hello.levels);
    takeTime(hello.now_ms);
    if (!wall.past && wall.state) takeState(wall.state);
  });
  hear("beat", takeTime);
  hear("strip", takeStrip);
  hear("scene", takeScene);
  hear("dark", takeDark);
  hear("air", takeAir);
  hear("state", (state) => (wall.past ? (wall.state = state) : takeState(state)));
  source.onerror = onLost;
}

// A browser tries again by itself, but not when it was refused.
function onLost() {
  tell("lost", "bad");
  if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
}

// A network that is gone ends no connection: nothing is heard.
setInterval(() => {
  if (wall.heard && clock() - wall.heard > SILENT_MS) {
    wall.heard = clock();
    tell("lost", "bad");
    listen();
  }
}, 5000);
window.addEventListener("online", listen);
window.addEventListener("offline", () => tell("lost", "bad"));

beginReplay();
listen();
tick();

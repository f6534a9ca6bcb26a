// The wall, live: scenes come as events and are drawn here by the same function of time as on the panel.
"use strict";

const WORDS = {
  de: {
    connecting: "Verbindung wird hergestellt …", live: "läuft", dark: "dunkel", paused: "angehalten", on_air: "Jetzt",
    because: "Weil", since: "Seit", next: "Danach", nothing: "nichts", gone: "Das Laufband antwortet nicht.",
    lost: "Keine Verbindung; es wird weiter versucht.", sick: "Die Ausgabe meldet einen Fehler.", old: "Diese Seite ist veraltet: bitte neu laden.",
  },
  en: {
    connecting: "Connecting …", live: "live", dark: "dark", paused: "paused", on_air: "On air", because: "Because",
    since: "Since", next: "Next", nothing: "nothing", gone: "The ticker does not answer.",
    lost: "No connection; it is tried again.", sick: "The output reports a fault.", old: "This page is out of date: please load it again.",
  },
};
const language = (navigator.languages || []).map((name) => name.slice(0, 2)).find((name) => WORDS[name]) || "en";
const say = (name) => WORDS[language][name];
const byId = (id) => document.getElementById(id);

const wall = {
  light: null, // of the ticker's values
  offset: 0, // of the ticker's clock to this one, ms
  scene: null,
  from: 0, // ms since 1970 of the scene's 0
  strips: new Map(),
  wanted: 0, // the newest scene that was told
};

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

function fit(scene) {
  const canvas = byId("wall"), frame = byId("frame");
  const style = getComputedStyle(frame);
  const room = frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const ratio = window.devicePixelRatio || 1;
  const wanted = Math.max(1, Math.floor((room * ratio) / scene.width));
  if (scale === wanted && canvas.width === scene.width * wanted && canvas.height === scene.height * wanted) return;
  scale = wanted;
  canvas.width = scene.width * scale;
  canvas.height = scene.height * scale;
  canvas.style.width = `${Math.min(room, canvas.width / ratio)}px`;
  picture.width = scene.width;
  picture.height = scene.height;
  gaps = scale >= DOTS_FROM ? makeGaps(canvas.getContext("2d")) : null;
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

function nowNs() {
  const ms = performance.timeOrigin + performance.now() + wall.offset - wall.from;
  return BigInt(Math.round(ms * 1000000));
}

function tick() {
  requestAnimationFrame(tick);
  if (!wall.scene || !wall.light) return;
  fit(wall.scene);
  try {
    paint(Motograph.draw(wall.scene, wall.strips, nowNs(), wall.light), wall.scene);
  } catch (error) {
    wall.scene = null;
    tell("old", "bad");
    throw error;
  }
}

// --- what is told ---
async function fetchStrip(key) {
  const answer = await fetch(`api/v1/strips/${key}`);
  if (!answer.ok) throw new Error(`strip ${key}: ${answer.status}`);
  return Motograph.readStrip(new Uint8Array(await answer.arrayBuffer()));
}

async function takeScene(told) {
  const number = ++wall.wanted;
  const strips = new Map();
  for (const zone of told.scene.zones)
    if (zone.strip && !strips.has(zone.strip)) strips.set(zone.strip, wall.strips.get(zone.strip) || (await fetchStrip(zone.strip)));
  if (number !== wall.wanted) return; // there is a newer one by now
  wall.strips = strips;
  wall.from = told.from_ns / 1000000;
  wall.scene = told.scene;
}

function takeDark() {
  wall.wanted++;
  if (wall.scene) wall.scene = { ...wall.scene, zones: [], background: [0, 0, 0] };
}

function tell(name, kind) {
  const state = byId("state");
  state.textContent = say(name);
  state.className = kind;
}

function takeState(state) {
  if (!state.connected) tell("gone", "bad");
  else if (state.dark) tell("dark", "");
  else if (state.paused) tell("paused", "");
  else if (!state.healthy) tell("sick", "bad");
  else tell("live", "good");
}

function zoneArticle(zone) {
  const article = byId("zone").content.cloneNode(true);
  const put = (selector, text) => (article.querySelector(selector).textContent = text);
  const air = zone.on_air;
  article.querySelectorAll("[data-say]").forEach((part) => (part.textContent = say(part.dataset.say)));
  put("h2", zone.zone || "");
  put(".text", (air && air.text) || say("nothing"));
  put(".reason", (air && air.reason) || say("nothing"));
  put(".next", zone.next || say("nothing"));
  put("time", air ? new Date(air.since).toLocaleTimeString(language) : say("nothing"));
  if (air) article.querySelector("time").dateTime = air.since;
  return article;
}

function takeAir(air) {
  byId("air").replaceChildren(...air.zones.map(zoneArticle));
}

// --- its life ---
function listen() {
  const source = new EventSource("api/v1/events");
  const on = (name, take) => source.addEventListener(name, (event) => take(JSON.parse(event.data)));
  on("hello", (hello) => {
    wall.light = Motograph.lightOf(hello.levels);
    wall.offset = hello.now_ms - Date.now();
  });
  on("scene", (scene) => takeScene(scene).catch((error) => console.warn(error.message)));
  on("dark", takeDark);
  on("air", takeAir);
  on("state", takeState);
  source.onerror = () => tell("lost", "bad");
}

document.documentElement.lang = language;
document.querySelectorAll("body > :not(template) [data-say]").forEach((part) => (part.textContent = say(part.dataset.say)));
listen();
tick();

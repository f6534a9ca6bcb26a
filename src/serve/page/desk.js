// The desk: who may, the views, the lists and what is done to the wall. Nothing here is a right: the server decides.
"use strict";

const RANK = { viewer: 1, editor: 2, chief: 3 };
const REFRESH_MS = 15000;
const me = { name: null, role: null };
const may = (role) => (RANK[me.role] || 0) >= RANK[role];

// make("button.danger", {type: "button"}, "words", node): an element. on… is a listener.
function make(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}
const button = (words, press, attributes = {}, kind = "") =>
  make(`button${kind}`, { type: "button", onclick: press, ...attributes }, say(words));

// --- the server ---
class Refused extends Error {
  constructor(status, error) {
    const also = error.found ?? error.allowed ? ` (${say("expected", { found: error.found ?? "–", allowed: error.allowed ?? "–" })})` : "";
    super((error.message || `${status}`) + also);
    this.status = status;
    this.field = error.field;
  }
}

async function ask(method, path, body, tag) {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  if (tag) headers["If-Match"] = `"${tag}"`;
  let answer;
  try {
    answer = await fetch(`api/v1/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refused(0, { message: say("no_answer") });
  }
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  if (answer.status === 401 && me.role) begin(); // the token was taken back
  throw new Refused(answer.status, json.error || {});
}

// --- what is told to the editor ---
let toldTimer = 0;
function inform(text, bad = false, action = null) {
  const told = byId("told");
  told.className = bad ? "bad" : "good";
  told.replaceChildren(text, ...(action ? [" ", action] : []));
  told.hidden = false;
  clearTimeout(toldTimer);
  toldTimer = setTimeout(() => (told.hidden = true), bad ? 20000 : 6000);
}
const complain = (error) => inform(error.message, true);

// Somebody else was there first: how it stands now is shown.
function refusedEdit(error) {
  if (error.status === 412 || error.status === 404) inform(say("conflict_list"), true);
  else complain(error);
  refresh();
}

// --- dialogs ---
function open(id) {
  const dialog = byId(id);
  dialog.querySelector(".bad")?.replaceChildren();
  if (!dialog.open) dialog.showModal();
  return dialog;
}
for (const dialog of document.querySelectorAll("dialog"))
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());

// A form in a dialog: what it does may be refused, and says so there.
function onSubmit(id, act) {
  const form = byId(id).querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if (await act()) byId(id).close();
    } catch (error) {
      form.querySelector(".bad").textContent = error.message;
    }
  });
}

// One of these, or none: each {text, act, kind}.
function choose(title, help, choices) {
  byId("choose-title").textContent = say(title);
  byId("choose-help").textContent = say(help);
  const press = (choice) => async () => {
    try {
      await choice.act();
      byId("choose").close();
    } catch (error) {
      byId("choose").querySelector(".bad").textContent = error.message;
    }
  };
  byId("choose-list").replaceChildren(
    ...(choices.length ? choices.map((one) => make("button.danger.words", { type: "button", onclick: press(one) }, one.text)) : [say("kill_nothing")]),
  );
  open("choose");
}

// --- what is done to the wall ---
const isOn = (id) => byId(id).getAttribute("aria-pressed") === "true";
async function act(method, path, body) {
  try {
    const state = await ask(method, path, body);
    if (state.connected !== undefined) wall.past ? (wall.state = state) : takeState(state);
  } catch (error) {
    complain(error);
  }
}

async function killOne(id) {
  await ask("POST", `items/${id}/kill`, {});
  inform(say("killed"));
  refresh();
}
const killChoice = (id, text) => ({ text, act: () => killOne(id) });

// What is on the wall now, and what left it last: who reads a mistake is a second late.
async function killDialog() {
  const seen = new Map();
  for (const { on_air: air } of wall.air.zones) if (air && air.id) seen.set(air.id, air.text);
  const recent = await ask("GET", "asrun?limit=6").catch(() => ({ rows: [] }));
  for (const row of recent.rows) if (row.id && !seen.has(row.id)) seen.set(row.id, row.text);
  choose("kill_do", "kill_help", [...seen].map(([id, text]) => killChoice(id, text)));
}

const numberOf = (id) => (byId(id).value === "" ? 0 : Number(byId(id).value));
const takeOver = () => ({
  text: byId("b-text").value.trim(),
  level: numberOf("b-level"),
  airings: numberOf("b-airings"),
  minutes: numberOf("b-minutes"),
});

function breakingStep(sure) {
  byId("breaking-write").hidden = sure;
  byId("breaking-sure").hidden = byId("b-back").hidden = !sure;
  byId("b-go").textContent = say(sure ? "breaking_now" : "preview");
  byId(sure ? "b-go" : "b-text").focus();
}

function breakingDialog() {
  byId("b-text").value = "";
  open("breaking");
  breakingStep(false);
}

async function previewBreaking() {
  const { text, level, airings, minutes } = takeOver();
  const told = await ask("POST", "forecast", { text, breaking: level });
  const ends = [airings ? say("b_airings", { n: airings }) : "", minutes ? say("b_minutes", { n: minutes }) : ""].filter(Boolean);
  byId("b-preview").textContent = text;
  byId("b-terms").textContent = say("b_terms", {
    s: told.seconds.toFixed(1), p: told.pages, l: level, a: ends.join(", ") || say("b_forever"),
  });
  breakingStep(true);
}

on("b-text", "keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
onSubmit("breaking", async () => {
  if (byId("breaking-sure").hidden) return previewBreaking();
  await ask("POST", "breaking", takeOver());
  inform(say("breaking_done"));
  return true;
});
on("b-back", "click", () => breakingStep(false));
on("do-breaking", "click", breakingDialog);
on("do-kill", "click", killDialog);
on("do-clear", "click", () => act("DELETE", "breaking"));
on("do-next", "click", () => act("POST", "next", {}));
on("do-pause", "click", () => act("POST", "pause", { on: !isOn("do-pause") }));
on("do-blank", "click", () => act("POST", "blank", { on: !isOn("do-blank") }));
on("light", "change", (event) => act("PUT", "brightness", { percent: Number(event.target.value) }));

function onState() {
  const state = wall.state || {};
  byId("do-pause").setAttribute("aria-pressed", Boolean(state.paused && !state.dark));
  byId("do-blank").setAttribute("aria-pressed", Boolean(state.dark));
  byId("do-clear").hidden = !state.taken_over || !may("chief");
}

// --- rows of items ---
const editing = { list: null, dragged: false }; // a slider that is held is not taken away

function factsOf(item) {
  const now = Date.now();
  const facts = [item.state === "live" ? null : say(`state_${item.state}`), say("aired", { n: item.airings })];
  const expires = item.expires && Date.parse(item.expires);
  if (item.not_before && Date.parse(item.not_before) > now) facts.push(say("from_then", { t: timeText(item.not_before) }));
  if (expires) facts.push(say(expires > now ? "until" : "over", { t: timeText(expires) }));
  return facts.filter(Boolean).join(" · ");
}

async function setPriority(item, priority) {
  try {
    await ask("PUT", `items/${item.id}`, { priority }, item.etag);
    refresh();
  } catch (error) {
    refusedEdit(error);
  }
}

function prioritySlider(item) {
  const number = make("output", {}, `${item.priority}`);
  const slider = make("input", {
    type: "range", min: 0, max: 9, disabled: !may("editor") && "",
    onpointerdown: () => (editing.dragged = true),
    onpointerup: () => (editing.dragged = false),
    oninput: () => (number.textContent = slider.value),
    onchange: () => setPriority(item, Number(slider.value)),
  });
  slider.value = item.priority;
  return make("label.priority", {}, make("small", {}, say("priority")), number, slider);
}

async function approve(item) {
  try {
    await ask("POST", `items/${item.id}/approve`, {}, item.etag);
    inform(say("approved"));
    refresh();
  } catch (error) {
    refusedEdit(error);
  }
}

function remove(item) {
  const go = () => ask("DELETE", `items/${item.id}`, undefined, item.etag).then(() => inform(say("removed")), refusedEdit).then(refresh);
  choose("remove", "remove_sure", [{ text: item.text, act: go }]);
}

// What a key does to the row that has the focus.
function rowKey(event, item) {
  const words = [...event.currentTarget.closest(".list").querySelectorAll("button.words")];
  const at = words.indexOf(event.currentTarget);
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1 }[event.key];
  const change = { "+": 1, "-": -1 }[event.key];
  if (step) words[at + step]?.focus();
  else if (!may("editor")) return;
  else if (event.key === "a" && item.state === "held") approve(item);
  else if (event.key === "e") edit(item);
  else if (event.key === "Delete") remove(item);
  else if (change && item.priority + change >= 0 && item.priority + change <= 9) setPriority(item, item.priority + change);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function rowOf(item) {
  const acts = make("span.acts");
  if (may("editor") && item.state === "held") acts.append(button("approve", () => approve(item), { "aria-keyshortcuts": "a" }, ".loud"));
  if (may("chief") && item.state !== "killed") acts.append(button("kill_do", () => choose("kill_do", "kill_help", [killChoice(item.id, item.text)]), {}, ".danger"));
  if (may("editor")) acts.append(button("remove", () => remove(item), { "aria-keyshortcuts": "Delete" }));
  return make("li", { "data-id": item.id, "data-tag": item.etag + item.airings },
    make("button.words", { type: "button", onclick: () => edit(item), onkeydown: (event) => rowKey(event, item) }, item.text),
    make("span.facts", {}, factsOf(item)),
    item.hold && item.state === "held" ? make("span.hold", {}, item.hold) : null,
    item.state === "held" || item.state === "killed" ? null : prioritySlider(item),
    acts);
}

// The focus stays where it was: on that row, or on the one that has come into its place.
function fill(list, nodes) {
  if (editing.dragged) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const rows = () => [...list.querySelectorAll("li")];
  const row = focused && focused.closest("li");
  const at = rows().indexOf(row);
  const part = focused && `${focused.tagName}${focused.className ? "." + focused.className.split(" ").join(".") : ""}`;
  list.replaceChildren(...nodes);
  if (!focused) return;
  const same = row && rows().find((one) => one.dataset.id === row.dataset.id);
  const next = same || rows()[Math.min(Math.max(at, 0), rows().length - 1)];
  const target = next && ((same && next.querySelector(part.toLowerCase())) || next.querySelector("button.words"));
  (target || byId("views").querySelector("[aria-current]"))?.focus();
}

const none = (words) => make("p.quiet", {}, say(words));

// --- the views ---
const views = {
  async pool() {
    const wanted = byId("pool-search").value.trim();
    const items = [];
    for (let after = null; ; ) {
      const told = await ask("GET", `items?${new URLSearchParams({ limit: 200, ...(wanted && { search: wanted }), ...(after && { after }) })}`);
      items.push(...told.items);
      after = told.next;
      if (!after) break;
    }
    const groups = new Map();
    for (const item of items.filter((one) => ["live", "approved"].includes(one.state) || wanted)) {
      const name = item.category || "news";
      groups.set(name, [...(groups.get(name) || []), item]);
    }
    byId("categories").replaceChildren(...[...groups.keys()].map((name) => make("option", { value: name })));
    const sorted = [...groups].sort(([a], [b]) => a.localeCompare(b));
    fill(byId("pool-list"), sorted.length === 0 ? [none("pool_none")] : sorted.map(([name, rows]) =>
      make("section", { "aria-label": name }, make("h2", {}, `${name} `, make("small", {}, `${rows.length}`)),
        make("ul", {}, ...rows.sort((a, b) => b.priority - a.priority || b.id - a.id).map(rowOf)))));
  },
  async held() {
    const { items } = await ask("GET", "held");
    byId("held-count").textContent = items.length;
    byId("held-count").hidden = items.length === 0;
    fill(byId("held-list"), items.length ? [make("ul", {}, ...items.map(rowOf))] : [none("held_none")]);
  },
  log: () => showLog(),
  async feeds() {
    const { feeds } = await ask("GET", "feeds");
    const head = ["feed", "feed_state", "feed_asked", "feed_next", "feed_items"];
    const when = (time) => (time ? timeText(time) : "–");
    const rows = feeds.map((feed) => make("tr", { class: feed.fault || feed.gone || feed.stale ? "bad" : null },
      make("td", {}, make("b", {}, feed.name), make("br"), make("small", {}, feed.url)), make("td", {}, feed.state),
      make("td", {}, when(feed.last)), make("td", {}, when(feed.next)), make("td", {}, `${feed.live} / ${feed.items}`)));
    byId("feeds-list").replaceChildren(feeds.length ? tableOf(head, rows) : none("feeds_none"));
  },
};

function tableOf(head, rows) {
  return make("div.scroll", { tabindex: 0, role: "group", "aria-label": say(head[0]) }, make("table", {},
    make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col" }, say(name))))),
    make("tbody", {}, ...rows)));
}

// --- what was shown ---
function logQuery() {
  const query = new URLSearchParams();
  const put = (name, value) => value && query.set(name, value);
  const instant = (id) => byId(id).value && new Date(byId(id).value).toISOString();
  put("search", byId("log-search").value.trim());
  put("from", instant("log-from"));
  put("to", instant("log-to"));
  return query;
}

function logRow(row) {
  const moment = make("button.link", { type: "button", title: say("replay"), onclick: () => goTo(Date.parse(row.start)) }, timeText(row.start, true));
  return make("tr", {}, make("td", {}, moment), make("td.words", {}, row.text), make("td", {}, row.reason || ""), make("td", {}, row.cut || ""));
}

async function showLog(before = null) {
  const query = logQuery();
  byId("log-csv").href = `api/v1/asrun.csv?${query}`;
  if (before) query.set("before", before);
  const { rows, next } = await ask("GET", `asrun?${query}`);
  const list = byId("log-list");
  const older = next ? button("older", () => showLog(next).catch(complain), { id: "log-older" }) : null;
  byId("log-older")?.remove();
  if (before) list.querySelector("tbody").append(...rows.map(logRow));
  else list.replaceChildren(rows.length ? tableOf(["time", "words", "because", "cut"], rows.map(logRow)) : none("log_none"));
  if (older) list.append(older);
}

const later = { timer: 0 };
function soon(work) {
  clearTimeout(later.timer);
  later.timer = setTimeout(() => Promise.resolve(work()).catch(complain), 250);
}
on("pool-search", "input", () => soon(views.pool));
on("log-form", "input", () => soon(() => showLog()));
on("log-form", "submit", (event) => event.preventDefault());

// --- which view ---
const isWide = () => getComputedStyle(byId("to-write")).display === "none";
const viewNow = () => document.body.dataset.view;

function refresh() {
  if (!me.role) return;
  const name = viewNow();
  Promise.all([views.held(), views[name] && name !== "held" ? views[name]() : null]).catch((error) => error.status && complain(error));
}

function route() {
  const names = ["air", "pool", "held", "log", "feeds", "write"];
  const asked = location.hash.slice(1);
  let name = me.role && names.includes(asked) && (asked !== "write" || may("editor")) ? asked : "air";
  if (name === "write" && isWide()) name = "pool"; // there the form stands beside the lists
  for (const link of byId("views").querySelectorAll("a"))
    link.getAttribute("href") === `#${name}` ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  const other = name !== document.body.dataset.view;
  document.body.dataset.view = name;
  if (other) scrollTo(0, 0);
  if (asked === "write") byId("f-text").focus();
  refresh();
}

// --- keys ---
const KEYS = [["n", "key_n"], ["b", "key_b"], ["k", "key_k"], ["1 … 5", "key_views"], ["/", "key_search"], ["↑ ↓", "key_rows"],
  ["Enter, e", "key_edit"], ["a", "key_approve"], ["+ −", "key_priority"], ["Del", "key_remove"], ["Ctrl Enter", "key_save"], ["Esc", "key_esc"]];

function go(view) {
  history.replaceState(null, "", `#${view}`);
  route();
}

function search() {
  if (viewNow() !== "log") go("pool");
  byId(viewNow() === "log" ? "log-search" : "pool-search").focus();
}

// From the search, or from nowhere, into the list.
function firstRow(event) {
  const words = byId(`v-${viewNow()}`).querySelector("li button.words");
  if (words) event.preventDefault();
  words?.focus();
}

function onKey(event) {
  const typing = event.target.closest("input:not([type=range]):not([type=checkbox]), textarea, select");
  const dialog = document.querySelector("dialog[open]");
  if (event.key === "Escape" && !dialog) return wall.past ? toLive() : event.target.blur();
  if (event.key === "ArrowDown" && !dialog && event.target.matches("[type=search], body, nav a")) return firstRow(event);
  if (typing || event.ctrlKey || event.altKey || event.metaKey || dialog || !me.role) return;
  if (event.key === "?") return open("help");
  if (!byId("keys-on").checked) return;
  const view = ["air", "pool", "held", "log", "feeds"][Number(event.key) - 1];
  if (view) go(view);
  else if (event.key === "/") search();
  else if (event.key === "n" && may("editor")) fresh();
  else if (event.key === "b" && may("chief")) breakingDialog();
  else if (event.key === "k" && may("chief")) killDialog();
  else return;
  event.preventDefault();
}
document.addEventListener("keydown", onKey);
byId("key-list").append(...KEYS.flatMap(([key, words]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, say(words))]));
byId("keys-on").checked = localStorage.getItem("keys") !== "off";
on("keys-on", "change", (event) => localStorage.setItem("keys", event.target.checked ? "on" : "off"));
on("do-help", "click", () => open("help"));

// --- who ---
let begun = 0;
async function begin() {
  const number = ++begun;
  const told = await ask("GET", "session").catch(() => ({}));
  if (number !== begun) return; // asked again meanwhile
  const before = me.role;
  me.name = told.name ?? null;
  me.role = told.role ?? null;
  document.body.classList.toggle("desk", Boolean(me.role));
  document.body.classList.toggle("editor", may("editor"));
  byId("views").hidden = byId("do-logout").hidden = byId("do-help").hidden = !me.role;
  byId("reach").hidden = byId("light-row").hidden = !may("chief");
  byId("do-login").hidden = Boolean(me.role);
  byId("replay").hidden = !me.role && told.reading !== "open";
  byId("who").textContent = me.role ? `${me.name} · ${say(`role_${me.role}`)}` : "";
  if (me.role && me.role !== before) listen(); // the stream is told who asks when it begins
  if (!me.role && told.reading === "token") {
    tell("closed", "");
    open("login");
  }
  if (may("chief")) ask("GET", "status").then((state) => (byId("light").value = state.brightness), () => {});
  onState();
  route();
  if (me.role !== before) fresh(false);
}

onSubmit("login", async () => {
  const token = byId("token").value.trim();
  byId("token").value = "";
  try {
    await ask("POST", "session", { token });
  } catch (error) {
    throw error.status === 401 ? new Error(say("login_bad")) : error;
  }
  await begin();
  return true;
});
on("login", "close", () => byId("views").querySelector("a").focus());
on("do-login", "click", () => open("login"));
on("do-logout", "click", () => ask("DELETE", "session").then(() => location.reload(), complain));

wall.listeners.push((what) => (what === "state" ? onState() : viewNow() === "pool" && refresh()));
window.addEventListener("hashchange", route);
setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_MS);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
begin();

// What an editor writes: a line or a quotation, new or changed, with its forecast, and what happens when two write at once.
"use strict";

const FORECAST_MS = 250; // after the last key
const draft = { item: null, initial: null, asked: 0, timer: 0 }; // item: what is edited; null: a new one

// A quotation whose words stand as its speaker's own, so that both can be changed.
const isPlainQuote = (item) => Boolean(item.speaker && item.quote && item.text.endsWith(` - ${item.speaker}`));
const localTime = (time) => {
  if (!time) return "";
  const date = new Date(time);
  return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
};
const utcTime = (text) => (text ? new Date(text).toISOString().replace(/\.\d+Z$/, "Z") : null);

// The form as what is written (the API's members).
function written() {
  const quoted = byId("f-quote").checked;
  const words = byId("f-text").value.replace(/\s+/g, " ").trim();
  return {
    ...(quoted ? { quote: words, speaker: byId("f-speaker").value.trim() || null } : { text: words }),
    category: byId("f-category").value.trim() || null,
    priority: Number(byId("f-priority").value),
    not_before: utcTime(byId("f-not_before").value),
    expires: utcTime(byId("f-expires").value),
    most_airings: numberOf("f-most_airings"),
    gap_s: numberOf("f-gap_s"),
    weight: numberOf("f-weight") || null,
    daypart: byId("f-daypart").value.trim() || null,
  };
}

// Only what is not as it was: the rest is somebody else's to change.
function changes() {
  const now = written();
  if (!draft.item) return Object.fromEntries(Object.entries(now).filter(([, value]) => value !== null));
  const same = (key) => JSON.stringify(now[key]) === JSON.stringify(draft.initial[key]);
  const changed = Object.keys(now).filter((key) => !same(key));
  if (changed.includes("quote") || changed.includes("speaker")) return pick(now, [...new Set([...changed, "quote", "speaker"])]);
  return pick(now, changed);
}
const pick = (from, keys) => Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
const isChanged = () => JSON.stringify(written()) !== JSON.stringify(draft.initial);

function fillForm(item) {
  const quoted = item ? isPlainQuote(item) : false;
  const put = (id, value) => (byId(id).value = value ?? "");
  draft.item = item;
  byId("f-quote").checked = quoted;
  put("f-text", item && (quoted ? item.quote : item.text));
  put("f-speaker", item && item.speaker);
  put("f-category", item && item.category);
  put("f-priority", item ? item.priority : 0);
  put("f-not_before", item && localTime(item.not_before));
  put("f-expires", item && localTime(item.expires));
  put("f-most_airings", item && (item.most_airings || ""));
  put("f-gap_s", item && (item.gap_s || ""));
  put("f-weight", item && item.weight);
  put("f-daypart", item && item.daypart);
  draft.initial = written();
  byId("conflict").hidden = true;
  byId("write-title").textContent = say(item ? "write_edit" : "write");
  byId("write-about").textContent = item ? [`#${item.key || item.id}`, item.origin, factsOf(item)].filter(Boolean).join(" · ") : "";
  byId("f-save").textContent = say(item ? "save_edit" : "save");
  byId("expires-says").textContent = say(item ? "expires_set" : "expires");
  draft.asked++; // an answer that is still on its way is not for this one
  onForm();
}

function onForm() {
  byId("f-speaker-row").hidden = !byId("f-quote").checked;
  byId("f-priority-is").textContent = byId("f-priority").value;
  clearTimeout(draft.timer);
  if (byId("f-text").value.trim()) draft.timer = setTimeout(forecast, FORECAST_MS);
  else byId("forecast").textContent = "";
}

async function forecast() {
  const number = ++draft.asked;
  const out = byId("forecast");
  let text, bad = false;
  try {
    const told = await ask("POST", "forecast", draft.item ? { id: draft.item.id, ...changes() } : changes());
    const facts = { n: told.airings, t: told.until && timeText(told.until), s: told.seconds.toFixed(1), p: told.pages };
    text = told.why_not ? say("forecast_none", { why: told.why_not })
      : [say("forecast", facts), told.first && say("forecast_first", { t: timeText(told.first) })].filter(Boolean).join(" · ");
    bad = Boolean(told.why_not);
  } catch (error) {
    text = error.message;
    bad = true;
  }
  if (number !== draft.asked) return; // more was written meanwhile
  out.textContent = text;
  out.className = bad ? "bad" : "";
}

const showForm = () => {
  if (!isWide()) go("write");
  byId("f-text").focus();
};
const mayLeave = () => !isChanged() || window.confirm(say("unsaved"));

function fresh(focus = true) {
  if (focus && !mayLeave()) return;
  fillForm(null);
  if (focus) showForm();
}

function edit(item) {
  if (!may("editor") || !mayLeave()) return;
  fillForm(item);
  showForm();
}

// --- saving ---
async function save() {
  const { item } = draft;
  try {
    const saved = item ? await ask("PUT", `items/${item.id}`, changes(), item.etag) : await ask("POST", "items", changes());
    inform(say("saved"));
    fillForm(item ? saved : null);
    byId("f-text").focus();
    refresh();
  } catch (error) {
    if (error.status === 412 || (item && error.status === 404)) return showConflict();
    const field = error.field && byId(`f-${error.field}`);
    complain(error);
    if (field) field.focus();
  }
}

// Both texts, and no way on but to choose.
async function showConflict() {
  const theirs = await ask("GET", `items/${draft.item.id}`).catch(() => null);
  if (!theirs) return inform(say("conflict_gone"), true);
  const mine = written();
  draft.theirs = theirs;
  byId("conflict-theirs").textContent = theirs.text;
  byId("conflict-facts").textContent = factsOf(theirs);
  byId("conflict-mine").textContent = [mine.quote ?? mine.text, mine.speaker].filter(Boolean).join(" - ");
  byId("conflict").hidden = false;
  byId("conflict").focus();
}

on("take-theirs", "click", () => {
  fillForm(draft.theirs);
  byId("f-text").focus();
});
on("keep-mine", "click", () => {
  draft.item = draft.theirs; // what was seen is what may be replaced
  byId("conflict").hidden = true;
  save();
});

on("v-write", "input", onForm);
on("v-write", "submit", (event) => {
  event.preventDefault();
  if (byId("conflict").hidden) save();
});
on("v-write", "keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target.id === "f-text")) {
    event.preventDefault();
    byId("v-write").requestSubmit();
  }
});
on("f-new", "click", () => fresh());
window.addEventListener("beforeunload", (event) => isChanged() && event.preventDefault());
fillForm(null);

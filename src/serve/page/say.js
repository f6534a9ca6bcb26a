// How the page finds its parts, its words and its times.
"use strict";

const byId = (id) => document.getElementById(id);
const on = (id, what, act) => byId(id).addEventListener(what, act);

// say("aired", {n: 3}): the words, with what stands in braces.
function say(name, values = {}) {
  return WORDS[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// All that names its words within a part of the page.
function translate(root) {
  for (const part of root.querySelectorAll("[data-say]")) part.textContent = say(part.dataset.say);
  for (const part of root.querySelectorAll("[data-of]")) part.insertAdjacentHTML("afterbegin", `<span>${say(part.dataset.of)}</span> `);
  for (const part of root.querySelectorAll("[data-label]")) part.setAttribute("aria-label", say(part.dataset.label));
}

const isToday = (time) => new Date(time).toDateString() === new Date().toDateString();
function timeText(time, withSeconds = false) {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(withSeconds && { second: "2-digit" }) };
  return new Date(time).toLocaleString(navigator.language, { ...clock, ...(!isToday(time) && { day: "numeric", month: "short" }) });
}

document.documentElement.lang = WORDS.language;
translate(document);

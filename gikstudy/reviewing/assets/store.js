// What both kinds of page share: the language, the theme, decisions in this browser, CSV files.
"use strict";
globalThis.gikReview = (() => {
  const PREFIX = "gikstudy-review:";
  const FIELDS = ["report", "cell", "action", "value", "expect", "reason", "who", "date"];
  const SHEET = ["report_id", "item", "kind", "text", "codes", "coder", "note"];
  const { words } = globalThis.gikWords;

  // A browser may refuse to keep anything; the page still works until it is closed.
  const kept = new Map();
  const read = (key) => {
    try { return localStorage.getItem(PREFIX + key) ?? kept.get(key) ?? null; }
    catch { return kept.get(key) ?? null; }
  };
  const write = (key, text) => {
    kept.set(key, text);
    try { localStorage.setItem(PREFIX + key, text); } catch { /* kept above */ }
  };
  const drop = (key) => {
    kept.delete(key);
    try { localStorage.removeItem(PREFIX + key); } catch { /* nothing is there */ }
  };

  // --- language and theme ---------------------------------------------------------------------
  const root = document.documentElement;
  const language = () => root.dataset.lang;
  const say = (key, values = {}) =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, String(value)),
      words[key][language()],
    );
  const speak = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-Hans" : "en";
    for (const option of document.querySelectorAll("option[data-zh]")) {
      option.textContent = option.dataset[lang];
    }
    for (const hinted of document.querySelectorAll("[data-hint]")) {
      hinted.placeholder = say(hinted.dataset.hint);
    }
    document.dispatchEvent(new Event("language"));
  };
  const themed = (theme) => { root.dataset.theme = theme; };
  const isDark = () => root.dataset.theme === "dark"
    || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);

  root.dataset.lang = read("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
  root.lang = root.dataset.lang === "zh" ? "zh-Hans" : "en";
  if (read("theme")) themed(read("theme"));
  document.addEventListener("click", (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    if (what === "language") {
      write("language", language() === "zh" ? "en" : "zh");
      speak(read("language"));
    } else if (what === "theme") {
      write("theme", isDark() ? "light" : "dark");
      themed(read("theme"));
    }
  });
  document.addEventListener("DOMContentLoaded", () => speak(language()));

  // --- decisions --------------------------------------------------------------------------------
  // One entry for each report: {cells: {anchor: decision}, points: {number/kind: coding}}.
  const decisions = (id) => {
    try {
      const found = JSON.parse(read(`report:${id}`) ?? "{}");
      return { cells: found.cells ?? {}, points: found.points ?? {} };
    } catch { return { cells: {}, points: {} }; }
  };
  const keep = (id, entry) => {
    const empty = !Object.keys(entry.cells).length && !Object.keys(entry.points).length;
    if (empty) drop(`report:${id}`);
    else write(`report:${id}`, JSON.stringify(entry));
  };
  // The ids of the reports that have an entry; there may be few of them among many reports.
  const known = () => {
    const names = new Set(kept.keys());
    try { for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) names.add(name.slice(PREFIX.length)); }
    catch { /* only what is kept above */ }
    return [...names].filter((name) => name.startsWith("report:")).map((name) => name.slice(7));
  };
  const today = () => {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  // --- files ------------------------------------------------------------------------------------
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  // A spreadsheet must not take a text for a formula; extract knows the mark.
  const safe = (text) => (/^[=+\-@]/.test(text) ? `'${text}` : text);
  const line = (fields, row) =>
    fields.map((name) => quoted(name === "value" ? row[name] : safe(row[name] ?? ""))).join(",");
  const csv = (fields, rows) => [fields.join(","), ...rows.map((row) => line(fields, row))].join("\n") + "\n";
  const parsed = (text) => {
    const rows = [[""]];
    let inside = false;
    for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at += 1) {
      const c = text[at];
      const row = rows.at(-1);
      if (inside && c === '"' && text[at + 1] === '"') { row[row.length - 1] += c; at += 1; }
      else if (c === '"') inside = !inside;
      else if (!inside && c === ",") row.push("");
      else if (!inside && (c === "\n" || c === "\r")) {
        if (c === "\r" && text[at + 1] === "\n") at += 1;
        rows.push([""]);
      } else row[row.length - 1] += c;
    }
    const [head, ...rest] = rows;
    return rest.filter((row) => row.length > 1)
      .map((row) => Object.fromEntries(head.map((name, n) => [name, row[n] ?? ""])));
  };
  const download = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in made && typeof value !== "string") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };

  return { FIELDS, SHEET, csv, decisions, download, element, keep, known, language, parsed, read, say, today, write };
})();

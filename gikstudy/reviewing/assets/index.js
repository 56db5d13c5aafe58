// The first page: the list of reports, and the decisions of this browser as files.
"use strict";
(() => {
  const { FIELDS, SHEET, csv, decisions, download, element, keep, known, parsed, read, say, write } = globalThis.gikReview;
  const NAMES = ["id", "body", "title", "year", "level", "region", "province", "status", "form", "script",
    "open_cells", "strays", "failed", "warnings", "confidence", "source", "root", "first"];
  const SHOWN = ["body", "year", "level", "region", "status", "form", "script", "open_cells", "strays",
    "failed", "warnings", "confidence", "decisions"];
  const NUMBERS = new Set(["year", "open_cells", "strays", "failed", "warnings", "decisions"]);
  const SELECTS = ["year", "level", "status", "form", "script", "confidence"];
  const ROWS = 100;
  const reports = globalThis.gikData.reports.map((row, rank) =>
    ({ rank, ...Object.fromEntries(NAMES.map((name, n) => [name, row[n]])) }));
  const byId = new Map(reports.map((report) => [report.id, report]));
  const body = document.querySelector("#reports tbody");
  const select = (name) => document.getElementById(`by-${name}`);
  let start = 0;
  let order = { name: "rank", way: 1 };

  for (const report of reports) {
    report.decisions = 0;
    report.text = [report.id, report.body, report.title, report.region, report.province, report.source].join(" ").toLowerCase();
  }

  for (const id of known()) if (byId.has(id)) byId.get(id).decisions = Object.keys(decisions(id).cells).length;

  const label = (name, value) => {
    const option = select(name) && [...select(name).options].find((one) => one.value === String(value));
    return option?.textContent ?? String(value ?? "");
  };
  const NEEDS = {
    any_open: (r) => r.open_cells > 0, any_strays: (r) => r.strays > 0,
    any_failed: (r) => r.failed > 0, decided: (r) => r.decisions > 0,
  };
  const fits = () => {
    const text = document.getElementById("find").value.trim().toLowerCase();
    const wanted = SELECTS.map((name) => [name, select(name).value]).filter(([, value]) => value);
    const need = NEEDS[select("needs").value];
    return reports.filter((r) =>
      (!text || r.text.includes(text)) && wanted.every(([name, value]) => String(r[name]) === value) && (!need || need(r)));
  };
  const sorted = (found) => {
    const { name, way } = order;
    const compare = NUMBERS.has(name) || name === "rank"
      ? (a, b) => (a[name] ?? -Infinity) - (b[name] ?? -Infinity)
      : (a, b) => String(a[name]).localeCompare(String(b[name]), "zh");
    return found.sort((a, b) => way * compare(a, b) || a.rank - b.rank);
  };
  const cellOf = (report, name) => {
    const cell = element("td", NUMBERS.has(name) ? { class: "n" } : {});
    if (name === "open_cells" && report.first) {
      cell.append(element("a", { href: `reports/${report.id}.html#${report.first}` }, String(report[name])));
    } else cell.append(SELECTS.includes(name) ? label(name, report[name]) : String(report[name] ?? ""));
    if (["strays", "failed", "open_cells", "warnings"].includes(name) && !report[name]) cell.classList.add("zero");
    return cell;
  };
  const rowOf = (report) => {
    const link = element("a", { href: `reports/${report.id}.html` }, report.body || report.title || report.source);
    const head = element("th", { scope: "row" }, link, element("small", {}, report.source));
    return element("tr", {}, head, ...SHOWN.slice(1).map((name) => cellOf(report, name)));
  };
  const draw = () => {
    const found = sorted(fits());
    start = Math.min(start, Math.max(0, Math.floor((found.length - 1) / ROWS) * ROWS));
    const end = Math.min(start + ROWS, found.length);
    body.replaceChildren(...found.slice(start, end).map(rowOf));
    document.getElementById("shown").textContent = found.length
      ? say("shown", { n: found.length, from: start + 1, to: end }) : say("none_shown");
    document.getElementById("page-back").disabled = start === 0;
    document.getElementById("page-on").disabled = end >= found.length;
    for (const head of document.querySelectorAll("#reports thead th")) {
      const name = head.firstElementChild.dataset.sort;
      head.setAttribute("aria-sort", name !== order.name ? "none" : order.way > 0 ? "ascending" : "descending");
    }
    count();
  };

  const filters = document.getElementById("filters");
  filters.addEventListener("input", () => { start = 0; draw(); });
  filters.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("#reports thead").addEventListener("click", (event) => {
    const name = event.target.closest("[data-sort]")?.dataset.sort;
    if (!name) return;
    const first = NUMBERS.has(name) ? -1 : 1;
    const same = order.name === name;
    order = same && order.way !== first ? { name: "rank", way: 1 } : { name, way: same ? -first : first };
    start = 0;
    draw();
  });
  document.getElementById("page-back").addEventListener("click", () => { start -= ROWS; draw(); });
  document.getElementById("page-on").addEventListener("click", () => { start += ROWS; draw(); });

  // --- decisions as files -------------------------------------------------------------------------
  const said = document.getElementById("said");
  const decided = () => known().filter((id) => byId.has(id)).map((id) => byId.get(id))
    .sort((a, b) => a.rank - b.rank).map((report) => ({ report, ...decisions(report.id) }))
    .filter(({ cells, points }) => Object.keys(cells).length || Object.keys(points).length);
  const count = () => {
    const all = decided();
    const cells = all.reduce((sum, { cells: own }) => sum + Object.keys(own).length, 0);
    const points = all.reduce((sum, { points: own }) => sum + Object.keys(own).length, 0);
    const told = [cells ? say("n_pending", { n: cells, m: all.filter((one) => Object.keys(one.cells).length).length }) : say("no_pending")];
    if (points) told.push(say("n_points", { n: points }));
    document.getElementById("count").textContent = told.join(" · ");
  };
  // The whole file of a raw folder: what it has, with each cell that was decided anew in its new form.
  const corrections = (root) => {
    const own = decided().filter(({ report }) => report.root === root);
    const fresh = own.flatMap(({ report, cells }) =>
      Object.values(cells).map((made) => ({ ...made, report: report.id, also: report.source })));
    const replaced = (old) => fresh.some((made) =>
      [made.report, made.also].includes(old.report) && [made.cell, made.locus].includes(old.cell));
    const before = globalThis.gikData.roots[root].corrections.filter((old) => !replaced(old));
    return [...before, ...fresh.filter(({ action }) => action !== "withdraw")];
  };
  document.addEventListener("click", (event) => {
    const root = event.target.closest("[data-download]")?.dataset.download;
    if (root !== undefined) download("corrections.csv", csv(FIELDS, corrections(Number(root))));
    const copied = event.target.closest("[data-copy]")?.dataset.copy;
    if (copied) {
      navigator.clipboard?.writeText(document.getElementById(copied).textContent)
        .then(() => { said.textContent = say("copied"); }, () => {});
    }
  });
  document.getElementById("sheet").addEventListener("click", () => {
    const coder = read("who") ?? "";
    const rows = decided().flatMap(({ report, points }) =>
      Object.values(points).map(({ item, kind, codes, text }) =>
        ({ report_id: report.id, item, kind, text, codes: codes.join(";"), coder, note: "" })));
    download("coding_sheet.csv", csv(SHEET, rows));
  });
  document.getElementById("load").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const rows = parsed(await file.text());
    const missing = FIELDS.find((name) => !(name in (rows[0] ?? {})));
    if (missing) { said.textContent = say("load_failed", { column: missing }); return; }
    const bySource = new Map(reports.map((report) => [report.source, report]));
    let number = 0;
    for (const row of rows) {
      const report = byId.get(row.report) ?? bySource.get(row.report);
      if (!report || !row.cell.includes("/")) continue;
      const entry = decisions(report.id);
      const { report: _, ...made } = row;
      entry.cells[row.cell.replaceAll("/", ":")] = { ...made, expect: row.expect.replace(/^'(?=[=+\-@])/, ""), locus: "" };
      keep(report.id, entry);
      report.decisions = Object.keys(entry.cells).length;
      number += 1;
    }
    said.textContent = say("loaded", { n: number });
    draw();
  });
  document.getElementById("forget").addEventListener("click", () => {
    const known = new Set(globalThis.gikData.roots.flatMap(({ corrections: all }) =>
      all.map((c) => [c.report, c.cell, c.action, c.value].join("\n"))));
    for (const { report, cells, points } of decided()) {
      const rest = Object.entries(cells).filter(([, made]) => ![report.id, report.source].some((name) =>
        known.has([name, made.cell, made.action, made.value].join("\n"))));
      keep(report.id, { cells: Object.fromEntries(rest), points });
      report.decisions = rest.length;
    }
    draw();
  });
  const who = document.getElementById("who");
  who.value = read("who") ?? "";
  who.addEventListener("change", () => write("who", who.value.trim()));
  document.addEventListener("language", draw);
  draw();
})();

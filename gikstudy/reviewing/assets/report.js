// The page of one report: cells and their places, the form of a decision, the coding of section five.
"use strict";
(() => {
  const { decisions, element, keep, language, read, say, today, write } = globalThis.gikReview;
  const page = JSON.parse(document.getElementById("page").textContent);
  const source = document.getElementById("source");
  const panel = document.getElementById("cell");
  const cells = [...document.querySelectorAll("td[data-s]")];
  const OPEN = new Set(["ambiguous", "unreadable"]);
  const entry = decisions(page.id);
  let chosen = null;

  const lineOf = (locus) => locus.replace(/(?::\d+|(?<=\d)C\d+)$/, "");
  const placesOf = (locus) => {
    const at = (name) => [...source.querySelectorAll(`[data-at="${CSS.escape(name)}"]`)];
    const exact = locus ? at(locus) : [];
    // The text of a PDF is folded away; on the picture a line without ruled cells has one frame.
    const pictured = source.querySelector("svg") && !exact.some((one) => one.tagName === "rect");
    const line = locus && (!exact.length || pictured) ? at(lineOf(locus)) : [];
    return [...line.filter((one) => !exact.length || one.tagName === "rect"), ...exact];
  };
  // A number that may be in several cells: everything in its line that the row prints.
  const candidatesOf = (cell) => {
    const { s: state, l: locus, r: raw } = cell.dataset;
    if (state !== "ambiguous" || !raw.includes(" | ")) return placesOf(locus);
    const printed = raw.split(" | ");
    const line = placesOf(lineOf(locus))[0]?.closest(".ln, tr");
    const found = [...line?.querySelectorAll("[data-at]") ?? []].filter((one) => printed.includes(one.textContent.trim()));
    return found.length ? found : placesOf(locus);
  };
  const decisionOf = (cell) => entry.cells[cell.id];
  const keyOf = (cell) => cell.id.replaceAll(":", "/");
  const nameOf = (cell) => {
    const copy = (th) => [...th.childNodes].map((node) => node.cloneNode(true));
    const row = cell.parentElement.querySelector("th");
    const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    return [...copy(row), " · ", ...copy(head)];
  };
  const rowOf = (cell) => [...cell.parentElement.querySelectorAll("td[data-s]")];

  // --- why a cell is as it is -------------------------------------------------------------------
  const whyOf = (cell) => {
    const { s: state, r: raw, u: unit, lo, hi } = cell.dataset;
    if (state !== "ambiguous") return [say(`why.${state}`)];
    if (unit === "unstated") return [say("why.ambiguous_unit")];
    const printed = raw ? raw.split(" | ") : [];
    const open = rowOf(cell).filter((one) => one.dataset.s === "ambiguous").length;
    const reasons = [
      !printed.length ? say("why.ambiguous_none")
        : open > 1 ? say("why.ambiguous_some", { n: printed.length, m: open, raw })
          : say("why.ambiguous_one", { raw }),
    ];
    if (printed.length && lo !== undefined && hi !== undefined) reasons.push(say("why.ambiguous_bounds"));
    return reasons;
  };

  // --- a cell and its place ---------------------------------------------------------------------
  const unmark = () => {
    for (const one of document.querySelectorAll(".here, .near")) one.classList.remove("here", "near");
  };
  const show = (places) => {
    unmark();
    for (const one of places) one.classList.add("here");
    const first = places[0];
    first?.closest(".ln, tr")?.classList.add("near");
    if (first) {
      const box = source.getBoundingClientRect();
      const at = first.getBoundingClientRect();
      if (at.top < box.top + 40 || at.bottom > box.bottom - 40) {
        source.scrollTop += at.top - box.top - box.height / 2;
      }
    }
  };
  const choose = (cell, { focus = false } = {}) => {
    if (chosen) { chosen.tabIndex = -1; chosen.removeAttribute("aria-selected"); }
    chosen = cell;
    cell.tabIndex = 0;
    cell.setAttribute("aria-selected", "true");
    show(candidatesOf(cell));
    fill();
    if (focus) cell.focus({ preventScroll: false });
    history.replaceState(null, "", `#${cell.id}`);
  };

  const button = (key, act, attributes = {}) => {
    const made = element("button", { type: "button", ...attributes }, say(key));
    made.addEventListener("click", act);
    return made;
  };
  const pair = (key, ...values) => [element("dt", {}, say(key)), element("dd", {}, ...values)];
  const stateName = (state) =>
    [...document.querySelector(`.legend [data-s="${state}"]`).childNodes].map((node) => node.cloneNode(true));

  const fill = () => {
    if (!chosen) return;
    const { s: state, l: locus, r: raw, v: value, lo, hi, u: unit } = chosen.dataset;
    const facts = element("dl", { class: "facts" });
    facts.append(...pair("state", ...stateName(state)));
    if (value !== undefined) facts.append(...pair("value", element("b", {}, value)));
    if (lo !== undefined || hi !== undefined) {
      facts.append(...pair("bounds", `${lo ?? 0} … ${hi ?? say("no_bound")}`));
    }
    if (raw) facts.append(...pair("printed", element("code", {}, raw)));
    if (locus) {
      const go = element("button", { type: "button", class: "at" }, locus);
      go.addEventListener("click", () => { show(candidatesOf(chosen)); source.focus(); });
      facts.append(...pair("place", go));
    }
    facts.append(...pair("why", whyOf(chosen).join(" ")));
    const known = page.corrections[chosen.id];
    if (known) {
      facts.append(...pair("applied", say(known.action === "accept" ? "accepted_by" : "applied_by", known)));
    }
    panel.replaceChildren(element("h3", {}, ...nameOf(chosen)), facts, formOf(chosen, known, unit));
  };

  // --- the form -----------------------------------------------------------------------------------
  const formOf = (cell, known, unit) => {
    const made = decisionOf(cell);
    const form = element("form", { class: "decide", novalidate: "" });
    const actions = ["accept", "set", "clear", ...(known ? ["withdraw"] : [])];
    const choice = element("fieldset", {}, element("legend", {}, say("decide")));
    for (const action of actions) {
      const radio = element("input", { type: "radio", name: "action", value: action });
      radio.checked = action === (made?.action ?? (OPEN.has(cell.dataset.s) ? "set" : "accept"));
      choice.append(element("label", {}, radio, " ", say(action)));
    }
    const labelled = (key, input) => element("label", {}, say(key), input);
    const value = element("input", { name: "value", inputmode: "decimal", autocomplete: "off", size: "8" });
    value.value = made?.value ?? "";
    const reason = element("input", { name: "reason", autocomplete: "off", maxlength: "300", class: "long" });
    reason.value = made?.reason ?? "";
    const who = element("input", { name: "who", autocomplete: "name", maxlength: "80", size: "12" });
    who.value = made?.who ?? read("who") ?? "";
    const said = element("p", { class: "said", role: "status" });
    const save = element("button", { type: "submit", class: "main" }, say("save"));
    const last = element("p", { class: "row" }, save);
    if (made) last.append(" ", button("undo", () => decide(cell, null)));
    form.append(
      choice,
      labelled(unit === "yuan" || unit === "unstated" ? "value_yuan" : "value", value),
      labelled("reason", reason), labelled("who", who), last, said,
    );
    const update = () => { value.disabled = form.elements.action.value !== "set"; };
    form.addEventListener("change", update);
    update();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const action = form.elements.action.value;
      const told = {
        action, value: action === "set" ? value.value.trim() : "", expect: cell.dataset.r,
        reason: reason.value.trim() || (action === "accept" ? say("reason.accept") : ""),
        who: who.value.trim(), date: today(),
      };
      const wrong = mistake(told, cell);
      if (wrong) { said.textContent = say(wrong); form.elements[wrong.split(".")[1]]?.focus(); return; }
      write("who", told.who);
      decide(cell, told);
    });
    return form;
  };
  const mistake = ({ action, value, reason, who }, cell) => {
    if (action === "set" && !/^-?\d{1,18}(\.\d+)?$/.test(value)) return "need.value";
    if (action === "set" && value.includes(".") && !cell.id.startsWith("proactive")) return "need.whole";
    if (action !== "withdraw" && !reason) return "need.reason";
    return who || action === "withdraw" ? "" : "need.who";
  };
  const decide = (cell, told) => {
    if (told) entry.cells[cell.id] = { ...told, cell: keyOf(cell), locus: cell.dataset.l };
    else delete entry.cells[cell.id];
    keep(page.id, entry);
    paint();
    fill();
    panel.querySelector(".said").textContent = say(told ? "saved" : "removed");
    cell.focus();
  };
  const paint = () => {
    for (const cell of cells) {
      const made = decisionOf(cell);
      cell.classList.toggle("decided", Boolean(made));
      if (made) cell.dataset.new = made.action === "set" ? `→ ${made.value}` : { accept: "✓", clear: "→ ∅", withdraw: "↶" }[made.action];
      else delete cell.dataset.new;
    }
    const number = Object.keys(entry.cells).length;
    const mine = document.getElementById("mine");
    mine.hidden = !number;
    mine.textContent = `${say("pending")}: ${number}`;
  };

  // --- from the source to the cells ---------------------------------------------------------------
  source.addEventListener("click", (event) => {
    const place = event.target.closest("[data-at]");
    if (!place || getSelection().toString()) return;
    const at = place.dataset.at;
    const found = cells.find((cell) => cell.dataset.l === at)
      ?? cells.find((cell) => lineOf(cell.dataset.l) === lineOf(at) && cell.dataset.l);
    if (found) { choose(found); found.scrollIntoView({ block: "nearest" }); } else show([place]);
  });
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-s]");
    if (cell) choose(cell, { focus: true });
    const go = event.target.closest("[data-go]");
    if (go) show(placesOf(go.dataset.go));
  });

  // --- keyboard -------------------------------------------------------------------------------------
  const step = (cell, across, down) => {
    const table = cell.closest("table");
    const tables = [...document.querySelectorAll("table.form")];
    const rows = tables.flatMap((one) => [...one.tBodies[0].rows]);
    const row = rows.indexOf(cell.parentElement);
    if (across) {
      const line = rowOf(cell);
      return line[line.indexOf(cell) + across];
    }
    const next = rows[row + down];
    if (!next) return undefined;
    const column = table === next.closest("table") ? cell.cellIndex : 1;
    return next.cells[Math.min(column, next.cells.length - 1)]?.matches("[data-s]")
      ? next.cells[Math.min(column, next.cells.length - 1)] : next.querySelector("td[data-s]");
  };
  const nextOpen = (way) => {
    const open = cells.filter((cell) => OPEN.has(cell.dataset.s));
    if (!open.length) return undefined;
    const order = way > 0 ? open : open.slice().reverse();
    const from = chosen ? cells.indexOf(chosen) : (way > 0 ? -1 : cells.length);
    return order.find((cell) => way * (cells.indexOf(cell) - from) > 0) ?? order[0];
  };
  const keys = {
    ArrowRight: (cell) => step(cell, 1, 0), ArrowLeft: (cell) => step(cell, -1, 0),
    ArrowDown: (cell) => step(cell, 0, 1), ArrowUp: (cell) => step(cell, 0, -1),
    Home: (cell) => rowOf(cell)[0], End: (cell) => rowOf(cell).at(-1),
    n: () => nextOpen(1), p: () => nextOpen(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const cell = event.target.closest("td[data-s]");
    if (event.key === "Escape" && chosen && !cell) { chosen.focus(); return; }
    if (!cell) return;
    if (event.key in keys) {
      event.preventDefault();
      const target = keys[event.key](cell);
      if (target) choose(target, { focus: true });
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(cell);
      panel.querySelector("input:checked").focus();
    } else if (event.key === "a") {
      panel.querySelector("input[value=accept]").click();
      panel.querySelector("[name=who]").value ? panel.querySelector("form").requestSubmit() : panel.querySelector("[name=who]").focus();
    } else if (event.key === "s") {
      source.focus();
    }
  });
  source.addEventListener("keydown", (event) => {
    if (event.key === "s" && chosen) { event.preventDefault(); chosen.focus(); }
  });
  document.getElementById("open-on").addEventListener("click", () => { const to = nextOpen(1); if (to) choose(to, { focus: true }); });
  document.getElementById("open-back").addEventListener("click", () => { const to = nextOpen(-1); if (to) choose(to, { focus: true }); });

  // --- coding of section five -----------------------------------------------------------------------
  const points = [...document.querySelectorAll("#points > li")];
  const coding = (point) => `${point.dataset.item}/${point.dataset.kind}/${points.indexOf(point)}`;
  const paintPoint = (point) => {
    const codes = entry.points[coding(point)]?.codes ?? [];
    point.querySelector(".chosen").textContent = codes.join(" ");
    const chips = point.querySelector(".chips");
    chips.replaceChildren(...globalThis.gikWords.codes
      .filter(([code]) => code.startsWith(point.dataset.kind === "problem" ? "P" : "I"))
      .map(([code, zh, en, defZh, defEn]) => {
        const box = element("input", { type: "checkbox", value: code });
        box.checked = codes.includes(code);
        box.addEventListener("change", () => encode(point));
        const chinese = language() === "zh";
        return element("label", { title: chinese ? defZh : defEn }, box, ` ${code} ${chinese ? zh : en}`);
      }));
  };
  const encode = (point) => {
    const codes = [...point.querySelectorAll("input:checked")].map((box) => box.value);
    if (codes.length) {
      entry.points[coding(point)] = {
        item: point.dataset.item, kind: point.dataset.kind, codes,
        text: point.querySelector(".point").textContent,
      };
    } else delete entry.points[coding(point)];
    keep(page.id, entry);
    point.querySelector(".chosen").textContent = codes.join(" ");
  };
  document.getElementById("show-codes")?.addEventListener("change", (event) => {
    document.getElementById("codes").hidden = !event.target.checked;
    source.classList.toggle("with-codes", event.target.checked);
  });

  document.addEventListener("language", () => { fill(); paint(); points.forEach(paintPoint); });
  const fromHash = () => {
    const cell = cells.find((one) => one.id === decodeURIComponent(location.hash.slice(1)));
    if (cell && cell !== chosen) { choose(cell, { focus: true }); cell.scrollIntoView({ block: "center" }); }
  };
  addEventListener("hashchange", fromHash);
  if (cells[0]) cells[0].tabIndex = 0;
  paint();
  points.forEach(paintPoint);
  fromHash();
})();

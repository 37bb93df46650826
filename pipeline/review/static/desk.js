// The review desk's page: shows a claim, takes a decision, asks for the next. Texts go in as text.
"use strict";
(() => {
  const SIGNS = { favor: "▲", neutral: "●", against: "▼" };
  const STANCES = { f: "favor", n: "neutral", a: "against" };
  const TYPES = ["fact", "cause", "prediction", "value", "policy"];
  const token = new URLSearchParams(location.search).get("token");
  const $ = (id) => document.getElementById(id);

  let item = null;      // the claim on show
  let points = [];      // its passage as code points, which all offsets count
  let start = 0;
  let end = 0;
  let busy = false;
  let polling;
  const visited = [];   // claims decided since the page opened, for Back

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children.flat().filter((c) => c != null));
    return node;
  }

  async function api(path, data) {
    const answer = await fetch("/api/" + path, {
      method: data ? "POST" : "GET",
      headers: { "x-token": token, ...(data ? { "content-type": "application/json" } : {}) },
      body: data ? JSON.stringify(data) : undefined,
    });
    const type = answer.headers.get("content-type") || "";
    const content = type.includes("json") ? await answer.json() : { error: await answer.text() };
    if (!answer.ok) throw new Error(content.error);
    return content;
  }

  function tell(error) {
    $("error").hidden = !error;
    $("error").textContent = error
      ? (error instanceof TypeError ? "The desk does not answer. Start stancebook review again and open the address it prints; nothing that was saved is lost." : error.message)
      : "";
  }

  // --- What is on show ---

  const chosen = (name) => $("form").elements[name].value || null;
  const choose = (name, value) => {
    for (const input of $("form").querySelectorAll(`input[name="${name}"]`))
      input.checked = input.value === value;
  };

  function holderValue(holder) {
    if (!holder || !holder.kind) return "";
    return holder.kind === "entity" ? "entity:" + holder.entity_id : holder.kind;
  }

  function showState(state) {
    $("who").textContent = state.annotator;
    $("blind").hidden = !state.blind;
    $("bar").max = Math.max(state.total, 1);
    $("bar").value = state.decided;
    $("progress").textContent = `${state.decided.toLocaleString("en")} of ${state.total.toLocaleString("en")} decided` +
      (state.skipped ? `, ${state.skipped} skipped` : "");
    $("set").textContent = state.set;
    showTraining(state);
  }

  function show(next) {
    item = next;
    $("desk").hidden = !item;
    $("done").hidden = !!item;
    if (!item) { $("done").focus(); return; }
    const values = item.decision && item.decision.action === "keep" ? item.decision : item.model;
    points = Array.from(item.text);
    [start, end] = values && values.end ? [values.start, values.end] : [item.start, item.end];
    $("title").textContent = item.title;
    $("about").textContent = item.about.join(" · ");
    choose("stance", values && values.stance);
    choose("type", values && values.type);
    $("holder").replaceChildren(
      el("option", { value: "" }, "choose …"), el("option", { value: "author" }, "author"),
      ...item.entities.map((e) => el("option", { value: "entity:" + e.id }, e.name)),
      el("option", { value: "group" }, "group …"), el("option", { value: "unknown" }, "unknown"));
    $("holder").value = holderValue(values && values.holder);
    $("words").value = (values && values.holder && values.holder.text) || "";
    $("comment").value = (item.decision && item.decision.comment) || "";
    showSide();
    showChoice();
    if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
  }

  function showSpan() {
    const [a, b] = [start - item.first, end - item.first];
    $("before").textContent = (item.first ? "… " : "") + points.slice(0, a).join("");
    $("claim").textContent = points.slice(a, b).join("");
    $("after").textContent = points.slice(b).join("");
    $("claim").className = chosen("stance") || "";
    $("place").textContent = `characters ${start} to ${end}`;
    const box = $("passage");
    box.scrollTop += $("claim").getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }

  function showChoice() {
    showSpan();
    $("words-field").hidden = $("holder").value !== "group";
    const model = item.model;
    const same = model && model.stance === chosen("stance") && model.type === chosen("type") &&
      holderValue(model.holder) === $("holder").value && start === item.start && end === item.end;
    $("keep-text").textContent = same ? "Accept" : "Save";
  }

  function showSide() {
    const boxes = [];
    const m = item.model;
    if (m) {
      boxes.push(el("section", { class: "card" }, el("h2", {}, "The model"),
        el("p", {}, sign(m.stance), m.stance + ", " + m.type + ", held by " +
          (m.holder.kind === "entity" ? nameOf(m.holder.entity_id) : m.holder.text || m.holder.kind)),
        table(["favor", "neutral", "against"].map((s) => [s, m.probabilities[s], s])),
        el("p", {}), table([["a claim at all", m.probability, ""], ["unsure", m.uncertainty, ""]])));
    } else {
      boxes.push(el("section", { class: "card" }, el("h2", {}, "Blind"),
        el("p", {}, "You see neither what the model nor what another coder says.")));
    }
    const others = Object.entries(item.others);
    if (others.length)
      boxes.push(el("section", { class: "card" }, el("h2", {}, "Other coders"),
        el("ul", {}, others.map(([name, s]) => el("li", {}, name + ": ", s ? sign(s) : "", s || "no claim")))));
    if (item.decision)
      boxes.push(el("section", { class: "card" }, el("h2", {}, "Decided before"),
        el("p", {}, { keep: "kept", reject: "not a claim", skip: "skipped" }[item.decision.action])));
    boxes.push(el("div", { id: "training" }));
    $("side").replaceChildren(...boxes);
  }

  const nameOf = (id) => (item.entities.find((e) => e.id === id) || { name: "?" }).name;
  const sign = (s) => el("span", { class: "sign " + s, "aria-hidden": "true" }, (SIGNS[s] || "") + " ");

  function table(rows) {
    return el("table", {}, el("tbody", {}, rows.map(([name, p, kind]) => {
      const fill = el("i", {});
      fill.style.width = (100 * p).toFixed(1) + "%";
      return el("tr", {}, el("th", { scope: "row" }, name),
        el("td", {}, el("span", { class: "meter " + kind, "aria-hidden": "true" }, fill)),
        el("td", { class: "n" }, Math.round(100 * p) + "%"));
    })));
  }

  function showTraining(state) {
    const place = $("training");
    if (!place) return;
    const parts = [];
    if (state.training) parts.push(el("p", {}, "Training … you can go on."));
    else if (state.offer) {
      const button = el("button", { type: "button", id: "retrain" }, "Retrain now");
      button.addEventListener("click", train);
      parts.push(el("p", {}, `${state.decided} claims are decided: enough to train the stance model on them.`), button);
    }
    const r = state.result;
    if (r && r.error) parts.push(el("p", {}, "Not trained: " + r.error));
    else if (r && !state.training) {
      parts.push(
        el("p", {}, `Trained on ${r.examples} sentences, ${r.reviewed} of them yours. Of ${r.waiting} claims that wait, ${r.changed} got another stance.`),
        el("p", {}, `Right on your claims: before ${r.right.before} of ${r.reviewed}` +
          (r.right.after == null ? "." : `, now ${r.right.after} (each asked of a model that did not see its document).`)),
        el("ul", {}, Object.entries(r.moves).map(([move, count]) => el("li", {}, `${move}: ${count}`))),
        el("ol", { class: "changes", tabindex: "0", "aria-label": "Claims that got another stance" },
          r.changes.map((c) => el("li", {}, `${c.before} → ${c.after}: `, c.text))),
        el("p", {}, "Model: ", el("code", {}, r.model)));
    }
    place.replaceChildren(...(parts.length ? [el("section", { class: "card" }, el("h2", {}, "Retraining"), parts)] : []));
    clearTimeout(polling);
    if (state.training) polling = setTimeout(() => api("state").then(showState, tell), 1000);
  }

  async function train() {
    try { showState(await api("retrain", {})); } catch (error) { tell(error); }
  }

  // --- Decisions ---

  function holder() {
    const value = $("holder").value;
    if (value.startsWith("entity:")) return { kind: "entity", entity_id: value.slice(7) };
    return value === "group" ? { kind: "group", text: $("words").value } : { kind: value };
  }

  async function decide(action) {
    if (busy || !item) return;
    busy = true;
    $("saved").textContent = "Saving …";
    try {
      const state = await api("decide", {
        doc_id: item.doc_id, claim_id: item.claim_id, action, start, end, stance: chosen("stance"),
        type: chosen("type"), holder: holder(), comment: $("comment").value,
      });
      visited.push([item.doc_id, item.claim_id]);
      $("saved").textContent = `Saved ${action === "keep" ? chosen("stance") : action === "reject" ? "as no claim" : "as skipped"}`;
      tell(null);
      show(await api("next"));
      showState(state);
    } catch (error) {
      $("saved").textContent = "";
      tell(error);
    } finally {
      busy = false;
    }
  }

  async function back() {
    const last = visited.pop();
    if (!last) return;
    try {
      show(await api("item?" + new URLSearchParams({ doc_id: last[0], claim_id: last[1] })));
      showState(await api("state"));
    } catch (error) { tell(error); }
  }

  /** The next edge of a word from `at`, in the direction `by`, within the passage. */
  function edge(at, by, starts) {
    const word = (i) => /[\p{L}\p{N}\p{M}'’-]/u.test(points[i] || " ");
    const isEdge = (i) => starts ? word(i) && !word(i - 1)
      : (word(i - 1) && !word(i)) || (!/\s/u.test(points[i - 1] || " ") && /\s/u.test(points[i] || " "));
    let i = at - item.first + by;
    while (i > 0 && i < points.length && !isEdge(i)) i += by;
    return Math.min(Math.max(i, 0), points.length) + item.first;
  }

  function setSpan(a, b) {
    if (a < b) { [start, end] = [a, b]; showChoice(); }
  }

  function takeSelection() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !$("passage").contains(selection.getRangeAt(0).commonAncestorContainer)) return;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.setStart($("passage"), 0);
    before.setEnd(range.startContainer, range.startOffset);
    const lead = item.first ? 2 : 0; // the ellipsis that is no part of the text
    const a = item.first + Array.from(before.toString()).length - lead;
    setSpan(Math.max(a, item.first), a + Array.from(range.toString()).length);
    selection.removeAllRanges();
  }

  const KEYS = {
    x: () => decide("reject"), s: () => decide("skip"), b: back, u: back,
    h: () => $("holder").focus(), c: () => $("comment").focus(), "?": () => $("help").showModal(),
    "[": () => setSpan(edge(start, -1, true), end), "]": () => setSpan(edge(start, 1, true), end),
    "{": () => setSpan(start, edge(end, -1, false)), "}": () => setSpan(start, edge(end, 1, false)),
    w: takeSelection, r: () => setSpan(item.start, item.end), Enter: () => decide("keep"),
    ...Object.fromEntries(Object.entries(STANCES).map(([key, s]) => [key, () => { choose("stance", s); showChoice(); }])),
    ...Object.fromEntries(TYPES.map((t, i) => [String(i + 1), () => { choose("type", t); showChoice(); }])),
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const target = event.target;
    const writing = target.tagName === "SELECT" || (target.tagName === "INPUT" && target.type !== "radio");
    if (writing) {
      if (event.key === "Escape" || (event.key === "Enter" && target.tagName === "INPUT")) {
        event.preventDefault();
        target.blur();
      }
      return;
    }
    if (event.key === "Enter" && target.tagName === "BUTTON" && target.type !== "submit") return;
    if (Object.hasOwn(KEYS, event.key) && (item || event.key === "?" || event.key === "b")) {
      event.preventDefault();
      KEYS[event.key]();
    }
  }

  function choices(place, name, rows) {
    place.append(...rows.map(([key, value]) => el("label", { class: "choice " + value },
      el("input", { type: "radio", name, value }),
      el("span", {}, el("kbd", { "aria-hidden": "true" }, key), " ", SIGNS[value] ? sign(value) : "", value))));
  }

  choices($("stances"), "stance", Object.entries(STANCES));
  choices($("types"), "type", TYPES.map((t, i) => [String(i + 1), t]));
  $("form").addEventListener("change", () => item && showChoice());
  $("form").addEventListener("submit", (event) => { event.preventDefault(); decide("keep"); });
  $("keys").addEventListener("click", KEYS["?"]);
  for (const button of document.querySelectorAll("button[data-key]"))
    button.addEventListener("click", () => KEYS[button.dataset.key]());
  document.addEventListener("keydown", onKey);
  (async () => {
    try {
      const state = await api("state");
      show(await api("next"));
      showState(state);
    } catch (error) { tell(error); }
    document.documentElement.dataset.ready = "1";
  })();
})();

// The report's lists, filters and reading view. Every text goes in as text, never as markup.
"use strict";
(() => {
  const STANCES = ["favor", "neutral", "against"];
  const SIGNS = { favor: "▲", neutral: "●", against: "▼" };
  const LABELS = ["OFFICIAL", "CARTEL", "AGENCY", "DATE"];
  const VIEWS = ["overview", "documents", "claims", "made"];
  const PAGE = 100;

  const $ = (id) => document.getElementById(id);
  const index = JSON.parse($("index").textContent);
  const places = new Map(index.map((row, i) => [row.id, i]));
  const bodies = new Map();

  /** An element with attributes and children; a string child is text. */
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === true) node.setAttribute(name, "");
      else if (value !== false && value != null) node.setAttribute(name, value);
    }
    node.append(...children.flat().filter((c) => c != null));
    return node;
  }

  /** A document's body, parsed when it is first needed; null where the page has no room for it. */
  function body(i) {
    if (!bodies.has(i)) {
      const script = $("d" + i);
      const data = script && JSON.parse(script.textContent);
      // Offsets are code points, so the text is kept as an array of them.
      if (data && data.text !== null) data.points = Array.from(data.text);
      bodies.set(i, data);
    }
    return bodies.get(i);
  }

  const words = (data, [start, end]) =>
    data.points ? data.points.slice(start, end).join("") : null;
  const docLink = (id, claim) =>
    "#document/" + encodeURIComponent(id) + (claim ? "/" + encodeURIComponent(claim) : "");
  const stance = (label) =>
    el("span", { class: "stance " + label },
      el("span", { "aria-hidden": "true" }, SIGNS[label]), " " + label);
  const percent = (p) => Math.round(100 * p) + "%";
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function strip(counts) {
    return el("span", { class: "strip", "aria-hidden": "true" },
      STANCES.filter((s) => counts[s]).map((s) => el("i", { class: s, style: "flex:" + counts[s] })));
  }

  // --- Filters: fields of a form, kept in the address, so that a filtered list can be linked. ---

  const choices = (key) =>
    [...new Set(index.map((row) => row[key]).filter(Boolean))].sort();
  const years = [...new Set(index.map((row) => row.published.slice(0, 4)).filter(Boolean))].sort();
  const COMMON = [
    ["stance", "Stance", STANCES], ["kind", "Kind", choices("kind")],
    ["publisher", "Publisher", choices("publisher")], ["language", "Language", choices("language")],
    ["from", "From", years], ["to", "To", years],
  ];
  const FIELDS = {
    documents: [["q", "Search titles, authors, texts"], ...COMMON, ["entity", "Names"]],
    claims: [["q", "Search sentences"], ...COMMON,
      ["type", "Type", ["fact", "cause", "prediction", "value", "policy"]], ["holder", "Holder"]],
  };

  function buildFilters(view) {
    const form = $("filters-" + view);
    for (const [name, label, options] of FIELDS[view]) {
      if (options && options.length < 2 && name !== "stance") continue;
      const id = view + "-" + name;
      const field = options
        ? el("select", { id, name }, el("option", { value: "" }, "any"),
          options.map((o) => el("option", { value: o }, o)))
        : el("input", { id, name, type: "search", autocomplete: "off" });
      form.append(el("div", { class: "field field-" + name }, el("label", { for: id }, label), field));
    }
    form.append(el("button", { type: "reset" }, "Clear"));
    let timer;
    const changed = () => {
      const query = new URLSearchParams([...new FormData(form)].filter(([, v]) => v));
      history.replaceState(null, "", "#" + view + (query.size ? "?" + query : ""));
      show(view, query);
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(changed, 120); });
    form.addEventListener("reset", () => setTimeout(changed, 0));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  function fillFilters(view, query) {
    for (const field of $("filters-" + view).elements) {
      if (field.name) {
        const value = query.get(field.name) || "";
        if (field.value !== value && document.activeElement !== field) field.value = value;
      }
    }
  }

  /** A test of names: holds what was typed, or is exactly what stands in quotation marks. */
  function namedLike(typed) {
    const exact = /^"(.*)"$/s.exec(typed);
    const wanted = fold(exact ? exact[1] : typed);
    return exact ? (name) => fold(name) === wanted : (name) => fold(name).includes(wanted);
  }

  function ofDocument(row, query) {
    for (const key of ["kind", "publisher", "language"])
      if (query.get(key) && row[key] !== query.get(key)) return false;
    const year = row.published.slice(0, 4);
    return !(query.get("from") && !(year >= query.get("from"))) &&
      !(query.get("to") && !(year && year <= query.get("to")));
  }

  function documentsFor(query) {
    const q = fold(query.get("q") || "");
    const entity = query.get("entity") && namedLike(query.get("entity"));
    return index.map((_, i) => i).filter((i) => {
      const row = index[i];
      if (!ofDocument(row, query)) return false;
      if (query.get("stance") && row.stance !== query.get("stance")) return false;
      if (entity) {
        const data = body(i);
        if (!data || !data.entities.some(([, name]) => entity(name))) return false;
      }
      if (!q) return true;
      const about = [row.id, row.title, row.publisher, ...row.authors].join("\n");
      return fold(about).includes(q) || fold((body(i) && body(i).text) || "").includes(q);
    });
  }

  function claimsFor(query) {
    const q = fold(query.get("q") || "");
    const holder = query.get("holder") && namedLike(query.get("holder"));
    const found = [];
    index.forEach((row, i) => {
      const data = ofDocument(row, query) && body(i);
      for (const claim of data ? data.claims : []) {
        if (query.get("stance") && claim.stance !== query.get("stance")) continue;
        if (query.get("type") && claim.type !== query.get("type")) continue;
        if (holder && !holder(claim.holder[1])) continue;
        if (q && !fold(words(data, claim.at) || "").includes(q)) continue;
        found.push([i, claim]);
      }
    });
    return found;
  }

  // --- Lists, drawn a page at a time. ---

  function pages(view, items, draw) {
    const list = $("list-" + view).querySelector("tbody") || $("list-" + view);
    const more = $("more-" + view);
    let shown = 0;
    list.replaceChildren();
    const next = () => {
      list.append(...items.slice(shown, shown + PAGE).map(draw));
      shown = Math.min(shown + PAGE, items.length);
      more.hidden = shown >= items.length;
      more.textContent = "Show more (" + (items.length - shown).toLocaleString("en") + " left)";
    };
    more.onclick = next;
    next();
  }

  function drawDocument(i) {
    const row = index[i];
    return el("tr", { "data-go": docLink(row.id) },
      el("th", { scope: "row" }, el("a", { href: docLink(row.id) }, row.title),
        el("small", {}, [row.authors.join(", "), row.publisher].filter(Boolean).join(" · "))),
      el("td", {}, row.kind), el("td", { class: "date" }, row.published),
      el("td", {}, stance(row.stance)), el("td", { class: "wide" }, strip(row.claims)),
      STANCES.map((s) => el("td", { class: "n" }, String(row.claims[s]))));
  }

  function drawClaim([i, claim]) {
    const row = index[i];
    const text = words(body(i), claim.at);
    return el("li", { "data-go": docLink(row.id, claim.id), class: claim.stance },
      el("a", { class: "quote", href: docLink(row.id, claim.id) },
        text === null ? "characters " + claim.at.join(" to ") + " (coded without its text)" : text),
      el("p", { class: "meta" }, stance(claim.stance), " " + percent(Math.max(...claim.ps)) + " · ",
        claim.holder[1], " · " + claim.type + " · ", el("em", {}, row.title),
        row.published ? " · " + row.published : ""));
  }

  function showList(view, query) {
    fillFilters(view, query);
    const items = view === "documents" ? documentsFor(query) : claimsFor(query);
    const missing = index.filter((_, i) => !$("d" + i)).length;
    $("count-" + view).textContent = items.length.toLocaleString("en") + " " +
      (items.length === 1 ? view.slice(0, -1) : view) +
      (missing ? ". The file has no room for the texts of " + missing.toLocaleString("en") +
        " documents: they are counted in the overview and listed, but not searched." : "");
    pages(view, items, view === "documents" ? drawDocument : drawClaim);
    current = -1;
  }

  // --- The reading view. ---

  function showDocument(id, claimId) {
    const i = places.get(id);
    const row = index[i];
    const reader = $("view-document");
    if (row === undefined) {
      $("h-document").textContent = "There is no document " + id;
      for (const part of ["meta", "text", "side"]) $(part).replaceChildren();
      return;
    }
    const data = body(i);
    if (reader.dataset.id !== id) {
      reader.dataset.id = id;
      $("h-document").textContent = row.title;
      $("meta").replaceChildren(...metaOf(row, data));
      $("text").replaceChildren(...(data ? textOf(data) :
        [el("p", { class: "note" }, "The file has no room for this document’s text. Make a report " +
          "of fewer documents, or raise --max-megabytes.")]));
      $("previous").disabled = i === 0;
      $("next").disabled = i === index.length - 1;
    }
    $("side").replaceChildren(...(data ? sideOf(row, data, claimId) : []));
    for (const node of $("text").querySelectorAll("[data-claim]"))
      node.classList.toggle("chosen", node.dataset.claim === claimId);
    const chosen = claimId && $("text").querySelector(".chosen");
    if (chosen) chosen.scrollIntoView({ block: "center" });
    else window.scrollTo(0, 0);
  }

  function metaOf(row, data) {
    const parts = [row.authors.join(", "), row.publisher, row.kind, row.published, row.language,
      data && data.licence].filter(Boolean).join(" · ");
    const link = data && data.url &&
      el("a", { href: data.url, rel: "noopener noreferrer" }, "source");
    return [stance(row.stance), " ", el("span", {}, parts), " ", link || ""];
  }

  /** The running text: claims as spans, mentions and holders as marks within them. */
  function textOf(data) {
    if (!data.points) {
      return [el("p", { class: "note" }, "Coded without its text. Its claims by offset:"),
        el("ol", { class: "claims" }, data.claims.map((c) => el("li", { class: c.stance, "data-claim": c.id },
          "characters " + c.at.join(" to "), " ", stance(c.stance))))];
    }
    const cuts = new Set([0, data.points.length]);
    const holders = data.claims.map((c) => holderSpan(data, c)).filter(Boolean);
    for (const [start, end] of [...data.mentions, ...data.claims.map((c) => c.at), ...holders])
      cuts.add(start).add(end);
    const edges = [...cuts].filter((c) => c <= data.points.length).sort((a, b) => a - b);
    const inside = (spans, at) => spans.filter(([start, end]) => start <= at && at < end);
    const out = [];
    let open = null;
    for (let e = 0; e + 1 < edges.length; e++) {
      const at = edges[e];
      const text = data.points.slice(at, edges[e + 1]).join("");
      const claim = data.claims.find((c) => c.at[0] <= at && at < c.at[1]);
      if (!claim) open = null;
      else if (!open || open.dataset.claim !== claim.id) {
        open = el("span", { class: "claim " + claim.stance, "data-claim": claim.id, tabindex: "-1" });
        out.push(open);
      }
      let node = text;
      for (const mention of inside(data.mentions, at))
        node = el("mark", { class: mention[2], title: titleOf(data, mention) }, node);
      if (inside(holders, at).length) node = el("span", { class: "holder" }, node);
      if (open) open.append(node);
      else out.push(node);
    }
    return out;
  }

  function titleOf(data, [, , label, entity, edtf]) {
    const [, name, roles] = data.entities[entity] || [label, ""];
    return [label, name, ...(roles || []), edtf].filter(Boolean).join(" · ");
  }

  /** Where the holder's own words stand in a claim. */
  function holderSpan(data, claim) {
    const [start, end] = claim.at;
    const mention = data.mentions.find(
      (m) => claim.entity >= 0 && m[3] === claim.entity && start <= m[0] && m[1] <= end);
    if (mention) return mention;
    const wanted = Array.from(claim.words);
    for (let at = start; wanted.length && at + wanted.length <= end; at++)
      if (wanted.every((c, i) => data.points[at + i] === c)) return [at, at + wanted.length];
    return null;
  }

  function sideOf(row, data, claimId) {
    const claim = data.claims.find((c) => c.id === claimId);
    const boxes = [];
    if (claim) {
      boxes.push(el("section", { class: "card detail " + claim.stance, "aria-label": "The claim" },
        el("h2", {}, "Claim ", el("code", {}, claim.id)),
        el("dl", {},
          el("dt", {}, "Stance"), el("dd", {}, stance(claim.stance)),
          el("dt", {}, "Holder"), el("dd", {}, el("a", { href: "#claims?holder=" + encodeURIComponent('"' + claim.holder[1] + '"') }, claim.holder[1]), " (" + claim.holder[0] + ")"),
          el("dt", {}, "Type"), el("dd", {}, claim.type),
          el("dt", {}, "A claim at all"), el("dd", {}, percent(claim.p)),
          el("dt", {}, "Characters"), el("dd", {}, claim.at.join(" to "))),
        probabilities(STANCES.map((s, k) => [s, claim.ps[k]]))));
    }
    boxes.push(el("section", { class: "card", "aria-label": "The author’s stance" },
      el("h2", {}, "Author’s stance"), el("p", {}, stance(row.stance)),
      probabilities(STANCES.map((s) => [s, data.probabilities[s] || 0]))));
    for (const label of LABELS.slice(0, 3)) {
      const named = data.entities.map((e, k) => [e, k]).filter(([e]) => e[0] === label);
      if (!named.length) continue;
      boxes.push(el("section", { class: "card", "aria-label": label },
        el("h2", {}, el("span", { class: "tag " + label }, label)),
        el("ul", { class: "names" }, named.map(([[, name, roles, wikidata], k]) => el("li", {},
          el("a", { href: "#documents?entity=" + encodeURIComponent('"' + name + '"') }, name),
          el("span", { class: "quiet" }, " " + data.mentions.filter((m) => m[3] === k).length + "×" +
            (roles.length ? " " + roles.join(", ") : "")),
          /^Q\d+$/.test(wikidata) ? el("a", { class: "quiet", rel: "noopener noreferrer",
            href: "https://www.wikidata.org/wiki/" + wikidata }, " " + wikidata) : null)))));
    }
    boxes.push(el("section", { class: "card", "aria-label": "Source" }, el("h2", {}, "Source"),
      el("p", { class: "quiet" }, data.path), el("p", { class: "quiet hash" }, "SHA-256 " + data.sha256)));
    return boxes;
  }

  function probabilities(rows) {
    return el("table", { class: "probabilities" }, el("tbody", {}, rows.map(([s, p]) =>
      el("tr", {}, el("th", { scope: "row" }, s),
        el("td", {}, el("span", { class: "meter " + s, "aria-hidden": "true" },
          el("i", { style: "width:" + (100 * p).toFixed(1) + "%" }))),
        el("td", { class: "n" }, percent(p))))));
  }

  function buildLayers() {
    const layers = [...LABELS.map((l) => [l, l.toLowerCase() + "s"]), ["claim", "claims"], ["holder", "holders"]];
    layers[2][1] = "agencies";
    for (const [layer, name] of layers) {
      const box = el("input", { type: "checkbox", id: "layer-" + layer, checked: true });
      box.addEventListener("change", () => $("text").classList.toggle("no-" + layer, !box.checked));
      $("layers").append(el("label", { class: "layer" }, box, " ",
        layer === "claim" ? el("span", {}, STANCES.map((s) => el("span", { class: "claim " + s }, SIGNS[s] + " " + s)).flatMap((n) => [n, " "]))
          : layer === "holder" ? el("span", { class: "holder" }, name)
            : el("mark", { class: layer }, name)));
    }
  }

  // --- The address decides what is shown. ---

  let view = "overview";
  let current = -1;

  function show(name, query, parts) {
    view = name;
    for (const section of document.querySelectorAll(".view"))
      section.hidden = section.id !== "view-" + name;
    for (const link of document.querySelectorAll("nav a")) {
      const here = link.dataset.view === (name === "document" ? "documents" : name);
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (name === "documents" || name === "claims") showList(name, query);
    if (name === "document") showDocument(parts[0], parts[1]);
  }

  function route() {
    const address = location.hash.slice(1) || "overview";
    const [path, query] = [address.split("?")[0], address.split("?").slice(1).join("?")];
    let [name, ...parts] = path.split("/");
    try { parts = parts.map(decodeURIComponent); } catch { parts = [""]; }
    if (name === "main") return;
    if (name !== "document" && !VIEWS.includes(name)) name = "overview";
    const moved = name !== view;
    show(name, new URLSearchParams(query), parts);
    if (moved && name !== "document") window.scrollTo(0, 0);
  }

  function step(by) {
    if (view === "document") {
      const data = body(places.get($("view-document").dataset.id));
      if (!data || !data.claims.length) return;
      const id = decodeURIComponent(location.hash.split("/")[2] || "");
      const at = data.claims.findIndex((c) => c.id === id);
      const next = Math.min(Math.max(at + by, 0), data.claims.length - 1);
      history.replaceState(null, "", docLink($("view-document").dataset.id, data.claims[next].id));
      route();
      return;
    }
    const rows = [...document.querySelectorAll("#view-" + view + " [data-go]")];
    if (!rows.length) return;
    current = Math.min(Math.max(current + by, 0), rows.length - 1);
    rows[current].querySelector("a").focus();
    rows[current].scrollIntoView({ block: "nearest" });
  }

  function turn(by) {
    const i = places.get($("view-document").dataset.id) + by;
    if (view === "document" && index[i]) location.hash = docLink(index[i].id);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const writing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape") {
      if (writing) event.target.blur();
      else if (view === "document") history.length > 1 ? history.back() : (location.hash = "#documents");
      return;
    }
    if (writing) return;
    const actions = {
      "?": () => $("help").showModal(), j: () => step(1), k: () => step(-1),
      n: () => turn(1), p: () => turn(-1),
      "/": () => {
        if (view !== "claims") location.hash = view === "documents" ? location.hash : "#documents";
        setTimeout(() => $((view === "claims" ? "claims" : "documents") + "-q").focus(), 30);
      },
      ...Object.fromEntries(VIEWS.map((v, i) => [String(i + 1), () => { location.hash = "#" + v; }])),
    };
    if (Object.hasOwn(actions, event.key)) { event.preventDefault(); actions[event.key](); }
  }

  // Some browsers refuse storage to a file; the choice then lasts as long as the page.
  function stored(value) {
    try {
      if (value) localStorage.setItem("stancebook-theme", value);
      return localStorage.getItem("stancebook-theme");
    } catch { return null; }
  }

  function theme(value) { if (value) document.documentElement.dataset.theme = value; }

  $("list-documents").append(
    el("thead", {}, el("tr", {}, ["Document", "Kind", "Published", "Author’s stance"].map((h) => el("th", { scope: "col" }, h)),
      el("th", { scope: "col", class: "wide" }, "Claims"), STANCES.map((s) => el("th", { scope: "col", class: "n" }, stance(s))))),
    el("tbody", {}));
  buildFilters("documents");
  buildFilters("claims");
  buildLayers();
  theme(stored());
  $("theme").addEventListener("click", () => {
    const dark = getComputedStyle(document.documentElement).getPropertyValue("--is-dark").trim() === "1";
    theme(dark ? "light" : "dark");
    stored(dark ? "light" : "dark");
  });
  $("keys").addEventListener("click", () => $("help").showModal());
  $("previous").addEventListener("click", () => turn(-1));
  $("next").addEventListener("click", () => turn(1));
  $("text").addEventListener("click", (event) => {
    const claim = event.target.closest("[data-claim]");
    if (claim && !String(getSelection())) {
      history.replaceState(null, "", docLink($("view-document").dataset.id, claim.dataset.claim));
      const at = window.scrollY;
      route();
      window.scrollTo(0, at);
    }
  });
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", route);
  route();
  document.documentElement.dataset.ready = "1";
})();

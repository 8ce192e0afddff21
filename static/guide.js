// A guidance talk in the browser: sends what is changed, follows what the other one changes, saves notes while typing,
// and sorts the shortlist by hand. Without it, every form has its button and the page is followed by reloading.
(() => {
  "use strict";
  const POLL_MS = 1500, WAIT_MS = 450, DRAFT_HOURS = 24, TIMEOUT_MS = 15000, READ_MS = 5000;
  const page = document.getElementById("talk");
  if (!page) return;
  const json = { "Content-Type": "application/json", Accept: "application/json" };
  const seen = new Map(); // the parts as the server last wrote them

  const remember = (address) => { try { if (address) sessionStorage.setItem("pathways-talk", address); else sessionStorage.removeItem("pathways-talk"); } catch { /* then there is no way back but the door */ } };
  remember(page.dataset.open === "yes" ? location.pathname : "");

  // ---- parts -------------------------------------------------------------------------------------------------
  const parts = (root) => root.querySelectorAll("[data-live]");
  parts(document).forEach((part) => seen.set(part.id, part.outerHTML));

  let touched = 0; // a list of choices that is open cannot be told from one that is not
  document.addEventListener("pointerdown", () => { touched = Date.now(); }, true);
  document.addEventListener("keydown", () => { touched = Date.now(); }, true);

  // Whether somebody is typing in a part, or choosing in a field other than the one that is answered.
  function inUse(part, field) {
    const active = document.activeElement;
    if (!part.contains(active) || !active.matches("input, select, textarea")) return false;
    if (active.matches("select, [type=date]")) return active.id !== field && Date.now() - touched < 8000;
    return !active.matches("[type=checkbox], [type=radio]") && active.value !== active.defaultValue;
  }

  // Puts in what changed. A part in which somebody is typing waits until they are done. What is older than what was
  // seen already is let go. `field` is the one this answers; `refused` shows what is wrong with it.
  let newest = 0;
  function apply(html, etag, field, refused) {
    const version = parseInt((etag || "").replace(/^\D*/, ""), 10) || 0;
    if (version < newest || leaving) return;
    newest = version;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    let all = true;
    for (const part of parts(fresh)) {
      const old = document.getElementById(part.id);
      if (!old || (seen.get(part.id) === part.outerHTML && !refused)) continue;
      if (dragging || waiting.get(part.id) || (!refused && inUse(old, field))) { all = false; continue; }
      replace(old, part);
    }
    const notes = fresh.getElementById("f-notes"), read = fresh.getElementById("notes-read");
    if (notes) theirs(notes.value, fresh.getElementById("notes-said").textContent);
    if (read) document.getElementById("notes-read")?.replaceWith(document.adoptNode(read));
    const talk = fresh.getElementById("talk");
    if (talk && (talk.dataset.open !== page.dataset.open || !!notes !== !!notesField())) { turned(); return; }
    if (all) page.dataset.etag = etag || "";
  }

  // The talk was opened, ended, or the pen was given or taken: another page now. What is not saved stays, to be copied.
  function turned() {
    if (dirty()) { lost = true; remember(""); say(notesField().dataset.lost, true); } else location.reload();
  }

  function replace(old, part) {
    const active = document.activeElement, held = old.contains(active) && active !== old;
    const name = held ? key(active) : null, open = [...old.querySelectorAll("details[open]")].map((one) => one.id).filter(Boolean);
    seen.set(part.id, part.outerHTML);
    const heading = part.querySelector("h1"), before = old.querySelector("h1");
    if (heading && heading.textContent !== before?.textContent) looked();
    old.replaceWith(document.adoptNode(part));
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (window.htmx) window.htmx.process(part);
    const again = name && [...part.querySelectorAll("button, input, select, textarea, a")].find((one) => key(one) === name);
    if (again && !again.disabled) again.focus({ preventScroll: true });
    else if (held && heading && heading.textContent !== before?.textContent) heading.focus();
    else if (held) { part.tabIndex = -1; part.focus({ preventScroll: true }); }
  }
  const key = (one) => one.id || [one.tagName, one.name, one.value, one.getAttribute("aria-label"), one.textContent.trim()].join("|");

  async function ask(url, options) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try { return await fetch(url, { ...options, signal: stop.signal, cache: "no-store", credentials: "same-origin" }); }
    finally { clearTimeout(timer); }
  }

  // ---- changes -----------------------------------------------------------------------------------------------
  let sending = Promise.resolve();
  const waiting = new Map(); // changes of a part that are not answered yet: only the last answer is put in
  const failed = []; // changes that found no connection: sent when there is one
  function send(url, sent, form, field) {
    const part = form?.closest("[data-live]")?.id;
    waiting.set(part, (waiting.get(part) || 0) + 1);
    return transmit(url, sent, form, field, part);
  }
  function transmit(url, sent, form, field, part) {
    sending = sending.then(async () => {
      try {
        const answer = await ask(url, { method: "POST", headers: { "HX-Request": "true" }, body: sent });
        const html = await answer.text();
        if ([200, 409, 422].includes(answer.status) && html.includes("data-live")) {
          if (answer.ok) form?.querySelectorAll("input, textarea").forEach((one) => { if (sent.getAll(one.name).includes(one.value)) one.defaultValue = one.value; });
          waiting.set(part, waiting.get(part) - 1);
          apply(html, answer.headers.get("ETag"), field, !answer.ok);
          if (!answer.ok) document.getElementById("problem")?.scrollIntoView({ block: "nearest" });
        } else if (form) form.submit(); // the server's own page says what is wrong, and holds what was typed
        else location.reload();
      } catch { failed.push([url, sent, form, field, part]); offline(true); }
    });
    return sending;
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-finish]")) { event.preventDefault(); finish(form); return; }
    if (!form.matches("[data-change]")) return;
    event.preventDefault();
    send(form.action, new URLSearchParams(new FormData(form, event.submitter)), form, "");
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-auto]")) send(form.action, new URLSearchParams(new FormData(form)), form, event.target.id);
  });

  // A line may be as long as it likes and is still one line: there, Enter sends it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches?.("[data-enter]")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // Ends the talk once all of it is saved, and not before.
  async function finish(form) {
    for (let awaited = null; awaited !== sending;) { awaited = sending; await awaited; }
    await flush();
    if (dirty() || failed.length) { say(notesField()?.dataset.unsaved, true); return; }
    leaving = true;
    forget();
    remember("");
    form.submit();
  }

  // ---- follow ------------------------------------------------------------------------------------------------
  let away = false;
  let leaving = false; // on the way to another page: an answer that comes now must not turn round
  async function follow() {
    if (document.hidden || leaving) return;
    try {
      const answer = await ask(page.dataset.follow, { headers: { "HX-Request": "true", "If-None-Match": page.dataset.etag ? `"${page.dataset.etag.replaceAll('"', "")}"` : "" } });
      offline(false);
      if (leaving) return;
      if (answer.status === 200) apply(await answer.text(), answer.headers.get("ETag"));
      else if (answer.status === 404) gone();
    } catch { offline(true); }
  }
  function offline(now) {
    if (now === away || lost) return;
    away = now;
    if (now) { say(notesField()?.dataset.offline || "", true); return; }
    failed.splice(0).forEach((change) => transmit(...change));
    if (dirty()) save(); else say(lastSaid, false);
  }
  let lost = false;
  function gone() {
    if (lost) return;
    lost = true;
    remember("");
    if (!dirty()) { forget(); location.reload(); return; }
    say(notesField().dataset.lost, true); // what was typed stays, to be copied
  }
  (async function round() {
    await follow();
    if (!lost) setTimeout(round, POLL_MS);
  })();
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) follow(); else keep(); });

  // ---- notes -------------------------------------------------------------------------------------------------
  const notesField = () => document.getElementById("f-notes");
  const box = () => document.getElementById("notes-said");
  const draft = `pathways-draft-${page.dataset.talk}-${page.dataset.seat}`;
  let base = notesField()?.form.elements.base.value ?? "", lastSaid = box()?.textContent ?? "", timer = 0, busy = null, again = false;

  const dirty = () => !!notesField() && notesField().value !== base;
  // What went well is said quietly; a screen reader hears what did not.
  function say(words, off) {
    if (!box() || words === undefined) return;
    box().textContent = words;
    box().classList.toggle("off", off);
    const alert = document.getElementById("notes-alert");
    if (alert && alert.textContent !== (off ? words : "")) alert.textContent = off ? words : "";
  }
  const store = (what) => { try { what(localStorage); } catch { /* a browser that keeps nothing keeps no draft */ } };
  const own = Math.random().toString(36); // whose draft it is: another page of this talk must not take it away
  const keep = () => store((kept) => {
    if (dirty()) kept.setItem(draft, JSON.stringify({ at: Date.now(), own, ...sendingOf(base, notesField().value) }));
    else if (JSON.parse(kept.getItem(draft) || "{}").own === own) kept.removeItem(draft);
  });
  const forget = () => store((kept) => kept.removeItem(draft));

  // A sending has a word of its own, and keeps it when it is sent again: so the server takes it in once.
  let last = { base: null, mine: null, once: "" };
  function sendingOf(from, mine) {
    if (last.base !== from || last.mine !== mine) last = { base: from, mine, once: Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("") };
    return last;
  }

  function typed() {
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  }
  function save() {
    clearTimeout(timer);
    if (busy) { again = true; return busy; }
    if (!dirty() || lost) return Promise.resolve();
    busy = post().finally(() => { busy = null; if (again) { again = false; save(); } });
    return busy;
  }
  async function post() {
    const mine = notesField().value, form = notesField().form;
    if (!away) say(notesField().dataset.saving, false);
    try {
      const answer = await ask(form.action, { method: "POST", headers: json, body: JSON.stringify(sendingOf(base, mine)) });
      if (answer.status === 413) { offline(false); say(notesField().dataset.full, true); return; }
      const said = await answer.json();
      offline(false);
      if (answer.ok) acknowledged(mine, said);
      else if (said.lost) { lost = true; say(`${said.lost} ${notesField().dataset.lost}`, true); }
      else say(said.problem, true);
    } catch {
      if (lost) return;
      offline(true);
      say(notesField().dataset.offline, true);
      retry();
    }
  }
  let retrying = 0;
  function retry() { clearTimeout(retrying); retrying = setTimeout(save, 2000); }
  function acknowledged(mine, said) {
    newest = Math.max(newest, said.version);
    if (notesField().value === mine) { write(said.text); base = said.text; }
    else base = mine; // typed on since: the next save brings that together with what stands there now
    clash = said.clash ? { words: said.clash, said: said.said, at: Date.now() } : null;
    lastSaid = said.clash || said.said;
    say(lastSaid, !!said.clash);
    keep();
    if (dirty()) typed();
  }
  // That both changed the same place has been read once somebody is done with the notes, or turns to another part.
  let clash = null;
  function looked() {
    if (!clash || Date.now() - clash.at < READ_MS) return;
    lastSaid = clash.said;
    if (box()?.textContent === clash.words) say(lastSaid, false);
    clash = null;
  }
  function write(text) {
    const at = notesField(), old = at.value, focused = document.activeElement === at;
    const start = at.selectionStart, end = at.selectionEnd;
    let head = 0;
    while (head < old.length && head < text.length && old[head] === text[head]) head++;
    let tail = 0;
    while (tail < old.length - head && tail < text.length - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
    const moved = (place) => place <= head ? place : place >= old.length - tail ? place + text.length - old.length : Math.min(place, text.length - tail);
    at.value = text;
    if (focused) at.setSelectionRange(moved(start), moved(end));
  }
  // What the other one saved: shown at once when nothing is typed here; else the next save brings both together.
  function theirs(text, said) {
    if (!notesField() || busy || text === base) return;
    if (dirty()) { save(); return; }
    write(text);
    base = text;
    clash = null;
    lastSaid = said;
    say(said, false);
  }
  async function flush() {
    for (let tries = 0; tries < 5 && dirty() && !lost; tries++) await save();
  }
  if (notesField()) {
    notesField().addEventListener("input", typed);
    notesField().addEventListener("blur", looked);
    window.addEventListener("online", () => { follow(); save(); });
    window.addEventListener("pagehide", () => {
      if (!dirty() || lost) return;
      keep();
      fetch(notesField().form.action, { method: "POST", headers: json, keepalive: true, body: JSON.stringify(sendingOf(base, notesField().value)) }).catch(() => {});
    });
    store((kept) => {
      const left = JSON.parse(kept.getItem(draft) || "null");
      if (!left) return;
      if (Date.now() - left.at > DRAFT_HOURS * 3600e3 || left.mine === base) { kept.removeItem(draft); return; }
      // As if it had just been typed: the server brings it together with what was saved meanwhile.
      base = left.base;
      last = { base: left.base, mine: left.mine, once: left.once || "" };
      notesField().value = left.mine;
      keep();
      say(notesField().dataset.again, false);
      save();
    });
  } else forget();

  // ---- shortlist ---------------------------------------------------------------------------------------------
  let dragging = null;
  const rows = () => [...document.querySelectorAll(".pick-row")];
  function moveTo(row, to) {
    const list = row.closest("[data-sort]"), title = row.dataset.title, name = row.dataset.name;
    const places = list.dataset.moved.replace("{title}", title).replace("{n}", Math.max(1, Math.min(to + 1, rows().length)));
    return send(list.dataset.sort, new URLSearchParams({ name, to })).then(() => {
      const now = rows().find((one) => one.dataset.name === name);
      now?.querySelector("[data-grip]")?.focus();
      const words = document.getElementById("moved-words");
      if (words) words.textContent = places;
    });
  }
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!grip || !step) return;
    event.preventDefault();
    const row = grip.closest(".pick-row");
    moveTo(row, rows().indexOf(row) + step);
  });
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    grip.focus();
    const row = grip.closest(".pick-row"), from = rows().indexOf(row);
    dragging = row;
    row.classList.add("dragged");
    const over = (moving) => {
      const others = rows().filter((one) => one !== row);
      const next = others.find((one) => { const box = one.getBoundingClientRect(); return moving.clientY < box.top + box.height / 2; });
      if (next) { if (row.nextElementSibling !== next) next.before(row); } else if (row.nextElementSibling) row.parentNode.append(row);
    };
    const watched = ["pointerup", "pointercancel"];
    const end = (done) => { // heard by the page: a row that changes its place loses the pointer
      document.removeEventListener("pointermove", over);
      watched.forEach((name) => document.removeEventListener(name, end));
      row.classList.remove("dragged");
      dragging = null;
      const to = rows().indexOf(row);
      if (done.type === "pointerup" && to !== from) moveTo(row, to);
      else if (to !== from) { seen.delete("t-shortlist"); page.dataset.etag = ""; }
    };
    document.addEventListener("pointermove", over);
    watched.forEach((name) => document.addEventListener(name, end));
  });

  // ---- clock -------------------------------------------------------------------------------------------------
  setInterval(() => {
    const clock = document.querySelector("[data-minutes]");
    if (!clock) return;
    clock.dataset.since ??= Date.now();
    const left = clock.dataset.minutes - Math.floor((Date.now() - clock.dataset.since) / 60000);
    clock.textContent = (left >= 0 ? clock.dataset.left : clock.dataset.over).replace("{n}", Math.abs(left));
  }, 15000);
})();

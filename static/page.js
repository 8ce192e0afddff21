/* What a page can do beyond links and forms. Everything works without this file. */
(() => {
  "use strict";

  /* Colour theme: the device decides until the reader does; the choice stays on this device. The head of every page
     takes it up before anything is drawn (templates/parts/early.js). */
  const root = document.documentElement;
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private window: lasts for this page */ }
  });

  /* Pictures: `p` on a plate keeps its path lit; `p` again or Escape lets go. */
  function pin(plate) {
    const picture = plate.closest("svg");
    const lit = plate.classList.contains("is-pinned");
    picture.querySelectorAll(".is-pinned").forEach((other) => other.classList.remove("is-pinned"));
    plate.classList.toggle("is-pinned", !lit);
    const status = picture.closest("[data-picture]")?.querySelector("[data-pinned]");
    if (status) status.textContent = lit ? "" : status.dataset.pinned.replace("{name}", plate.getAttribute("aria-label"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const plate = event.target.closest?.("svg [data-n]");
    if (plate && event.key.toLowerCase() === "p") { event.preventDefault(); pin(plate); }
    if (event.key === "Escape") document.querySelectorAll("svg .is-pinned").forEach(pin);
  });

  /* Filters: an address holds what was chosen and nothing else. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    const sent = event.detail.formData;
    for (const name of new Set(sent.keys())) {
      const given = sent.getAll(name).filter((value) => value !== "");
      sent.delete(name);
      given.forEach((value) => sent.append(name, value));
    }
  });

  /* Swaps: a fold that the reader has opened stays open, the field that has the focus keeps it, and what is being
     typed is not overwritten: the answer that it sets off comes with it. The field stays where it is under the finger,
     however much longer or shorter the page has become. */
  let unfolded = [], field = "", height = 0;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail, focused = document.activeElement;
    const inside = target.contains(focused);
    if (inside && focused.matches("input[inputmode], input:not([type])") && focused.value !== (focused.dataset.sent ?? focused.defaultValue)) {
      event.detail.shouldSwap = false;
      return;
    }
    unfolded = [...target.querySelectorAll("details[open][id]")].map((fold) => fold.id);
    field = inside ? focused.id : "";
    height = inside ? focused.getBoundingClientRect().top : 0;
  });
  document.addEventListener("htmx:afterSwap", () => {
    unfolded.forEach((id) => { const fold = document.getElementById(id); if (fold) fold.open = true; });
    const again = field && document.getElementById(field);
    if (again) {
      again.focus({ preventScroll: true });
      scrollBy({ top: again.getBoundingClientRect().top - height, behavior: "instant" });
    }
    field = "";
  });
  document.addEventListener("change", (event) => { event.target.dataset.sent = event.target.value; });

  /* Notes: a mark beside a figure leads to a note inside a fold; open it where the browser does not. */
  function reveal() {
    const note = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = note && note.closest("details");
    if (fold && !fold.open) { fold.open = true; note.scrollIntoView({ block: "center" }); }
  }
  addEventListener("hashchange", reveal);
  reveal();

  /* A swap that fails is shown as the whole page it would have been: with its reason, never as silence. */
  document.addEventListener("htmx:responseError", (event) => location.assign(event.detail.pathInfo.requestPath));

  /* No connection: what was chosen and what is shown no longer agree, and the page says so until an answer comes. */
  let lost = null;
  document.addEventListener("htmx:sendError", () => {
    if (lost) return;
    lost = document.createElement("p");
    lost.className = "lost noprint";
    lost.setAttribute("role", "alert");
    lost.textContent = document.body.dataset.lost;
    document.body.append(lost);
  });
  document.addEventListener("htmx:beforeSwap", () => { lost?.remove(); lost = null; });

  /* Drafts of notes of a talk: none is older than a day, whichever page is opened next. */
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith("pathways-draft-"))) {
      const at = JSON.parse(localStorage.getItem(name) || "{}").at || 0;
      if (Date.now() - at > 24 * 3600e3) localStorage.removeItem(name);
    }
  } catch { /* a browser that keeps nothing has no draft */ }

  /* A talk that was deleted, or left on this device: nothing of it stays in the browser. */
  const over = new URLSearchParams(location.search);
  const ended = over.get("deleted") || over.get("left");
  if (ended) {
    try {
      Object.keys(localStorage).filter((one) => one.startsWith(`pathways-draft-${ended}-`)).forEach((one) => localStorage.removeItem(one));
      sessionStorage.removeItem("pathways-talk");
    } catch { /* as above */ }
  }

  /* Whoever signed in since, and is no counsellor, has no talk to go back to. */
  const who = document.querySelector(".who");
  if (who && who.dataset.kind !== "counsellor") {
    try { sessionStorage.removeItem("pathways-talk"); } catch { /* as above */ }
  }

  /* The way back: whoever looks something up during a talk finds back to it, in this tab. Above the page, in room that
     early.js keeps; a page of the talk or of a class has its own way back. */
  function wayBack() {
    const root = document.documentElement;
    let talk = null;
    try { talk = sessionStorage.getItem("pathways-talk"); } catch { /* as above */ }
    if (!root.classList.contains("talking") || document.querySelector(".backtalk")) return;
    if (!talk || document.getElementById("talk") || !/^\/\w\w\/guidance\/talks\//.test(talk)) { root.classList.remove("talking"); return; }
    const way = document.createElement("nav"), link = document.createElement("a");
    way.className = "backtalk noprint";
    link.className = "btn sec small";
    link.href = talk;
    way.ariaLabel = link.textContent = document.body.dataset.back;
    way.append(link);
    document.getElementById("main").before(way);
  }
  wayBack();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
})();

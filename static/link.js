/* The link of a scenario or a plan is copied at a click, or handed to what the device sends things with. Without this
   file, or where the browser has neither, it stands there to be selected. */
(() => {
  "use strict";
  const address = (button) => document.getElementById(button.dataset.copy || button.dataset.send).textContent;
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address(button));
      button.textContent = button.dataset.copied;
    });
  }
  for (const button of document.querySelectorAll("[data-send]")) {
    if (!navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.share({ title: document.title, url: address(button) }).catch(() => { /* thought better of it */ });
    });
  }
})();

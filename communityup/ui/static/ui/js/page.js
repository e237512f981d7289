// Small conveniences. Every page works without this file.

/** After a refused form the summary of what went wrong is read out first. */
function focusSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

/** A text field with a limit tells how many characters are left. */
function count(field) {
  const line = document.getElementById(field.dataset.counter);
  if (!line) return;
  const left = Number(field.dataset.limit) - [...field.value].length;
  line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("%s", String(Math.abs(left)));
  line.classList.toggle("counter--over", left < 0);
}

function start(root) {
  root.querySelectorAll("[data-counter]").forEach(count);
  focusSummary(root);
}

document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLElement && event.target.dataset.counter) count(event.target);
});

// A 4xx answer of a fragment carries a sentence for the person: show it like any other.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.status < 500 && xhr.responseText) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.elt ?? document));

// Where a second tap would lose something, such as a code that works once, it does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("once" in form.dataset)) return;
  if (form.dataset.once === "sent") event.preventDefault();
  form.dataset.once = "sent";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-once]").forEach((form) => (form.dataset.once = "")));

// An address is copied with one tap where the browser can; the field beside it can be copied by hand anywhere.
document.querySelectorAll("[data-copy]").forEach((button) => {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
});

// The tab one stands in is in view when the row of tabs is wider than the screen.
const tab = document.querySelector(".tabs [aria-current]");
const row = tab?.closest(".tabs");
if (row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
start(document);

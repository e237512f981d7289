// The page of a consultation counts the minutes of a step down and follows who leads it. Without this file one looks
// again with the link. Nothing flashes or sounds: the end of a step is said once, when a reader pauses.

const said = document.getElementById("said");
let clock, began, told;
let unsent = "";

function tick() {
  const shown = document.querySelector("[data-clock]");
  if (shown !== clock) [clock, began] = [shown, Date.now()];
  if (!clock) return;
  const { clock: left, one, many, over } = clock.dataset;
  const minutes = Math.ceil((Number(left) - (Date.now() - began) / 1000) / 60);
  const text = minutes <= 0 ? over : minutes === 1 ? one : many.replace("%s", String(minutes));
  if (clock.textContent === text) return;
  clock.textContent = text;
  if (minutes <= 0) said.textContent = text;
}

/** What was typed and not sent stands in the next field again; as long as there is none, it stays to be read. */
function giveBack() {
  if (!unsent) return;
  const field = document.querySelector("#consultation textarea");
  const kept = document.querySelector("[data-kept]");
  if (field) {
    field.value = unsent;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (kept) {
    kept.hidden = false;
    kept.querySelector("blockquote").textContent = unsent;
  }
}

function follow() {
  const { say } = document.getElementById("consultation").dataset;
  if (told !== undefined && say !== told) said.textContent = say;
  told = say;
  giveBack();
  tick();
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (target.id !== "consultation") return;
  // Somebody who was signed out, or whose question was deleted, keeps what stands here until they look again.
  if (!xhr.responseText.includes('id="consultation"')) event.detail.shouldSwap = false;
  const field = target.querySelector("textarea");
  if (field) unsent = field.value;
});
document.addEventListener("htmx:afterSwap", follow);
setInterval(tick, 1000);
follow();

// Keeps the page as the demo is, and sends what people press.
import { morph } from "./morph.js";

const live = document.getElementById("live");
const connection = document.getElementById("connection");
const notice = document.getElementById("notice");
document.documentElement.classList.add("js");

function connected(state, words) {
  connection.className = "connection " + state;
  connection.textContent = words;
}

function follow() {
  const events = new EventSource("/events");
  events.addEventListener("open", () => connected("on", "live"));
  events.addEventListener("error", () => connected("off", "the demo has ended, or cannot be reached"));
  events.addEventListener("page", (event) => {
    const wanted = new DOMParser().parseFromString("<main>" + JSON.parse(event.data) + "</main>", "text/html").querySelector("main");
    for (const { name, value } of live.attributes) wanted.setAttribute(name, value);
    morph(live, wanted);
    const title = live.querySelector(".title");
    const verdict = live.querySelector("#verdict strong");
    document.title = title ? `${verdict ? verdict.textContent + " · " : ""}${title.textContent} · golive demo` : "golive demo";
  });
}

let fading;
function tell(words, good) {
  clearTimeout(fading);
  notice.textContent = words;
  notice.classList.toggle("bad", !good);
  notice.hidden = false;
  fading = setTimeout(() => { notice.hidden = true; }, good ? 4000 : 9000);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  const button = event.submitter;
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", headers: { Accept: "text/plain" }, body: new URLSearchParams(new FormData(form)) });
    tell((await answer.text()).trim(), answer.ok);
    if (answer.ok && "clear" in form.dataset) form.querySelector("textarea").value = "";
  } catch {
    tell("The demo cannot be reached. Is it still running in the terminal?", false);
  } finally {
    button?.removeAttribute("aria-busy");
  }
});

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fills] [data-text]");
  if (!chip) return;
  const text = document.getElementById(chip.parentElement.dataset.fills);
  text.value = chip.dataset.text;
  if (chip.dataset.user) text.form.elements.user.value = chip.dataset.user;
  text.focus();
});

follow();

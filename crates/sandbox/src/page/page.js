"use strict";

const $ = (id) => document.getElementById(id);
const STATES = { valid: "● Valid", suspended: "❚❚ Suspended", revoked: "✕ Revoked" };
const EVENTS = { credential_accepted: "stored", credential_failure: "not stored", credential_deleted: "not wanted" };
const CHANGES = { suspend: "Suspend", reinstate: "Reinstate", revoke: "Revoke", replace: "Replace" };

function say(text, wrong) {
  const message = $("message");
  message.textContent = text;
  message.classList.toggle("wrong", Boolean(wrong));
  message.hidden = !text;
}

// The session is this tab's, at this port: a cookie would go to every other port of the host.
const SESSION = "session";

async function ask(path, body) {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(SESSION) || ""}` };
  const options = body === undefined ? { headers } : {
    method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  const answer = await fetch(path, { cache: "no-store", credentials: "omit", ...options });
  const text = await answer.text();
  const value = text ? JSON.parse(text) : null;
  if (!answer.ok) {
    throw new Error(value && value.message ? value.message : "the issuer does not answer as expected");
  }
  return value;
}

function fill(select, list) {
  if (select.options.length === 0) {
    select.append(...list.map((one) => new Option(one.name, one.id)));
  }
}

// `name` is the column's: on a narrow screen it stands beside the value.
function cell(row, name, content) {
  const made = document.createElement("td");
  made.dataset.name = name;
  made.append(content);
  row.append(made);
  return made;
}

function moment(text) {
  const made = document.createElement("time");
  made.dateTime = text;
  made.textContent = new Date(text).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return made;
}

function allowed(card) {
  if (card.state === "revoked") return ["replace"];
  const suspension = card.can_be_suspended ? [card.state === "suspended" ? "reinstate" : "suspend"] : [];
  return [...suspension, "revoke", "replace"];
}

function row(card) {
  const made = document.createElement("tr");
  cell(made, "Card", card.title);
  cell(made, "Of", card.person);
  const state = document.createElement("span");
  state.className = `state ${card.state}`;
  state.textContent = STATES[card.state] || card.state;
  cell(made, "State", state);
  cell(made, "When", moment(card.issued_at));
  cell(made, "Copies", String(card.copies));
  cell(made, "Wallet", EVENTS[card.event] || "says nothing yet");
  const buttons = document.createElement("div");
  buttons.className = "row small";
  for (const change of allowed(card)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = CHANGES[change];
    button.setAttribute("aria-label", `${CHANGES[change]} the ${card.title} of ${card.person}`);
    button.addEventListener("click", () => changeCard(card, change, button));
    buttons.append(button);
  }
  cell(made, "", buttons);
  return made;
}

let shown = "";

async function refresh() {
  const state = await ask("/admin/state");
  fill($("person"), state.people);
  fill($("configuration"), state.configurations);
  if (state.only_by_signing_in) {
    for (const way of document.querySelectorAll("input[name=way]")) {
      way.checked = way.value === "authorization_code";
      way.disabled = !way.checked;
    }
  }
  $("offer-part").hidden = false;
  $("issued-part").hidden = false;
  // Rows are made anew only if something changed: whoever is about to press a button keeps it.
  const now = JSON.stringify(state.issued);
  if (now === shown) return;
  shown = now;
  $("nothing").hidden = state.issued.length > 0;
  $("issued").hidden = state.issued.length === 0;
  $("issued").tBodies[0].replaceChildren(...state.issued.map(row));
}

function showOffer(made) {
  const picture = new DOMParser().parseFromString(made.qr, "image/svg+xml").documentElement;
  $("qr").replaceChildren(document.importNode(picture, true));
  $("link").href = made.link;
  $("code-line").hidden = !made.tx_code;
  $("code").textContent = made.tx_code || "";
  $("ends").textContent = new Date(made.ends).toLocaleTimeString([], { timeStyle: "short" });
  $("waiting").hidden = true;
  $("made").hidden = false;
  $("made").focus();
}

async function changeCard(card, change, button) {
  if (change !== "suspend" && change !== "reinstate" && card.state !== "revoked"
      && !window.confirm(`${CHANGES[change]} the ${card.title} of ${card.person}? It cannot be undone.`)) return;
  button.disabled = true;
  try {
    const made = await ask("/admin/changes", { id: card.id, change });
    if (made) showOffer(made);
    say(`${card.title} of ${card.person}: done. Others learn of it with the next list.`);
    await refresh();
  } catch (error) {
    say(`Nothing was changed: ${error.message}.`, true);
    button.disabled = false;
  }
}

$("offer-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    showOffer(await ask("/admin/offers", Object.fromEntries(form)));
    say("");
  } catch (error) {
    say(`No offer was made: ${error.message}.`, true);
  }
});

$("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText($("link").href);
    say("The link is copied.");
  } catch {
    say("The browser does not let this page copy. Open the link's menu instead.", true);
  }
});

async function begin() {
  const token = location.hash.slice(1);
  if (token) {
    // Out of the address, so that it stays in no history and no picture of the screen.
    history.replaceState(null, "", "/");
    sessionStorage.setItem(SESSION, (await ask("/admin/session", { token })).session);
  }
  await refresh();
}

begin().then(() => setInterval(() => refresh().catch(() => {}), 3000), () => {
  say("Open this page by the address that the program printed at its start.", true);
});

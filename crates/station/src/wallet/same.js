"use strict";
const german = navigator.language.toLowerCase().startsWith("de");
const say = (en, de) => (german ? de : en);
if (german) {
  document.documentElement.lang = "de";
  for (const element of document.querySelectorAll("[data-de]")) element.textContent = element.dataset.de;
}
const words = document.getElementById("words");
async function finish() {
  const code = new URLSearchParams(location.hash.slice(1)).get("response_code");
  history.replaceState(null, "", location.pathname);
  const failed = say(
    "This browser did not begin here, or it took too long. Nothing was given to anybody. Go back and begin again.",
    "Dieser Browser hat hier nicht angefangen, oder es hat zu lange gedauert. Niemand hat etwas erhalten. Bitte noch einmal anfangen.",
  );
  if (!code) {
    words.textContent = failed;
    return;
  }
  words.textContent = say("One moment…", "Einen Augenblick …");
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ response_code: code }),
    });
    if (!answer.ok) {
      words.textContent = failed;
      return;
    }
    const { return_to: next } = await answer.json();
    words.textContent = say("Done. You can close this page.", "Fertig. Sie können diese Seite schließen.");
    if (next) location.replace(next);
  } catch {
    words.textContent = say("The station does not answer. Try again.", "Die Station antwortet nicht. Bitte noch einmal versuchen.");
  }
}
if (words) finish();

import { beforeEach } from "vitest";
import { appearance } from "../src/look/theme.svelte";
import { reading } from "../station/words";

// jsdom has no dialogs that open.
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
  this.open = false;
};

beforeEach(() => {
  localStorage.clear();
  reading.language = "en";
  appearance.theme = "system";
  history.replaceState(null, "", "/");
});

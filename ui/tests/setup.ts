import { configure } from "@testing-library/svelte";
import { beforeEach } from "vitest";
import { appearance } from "../src/look/theme.svelte";
import { reading } from "../station/words";

// A machine that builds something else beside is slow.
configure({ asyncUtilTimeout: 20_000 });

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

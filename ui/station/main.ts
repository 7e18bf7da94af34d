import { mount } from "svelte";
import "../src/look/index.css";
import { appearance } from "../src/look/theme.svelte";
import App from "./App.svelte";

appearance.show();
const target = document.getElementById("app");
if (target) mount(App, { target });

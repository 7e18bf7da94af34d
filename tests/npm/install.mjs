// Installs what a folder's package-lock.json says, unless that is there already: `node install.mjs [FOLDER]`, this one where none is named. Needs
// nothing but node and npm.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = resolve(process.argv[2] ?? dirname(fileURLToPath(import.meta.url)));
const lock = readFileSync(join(here, "package-lock.json"));
const packages = join(here, "node_modules");
// Written last: what was broken off is begun anew.
const installed = join(packages, ".installed-from");

function isInstalled() {
  try {
    return readFileSync(installed).equals(lock);
  } catch {
    return false;
  }
}

if (!isInstalled()) {
  rmSync(packages, { recursive: true, force: true });
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: here, stdio: ["ignore", 2, 2] });
  if (npm.status !== 0) {
    console.error(`npm ci failed in ${here}${npm.error ? `: ${npm.error.message}` : ""}`);
    process.exit(1);
  }
  mkdirSync(packages, { recursive: true });
  writeFileSync(installed, lock);
}

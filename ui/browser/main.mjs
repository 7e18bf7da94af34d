import { runnerImport } from "vite";

const { module } = await runnerImport(new URL("./run.ts", import.meta.url).pathname);
process.exitCode = await module.run();

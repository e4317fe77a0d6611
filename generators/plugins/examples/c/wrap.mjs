// Makes a component of a core module: node wrap.mjs CORE WIT OUT. Does what `wasm-tools component
// embed` and `wasm-tools component new` do, by the package @bytecodealliance/jco.
import { readFile, writeFile } from "node:fs/promises";
import { componentEmbed, componentNew } from "@bytecodealliance/jco";

const [core, wit, out] = process.argv.slice(2);
const binary = await readFile(core);
const witSource = await readFile(wit, "utf8");
const embedded = await componentEmbed({ binary, witSource, world: "task" });
await writeFile(out, await componentNew(embedded, []));

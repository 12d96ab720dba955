// Run the cells of a notebook in Pyodide, the Python of the browser edition, without a browser.
//
//     node tools/pyodide.mjs FOLDER_OF_PYODIDE NOTEBOOK
//
// As in JupyterLite, IPython runs each cell after the packages that it imports have been loaded.
// The first failing cell ends it, with its traceback and exit status 1.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const RUN = `
from IPython.core.interactiveshell import InteractiveShell

def run(source, shell=InteractiveShell.instance(colors="NoColor")):
    return shell.run_cell(source, store_history=True).success
run
`;

const [folder, path] = process.argv.slice(2).map((each) => resolve(each));
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: folder });
const quietly = { messageCallback: () => {} };
await python.loadPackage(["ipython", "sqlite3"], quietly);
const run = python.runPython(RUN);

const code = JSON.parse(readFileSync(path)).cells.filter((cell) => cell.cell_type === "code");
for (const [number, cell] of code.entries()) {
  const source = cell.source.join("");
  const mayFail = cell.metadata.tags?.includes("raises-exception");
  await python.loadPackagesFromImports(source, quietly);
  const started = performance.now();
  const succeeded = run(source);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const line = source.split("\n").find((each) => each && !each.startsWith("#")) ?? "";
  console.log(`[${number + 1}/${code.length}] ${seconds} s  ${line.slice(0, 70)}`);
  if (!succeeded && !mayFail) process.exit(1);
}
process.exit(0);

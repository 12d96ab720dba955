// Tells a reader whose browser has kept an old copy of a lesson, and replaces it by one click.
//
// JupyterLite stores a notebook in the browser once it is saved, and opens that from then on, even
// when the site has a newer one. tools/website.py adds this script to its pages, writes the site's
// editions into editions.json, and notes in each cell a digest of its source as it was published:
// what differs from its digest, or has none, the reader has written. That moves to the new lesson,
// and the old copy stays beside it.

const FILES = new URL("files/", new URL("..", document.baseURI));
const TELLS =
  "A newer version of this lesson is on the site. What you wrote moves there, and your copy stays.";
const ACTION = "Open the newer version";

/** The notebook that is in front, or undefined. */
function notebookInFront() {
  const panel = window.jupyterapp?.shell.currentWidget;
  return panel?.context?.isReady && panel.content?.model?.cells ? panel : undefined;
}

async function digest(source) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(source));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const textOf = (cell) => [cell.source].flat().join("");
const publishedAs = (cell) => cell?.metadata.scratchcnn?.published;

async function isTheReaders(cell) {
  const text = textOf(cell);
  return text.trim() !== "" && (await digest(text)) !== publishedAs(cell);
}

/** The new lesson with all cells that the reader has changed or added in the old one. */
export async function withTheReadersCells(fresh, old) {
  const cells = [...fresh.cells];
  let before = -1; // the place in the new lesson of the last cell that both have
  for (const cell of old.cells) {
    const place = cells.findIndex((each) => each.id === cell.id);
    if (place >= 0) before = place;
    if (!(await isTheReaders(cell))) continue;
    if (place >= 0 && publishedAs(cells[place]) === publishedAs(cell)) {
      cells[place] = cell;
    } else {
      // The lesson's own cell is another one now, or gone: the reader's stands below it.
      const { scratchcnn, ...metadata } = cell.metadata;
      const id = place >= 0 ? crypto.randomUUID().slice(0, 8) : cell.id;
      before += 1;
      cells.splice(before, 0, { ...cell, id, metadata });
    }
  }
  return { ...fresh, cells };
}

/** Keep the old copy beside the lesson, store the new lesson, and start again with it. */
async function replace(panel, path) {
  const contents = window.jupyterapp.serviceManager.contents;
  const old = panel.context.model.toJSON();
  const answer = await fetch(new URL(path, FILES), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`no answer from the site: ${answer.status}`);
  const content = await withTheReadersCells(await answer.json(), old);
  const file = { type: "notebook", format: "json" };
  await contents.save(await freeName(contents, path), { ...file, content: old });
  await contents.save(path, { ...file, content });
  panel.context.model.dirty = false; // or the browser asks whether to leave
  location.reload();
}

/** NAME.aside-1.ipynb, or the next number that is free. */
async function freeName(contents, path) {
  const taken = (await contents.get("", { content: true })).content.map((each) => each.name);
  for (let number = 1; ; number += 1) {
    const name = path.replace(/\.ipynb$/, `.aside-${number}.ipynb`);
    if (!taken.includes(name)) return name;
  }
}

function tell(panel, path) {
  const banner = document.createElement("div");
  banner.id = "newer-edition";
  banner.setAttribute("role", "status");
  banner.style.cssText =
    "position:fixed;inset:auto 0 0 0;z-index:10000;padding:0.6em 1em;font:14px sans-serif;" +
    "background:#fff3cd;color:#332701;border-top:1px solid #997404;display:flex;gap:1em;" +
    "align-items:center;justify-content:center;flex-wrap:wrap";
  const [text, update, later] = ["span", "button", "button"].map((tag) =>
    banner.appendChild(document.createElement(tag)),
  );
  text.textContent = TELLS;
  update.textContent = ACTION;
  later.textContent = "Not now";
  update.onclick = async () => {
    update.disabled = true;
    try {
      await replace(panel, path);
    } catch (error) {
      text.textContent = `That did not work, and nothing was changed (${error.message}).`;
      update.disabled = false;
    }
  };
  later.onclick = () => banner.remove();
  document.body.append(banner);
}

async function watch() {
  const answer = await fetch(new URL("../editions.json", FILES), { cache: "no-cache" });
  const editions = answer.ok ? await answer.json() : {}; // without a network, nothing is newer
  const looked = new Set();
  setInterval(() => {
    const panel = notebookInFront();
    const path = panel?.context.path;
    if (!path || looked.has(path)) return;
    looked.add(path);
    const edition = panel.context.model.toJSON().metadata.scratchcnn?.edition;
    if (editions[path] && editions[path] !== edition) tell(panel, path);
  }, 1000);
}

watch().catch(() => {});

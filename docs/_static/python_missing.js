// On the pages of JupyterLite: a banner where its Python cannot be fetched, for then all stays silent.

(async () => {
  const site = new URL("..", document.currentScript.src);
  const settings = await (await fetch(new URL("lite/jupyter-lite.json", site))).json();
  const { pyodideUrl } =
    settings["jupyter-config-data"].litePluginSettings["@jupyterlite/pyodide-kernel-extension:kernel"];
  try {
    const answer = await fetch(pyodideUrl, { method: "HEAD" });
    if (answer.ok) return;
  } catch {
    // no connection, or something between blocks it
  }
  const banner = document.createElement("div");
  banner.id = "python-missing";
  banner.setAttribute("role", "alert");
  banner.style =
    "position: fixed; inset: auto 0 0 0; z-index: 10000; padding: 0.75rem 1rem;" +
    "background: #7a2e00; color: #fff; font: 16px/1.4 system-ui, sans-serif;";
  banner.innerHTML =
    `Python did not arrive, so no cell can run: <b>${new URL(pyodideUrl).host}</b> does not answer. ` +
    "This browser is offline, or something (a filter, an ad blocker, a proxy) blocks that address. " +
    `<a href="" style="color: inherit">Try again</a>, or ` +
    `<a href="${new URL("index.html", site)}" style="color: inherit">read the lessons</a>, ` +
    "which needs no Python; each can be downloaded there as one file.";
  document.body.append(banner);
})();

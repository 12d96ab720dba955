// What the theme leaves out: names that break at their joints, and scrolling without a mouse.

addEventListener("DOMContentLoaded", async () => {
  breakAtJoints(".bd-links a, .page-toc a, .bd-article :is(h1, .sig, code.literal)");
  for (const summary of document.querySelectorAll(".bd-links summary")) {
    const page = summary.closest("li").querySelector("a").textContent.trim();
    summary.setAttribute("aria-label", `The pages of ${page}`);
  }
  for (const summary of document.querySelectorAll(".bd-article summary")) {
    summary.removeAttribute("aria-label"); // the words on it are its name
  }
  // Its name is what is written on it, the keys included, so that it can be called by voice.
  document.querySelector(".search-button-field")?.removeAttribute("aria-label");
  await window.MathJax?.startup?.promise;
  reachByKeyboard();
  addEventListener("resize", reachByKeyboard);
});

// A name such as layers.max_pooling may go on in the next line after a dot or an underscore.
function breakAtJoints(selector) {
  for (const element of document.querySelectorAll(selector)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const parts = text.data.split(/(?<=\w[._/(]+)(?=\w)/);
      text.replaceWith(...parts.flatMap((part) => [document.createElement("wbr"), part]).slice(1));
    }
  }
}

// What scrolls sideways can be scrolled with the arrow keys once it has the focus.
function reachByKeyboard() {
  const wide = "mjx-container[display], .bd-article table, .bd-article pre";
  for (const element of document.querySelectorAll(wide)) {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
}

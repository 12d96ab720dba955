// The pad in the browser: it collects strokes, Python reads them, it shows what came back.
// A plain ES module for anywidget; it asks nobody for anything.

const FIELD = 28; // units along one side of the pad: the pixels that the network sees
const PAGE = 112; // pixels along one side of the paper that Python sends
const SHARP = 16; // pixels of the canvas for one unit
const PEN = 2.5; // the width of the pen in units, as in ink.py
const EDGE = 8; // pixels of the picture of reasons for one unit
const NEAR = 0.2; // points closer than this to the last one say nothing new

// The palette of the course's figures: each list runs from the least to the most.
const PIXELS = ["#FFFFFF", "#000000"];
const ACTIVATION = ["#FFFFFF", "#009E73", "#003B2C"];
const SIGNED = ["#5B3A8C", "#F7F7F7", "#B35806"];
const INK = "#222222";
const CURSOR = "#D55E00";
const HINT = "Mouse, pen or finger; or arrow keys, and space to put the pen down and lift it.";

function render({ model, el }) {
  const view = build();
  el.append(view.root);

  let strokes = model.get("strokes"); // what this page shows: sometimes ahead of Python
  let stroke = null; // the one that is being drawn
  let pen = [FIELD / 2, FIELD / 2]; // where the arrow keys have moved it
  let queued = false;

  // Drawing

  function begin(point) {
    stroke = [point];
    strokes = [...strokes, stroke];
    changed();
  }

  function extend(point) {
    const [x, y] = stroke[stroke.length - 1];
    if (Math.hypot(point[0] - x, point[1] - y) < NEAR) return;
    stroke.push(point);
    changed();
  }

  function end() {
    stroke = null;
    changed();
  }

  function changed() {
    if (queued) return; // at most once for each picture on the screen
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      paint();
      // A copy: the model takes what is the same array for unchanged.
      model.set("strokes", strokes.map((points) => [...points]));
      model.save_changes();
    });
  }

  function paint() {
    const pad = view.pad.getContext("2d");
    pad.setTransform(1, 0, 0, 1, 0, 0);
    const paper = picture(model.get("paper"), PAGE, PAGE, PIXELS);
    pad.drawImage(paper, 0, 0, view.pad.width, view.pad.height);
    pad.setTransform(SHARP, 0, 0, SHARP, 0, 0);
    pad.lineWidth = PEN;
    pad.lineCap = pad.lineJoin = "round";
    pad.strokeStyle = INK;
    for (const points of strokes) pad.stroke(curve(points));
    if (view.pad.matches(":focus-visible")) {
      pad.lineWidth = 0.35;
      pad.strokeStyle = CURSOR;
      pad.beginPath();
      pad.arc(pen[0], pen[1], stroke ? PEN / 2 : PEN / 2 + 0.8, 0, 2 * Math.PI);
      pad.stroke();
    }
  }

  // Mouse, pen and finger

  function point(event) {
    const frame = view.pad.getBoundingClientRect();
    const place = (at, start, size) => {
      const units = (FIELD * (at - start)) / size;
      return Math.round(100 * Math.min(FIELD, Math.max(0, units))) / 100;
    };
    return [
      place(event.clientX, frame.left, frame.width),
      place(event.clientY, frame.top, frame.height),
    ];
  }

  view.pad.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return; // a second finger, another button
    event.preventDefault(); // no selection of text
    view.pad.focus({ preventScroll: true });
    view.pad.setPointerCapture(event.pointerId);
    begin(point(event));
  });
  view.pad.addEventListener("pointermove", (event) => {
    if (!event.isPrimary || !view.pad.hasPointerCapture(event.pointerId)) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) extend(point(move));
  });
  view.pad.addEventListener("lostpointercapture", end);

  // Keys: the arrows move the pen, the space bar puts it down and lifts it again

  const ARROWS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  view.pad.addEventListener("keydown", (event) => {
    if (event.key === " " && !event.repeat) {
      stroke ? end() : begin(pen);
      view.hint.textContent = stroke
        ? "Pen down: the arrows draw, space lifts it."
        : "Pen up: the arrows move it, space puts it down.";
    } else if (event.key in ARROWS) {
      pen = pen.map((place, axis) =>
        Math.min(FIELD, Math.max(0, place + ARROWS[event.key][axis])),
      );
      stroke ? extend(pen) : paint();
    } else if (event.key !== " ") {
      return;
    }
    event.preventDefault(); // no scrolling
  });
  view.pad.addEventListener("focus", paint);
  view.pad.addEventListener("blur", () => {
    view.hint.textContent = HINT;
    stroke ? end() : paint();
  });

  // The other controls

  view.undo.addEventListener("click", () => {
    stroke = null;
    strokes = strokes.slice(0, -1);
    changed();
  });
  view.clear.addEventListener("click", () => {
    stroke = null;
    strokes = [];
    changed();
    model.send("clear"); // the paper as well
  });
  view.prepared.addEventListener("change", () => tell("prepared", view.prepared.checked));
  view.rows.addEventListener("change", () => tell("row", Number(view.rows.value)));
  view.why.addEventListener("change", update);

  // "Why this digit?" Asked twice, it is again the one that is read.
  function choose(number) {
    view.why.checked = true;
    tell("asked", model.get("asked") === number ? null : number);
  }

  function tell(name, value) {
    model.set(name, value);
    model.save_changes();
  }

  // What Python says

  function update() {
    const shown = model.get("shown");
    draw(view.seen, picture(shown.image, FIELD, FIELD, PIXELS));
    view.sentence.textContent = shown.sentence;
    showBars(shown.probabilities ?? [], shown.asked);
    view.prepared.checked = model.get("prepared");
    view.reason.hidden = !(view.why.checked && shown.saliency);
    if (!view.reason.hidden) {
      draw(view.saliency, picture(shown.saliency, FIELD, FIELD, SIGNED), EDGE);
      outline(view.saliency, shown.image);
      view.about.textContent = `brown: more ink speaks for ${shown.asked}; purple: against it`;
    }
    view.maps.hidden = !shown.maps;
    if (shown.maps) draw(view.maps, mosaic(shown.maps, shown.shape));
    view.rows.value = model.get("row");
    paint();
  }

  function showBars(probabilities, asked) {
    const best = Math.max(...probabilities);
    view.bars(model.get("classes"), choose).forEach((bar, number) => {
      const value = probabilities[number] ?? 0;
      bar.fill.style.width = `${100 * value}%`;
      bar.percent.textContent = probabilities.length ? `${Math.round(100 * value)}%` : "";
      bar.row.classList.toggle("best", value > 0 && value === best);
      bar.row.setAttribute("aria-pressed", view.why.checked && number === asked);
    });
  }

  function fetchStrokes() {
    if (stroke || queued) return; // what is drawn here is newer
    strokes = model.get("strokes");
    paint();
  }

  for (const [row, name] of model.get("rows")) view.rows.append(new Option(name, row));
  view.layer.hidden = model.get("rows").length === 0;
  const listeners = {
    "change:shown": update,
    "change:paper": paint,
    "change:strokes": fetchStrokes,
  };
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  update();
  return () => {
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
  };
}

// The page's elements

let views = 0; // labels need names of their own on every pad

function build() {
  const name = `scratchcnn-pad-${++views}`;
  const root = document.createElement("div");
  root.className = "scratchcnn-pad";
  root.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys must not catch the arrows
  root.innerHTML = `
    <div class="write">
      <canvas class="pad" tabindex="0" role="application" aria-label="Pad: draw a digit"
        aria-describedby="${name}-hint" width="${FIELD * SHARP}" height="${FIELD * SHARP}"></canvas>
      <div class="buttons">
        <button type="button" class="undo">Undo</button>
        <button type="button" class="clear">Clear</button>
      </div>
      <p class="hint" id="${name}-hint" aria-live="polite">${HINT}</p>
    </div>
    <div class="read">
      <div class="sentence" role="status"></div>
      <div class="pair">
        <figure>
          <canvas class="seen" width="28" height="28" role="img" 
            aria-label="The 28 × 28 pixels that the network sees"></canvas>
          <figcaption>what the network sees</figcaption>
        </figure>
        <div class="bars" role="group" aria-label="Probabilities"></div>
        <figure class="reason" hidden>
          <canvas class="saliency" width="28" height="28" role="img"
            aria-labelledby="${name}-about"></canvas>
          <figcaption id="${name}-about" class="about"></figcaption>
        </figure>
      </div>
      <label><input type="checkbox" class="prepared"> prepare it as MNIST was: fit, centre</label>
      <label><input type="checkbox" class="why"> why? (choose a digit by its bar)</label>
      <div class="layer">
        <label>maps of <select class="rows"></select></label>
        <canvas class="maps" role="img" aria-label="The maps of the chosen layer"></canvas>
      </div>
    </div>`;
  const part = (selector) => root.querySelector(`.${selector}`);
  const names = ["pad", "undo", "clear", "hint", "sentence", "seen", "reason", "saliency", "about"];
  const parts = [...names, "prepared", "why", "layer", "rows", "maps"];
  const view = Object.fromEntries(parts.map((each) => [each, part(each)]));
  return { root, ...view, bars: barsIn(part("bars")) };
}

// A function that returns the bars, and makes them when it is first called.
function barsIn(group) {
  const bars = [];
  return (count, choose) => {
    while (bars.length < count) bars.push(newBar(group, bars.length, choose));
    return bars;
  };
}

function newBar(group, number, choose) {
  const row = document.createElement("button");
  row.type = "button";
  row.className = "bar";
  row.innerHTML =
    `<span class="number">${number}</span>` +
    `<span class="track"><span class="fill"></span></span><span class="percent"></span>`;
  row.addEventListener("click", () => choose(number));
  group.append(row);
  return { row, fill: row.querySelector(".fill"), percent: row.querySelector(".percent") };
}

// Pictures

// The smooth curve through a stroke: it joins the middles of its edges, as `curve` in ink.py.
function curve(points) {
  const path = new Path2D();
  const [first, last] = [points[0], points[points.length - 1]];
  path.moveTo(...first);
  for (let i = 1; i + 1 < points.length; i++) {
    const [[x, y], [nextX, nextY]] = [points[i], points[i + 1]];
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  path.lineTo(...last);
  return path;
}

// A canvas of bytes, one a pixel, in the colours of a ramp.
function picture(bytes, width, height, ramp) {
  const table = colours(ramp);
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) image.data.set(table[bytes.getUint8(i)], 4 * i);
  return canvasOf(image);
}

// All maps of a layer, H × W × C bytes with the channels last, side by side.
function mosaic(bytes, [height, width, channels]) {
  const columns = Math.min(channels, width > 20 ? 8 : 16);
  const table = colours(ACTIVATION);
  const lines = Math.ceil(channels / columns);
  const image = new ImageData(columns * (width + 1) - 1, lines * (height + 1) - 1);
  for (let i = 0; i < height * width * channels; i++) {
    const channel = i % channels;
    const x = (Math.floor(i / channels) % width) + (channel % columns) * (width + 1);
    const y = Math.floor(i / channels / width) + Math.floor(channel / columns) * (height + 1);
    image.data.set(table[bytes.getUint8(i)], 4 * (y * image.width + x));
  }
  return canvasOf(image);
}

function canvasOf(image) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

function draw(canvas, source, scale = 1) {
  [canvas.width, canvas.height] = [scale * source.width, scale * source.height]; // clears it, too
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
}

// A line around the ink of an image, on a canvas EDGE times as large.
function outline(canvas, image) {
  const context = canvas.getContext("2d");
  const inked = (x, y) => x >= 0 && y >= 0 && image.getUint8(y * FIELD + x) > 127;
  context.fillStyle = INK;
  for (let y = 0; y < FIELD; y++) {
    for (let x = 0; x < FIELD; x++) {
      if (inked(x, y) !== inked(x - 1, y)) context.fillRect(EDGE * x, EDGE * y, 2, EDGE);
      if (inked(x, y) !== inked(x, y - 1)) context.fillRect(EDGE * x, EDGE * y, EDGE, 2);
    }
  }
}

const tables = new Map();

// [red, green, blue, alpha] for each of 256 values, evenly from colour to colour.
function colours(ramp) {
  if (!tables.has(ramp)) {
    const stops = ramp.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
    const mix = (value) => {
      const at = (value / 255) * (stops.length - 1);
      const low = Math.min(Math.floor(at), stops.length - 2);
      return [...stops[low].map((one, i) => one + (at - low) * (stops[low + 1][i] - one)), 255];
    };
    tables.set(ramp, Array.from({ length: 256 }, (_, value) => mix(value)));
  }
  return tables.get(ramp);
}

export default { render };

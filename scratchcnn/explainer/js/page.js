// The page: what is drawn goes through the network, what is clicked is explained.

import { backwards } from "./backwards.js";
import { ACTIVATION, PIXELS, SIGNED } from "./colours.js";
import { forwards } from "./forwards.js";
import { complaint, fromStrokes } from "./ink.js";
import { Convolution } from "./layers/convolution.js";
import { SoftmaxCrossEntropy, softmax } from "./layers/softmax_cross_entropy.js";
import { prepare, shrink } from "./mnist_style.js";
import { Network } from "./network.js";
import { element, format, inPercent } from "./numbers.js";
import { Pad } from "./pad.js";
import { Mosaic } from "./rows.js";

const PAUSE = 120; // milliseconds from row to row, on the way back

const contents = JSON.parse(document.getElementById("contents").textContent);
const { classes, labels } = contents;
const network = new Network(contents.plan, floats(contents.weights));
const atFirst = network.layers.map((layer) => ({ ...layer.params }));
const images = floats(contents.images);
const loss = new SoftmaxCrossEntropy();
const part = (name) => document.querySelector(`.${name}`);

let chosen = 0; // the example that is shown, null if it is drawn
let turned = false; // whether gradients are shown
let reached = Infinity; // the row to which they have travelled
let selected = null; // { row, at, back } of what is explained
const howTo = [...part("explanation").childNodes]; // what stands there while nothing is
const steps = []; // what undoes each step of gradient descent
let queued = false;
let probabilities = [];

// Reading

function image() {
  if (chosen !== null) return images.subarray(784 * chosen, 784 * (chosen + 1));
  const page = fromStrokes(pad.strokes);
  return part("prepared").checked ? prepare(page) : shrink(page);
}

// At most once for each picture on the screen.
function changed() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    read();
  });
}

function read() {
  const start = performance.now();
  const trouble = chosen === null ? complaint(fromStrokes(pad.strokes)) : "";
  const logits = network.forward(image());
  probabilities = softmax(logits);
  const best = likeliest();
  const sentence = `The network reads ${classes[best]}, ${inPercent(probabilities[best])} sure.`;
  say(part("sentence"), trouble || sentence);
  bars.forEach(({ line, fill, percent }, k) => {
    fill.style.width = `${trouble ? 0 : 100 * probabilities[k]}%`;
    percent.textContent = trouble ? "" : `${Math.round(100 * probabilities[k])}%`;
    line.classList.toggle("best", !trouble && k === best);
  });
  showRows();
  if (turned) goBack();
  tryOut?.();
  explain();
  performance.measure("read", { start });
}

function likeliest() {
  return probabilities.indexOf(Math.max(...probabilities));
}

// A live region speaks whenever it is written to: only if there is something new.
function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// The rows

function showRows() {
  rows.forEach(({ maps, filters, ramp, row }) => {
    maps.show(network.outputs[row] ?? probabilities, ramp);
    if (filters) showFilters(filters.now, row, "params");
  });
}

function goBack() {
  const value = loss.forward(network.outputs.at(-1), Number(part("label").value));
  network.backward(loss.backward());
  const name = classes[loss.label];
  const nearly =
    value < 0.01
      ? " It is nearly right: hardly any gradient comes back. Say that another answer is right."
      : "";
  say(part("loss"), `The loss, −log p(${name}), is ${format(value)}.${nearly}`);
  showGradients();
}

function showGradients() {
  rows.forEach(({ gradients, filters, row }) => {
    const shown = turned && row >= reached;
    if (gradients) {
      gradients.part.hidden = !shown;
      if (shown) gradients.show(network.gradients[row], SIGNED);
    }
    if (!filters) return;
    filters.back.part.hidden = !shown;
    if (shown) showFilters(filters.back, row, "grads");
    filters.change.part.hidden = !steps.length;
    if (steps.length) showFilters(filters.change, row, "change");
  });
}

// The filters of a convolution, or their gradients, or their change: all of them if each has one
// channel, else the channels of the one that makes the chosen map.
function showFilters(mosaic, row, kind) {
  const layer = network.layers[row - 1];
  const { filters } = kind === "change" ? layer.params : layer[kind];
  const before = kind === "change" ? atFirst[row - 1].filters : null;
  const outputs = layer.outputShape[2];
  const o = selected?.row === row ? selected.at % outputs : 0;
  const [first, every] = layer.inputs === 1 ? [0, 1] : [o, outputs];
  const values = [];
  for (let at = first; at < filters.length; at += every) {
    values.push(filters[at] - (before ? before[at] : 0));
  }
  mosaic.show(Float32Array.from(values), SIGNED);
  const now = kind === "grads" && steps.length ? ", after the step" : "";
  mosaic.caption.textContent = mosaic.text + now + (layer.inputs === 1 ? "" : `, for map ${o}`);
}

function buildRows() {
  const shapes = [contents.plan.input_shape, ...network.layers.map((layer) => layer.outputShape)];
  shapes.push(shapes.at(-1));
  const names = ["Image", ...contents.plan.layers.map(({ kind }) => kind), "Softmax"];
  let ramp = PIXELS; // what only moves or picks numbers leaves the colours as they are
  return names.map((name, row) => {
    if (["Convolution", "Addition", "Dense"].includes(name)) ramp = SIGNED;
    if (["ReLU", "Softmax"].includes(name)) ramp = ACTIVATION;
    return buildRow(name, row, shapes[row], ramp);
  });
}

function buildRow(name, row, shape, ramp) {
  const size = shape.join(" × ");
  const heading = element("h3", "", `${row}  ${name} `, element("span", "size", size));
  const section = element("section", "row", heading);
  const maps = new Mosaic(shape, `Row ${row}, ${name}, ${size}`, (at) => select(row, at, false));
  section.dataset.row = row;
  const pair = element("div", "pair", element("div", "maps", maps.element));
  section.append(pair);
  const found = { row, name, shape, maps, ramp, section };
  if (row <= network.layers.length) {
    const label = `Gradient of row ${row}, ${name}, ${size}`;
    found.gradients = add(pair, "gradient", new Mosaic(shape, label, (at) => select(row, at, true)));
  }
  if (name === "Convolution") found.filters = addFilters(section, network.layers[row - 1], row);
  part("rows").append(section);
  return found;
}

function addFilters(section, layer, row) {
  const box = element("div", "filters");
  const shape = [layer.size, layer.size, layer.inputs === 1 ? layer.outputShape[2] : layer.inputs];
  const make = (text) => add(box, text, new Mosaic(shape, `Row ${row}: ${text}`));
  section.append(box);
  const filters = {
    now: make("filters"),
    back: make("gradient of the filters"),
    change: make("change so far: − rate × the gradients before"),
  };
  filters.now.part.hidden = false;
  return filters;
}

// A mosaic with a line of text, hidden at first.
function add(section, text, mosaic) {
  mosaic.text = text;
  mosaic.caption = element("p", "caption", text);
  mosaic.part = element("div", "part", mosaic.caption, mosaic.element);
  mosaic.part.hidden = true;
  section.append(mosaic.part);
  return mosaic;
}

// What is explained

function select(row, at, back) {
  selected = { row, at, back };
  showRows();
  showGradients();
  explain();
}

function explain() {
  for (const frame of document.querySelectorAll(".frame")) frame.remove();
  if (selected?.back && !turned) selected = null;
  document.body.classList.toggle("explaining", selected !== null);
  part("steps").hidden = selected === null;
  if (!selected) {
    part("explanation").replaceChildren(...howTo);
    return;
  }
  const { row, at, back } = selected;
  const mosaic = mosaicOf(row, back);
  mosaic.at = at;
  mosaic.mark([at], "chosen");
  const about = back ? backwards(network, row, at, loss) : forwards(network, row, at, probabilities);
  const title = titleOf(row, at, back);
  part("explanation").replaceChildren(element("h3", "", title), ...about.nodes);
  say(part("spoken"), `${title}: ${about.spoken}`);
  const other = back ? mosaicOf(row + 1, true) : mosaicOf(row - 1, false);
  other?.mark(about.from ?? about.to, about.window ? "window" : "source");
  if (about.onward) mosaicOf(row - 1, true)?.mark(about.onward, "window");
}

function mosaicOf(row, back) {
  return back ? rows[row]?.gradients : rows[row]?.maps;
}

function titleOf(row, at, back) {
  const { name, shape } = rows[row];
  const [channels, width] = [shape[2], shape[1]];
  const place = channels
    ? `map ${at % channels}, pixel (${Math.floor(at / channels / width)}, ${Math.floor(at / channels) % width})`
    : `number ${at}`;
  return `${back ? "Gradient of row" : "Row"} ${row}, ${name}, ${place}`;
}

// Padding and stride of the first convolution

function buildTrial() {
  const at = network.layers.findIndex((layer) => layer instanceof Convolution);
  if (at < 0) return null;
  const layer = network.layers[at];
  const options = (from, to, now) =>
    Array.from({ length: to - from + 1 }, (_, i) => new Option(from + i, from + i, false, from + i === now));
  const least = Math.max(0, Math.ceil((layer.size - layer.height) / 2));
  const padding = element("select", "padding", ...options(least, layer.size - 1, layer.padding));
  const stride = element("select", "stride", ...options(1, 3, 1));
  const told = element("p", "");
  const holder = element("div", "");
  const box = element(
    "details",
    "",
    element("summary", "", "Try another padding and stride"),
    element("label", "", "padding ", padding),
    element("label", "", "stride ", stride),
    told,
    holder,
  );
  rows[at + 1].section.append(box);
  const show = () => {
    if (!box.open) return;
    const [p, s, k] = [Number(padding.value), Number(stride.value), layer.size];
    const config = { ...contents.plan.layers[at].config, padding: p, stride: s };
    const trial = new Convolution(config, layer.inputShape, layer.params);
    const { outputShape } = trial;
    say(
      told,
      `⌊(${layer.height} + 2·${p} − ${k}) / ${s}⌋ + 1 = ${outputShape[0]}: ${outputShape.join(" × ")}. ` +
        `The rows below keep what the network was trained with.`,
    );
    const mosaic = new Mosaic(outputShape, "What it would put out");
    holder.replaceChildren(mosaic.element);
    mosaic.show(trial.forward(network.outputs[at]), SIGNED);
  };
  for (const control of [padding, stride]) control.addEventListener("change", show);
  box.addEventListener("toggle", show);
  return show;
}

// Turning round, and learning

function turn() {
  turned = !turned;
  part("turn").setAttribute("aria-pressed", turned);
  part("learning").hidden = !turned;
  if (!turned) {
    showGradients(); // hides them
    explain();
    return;
  }
  part("label").value = chosen === null ? likeliest() : labels[chosen];
  travel();
  part("learning").scrollIntoView({ block: "nearest" });
}

// Row by row, from the last to the first.
function travel() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  reached = still ? 0 : network.layers.length;
  read();
  const next = () => {
    if (!turned || reached === 0) return;
    reached -= 1;
    showGradients();
    setTimeout(next, PAUSE);
  };
  if (!still) setTimeout(next, PAUSE);
}

function step() {
  const before = probabilities[loss.label];
  steps.push(network.step(Number(part("rate").value)));
  read();
  const name = classes[loss.label];
  say(
    part("stepped"),
    `Step ${steps.length}: p(${name}) went from ${format(before)} to ${format(probabilities[loss.label])}.`,
  );
  part("undo-step").disabled = false;
}

function undoStep() {
  steps.pop()();
  read();
  say(part("stepped"), steps.length ? `Step ${steps.length} is the last again.` : "As it was at first.");
  part("undo-step").disabled = !steps.length;
}

// Controls

function choose(number) {
  chosen = number;
  pad.strokes = [];
  pad.paint(image());
  if (turned) part("label").value = labels[number];
  showPressed();
  if (turned) travel();
  else read();
}

function showPressed() {
  part("examples").childNodes.forEach((button, number) =>
    button.setAttribute("aria-pressed", number === chosen),
  );
}

function drawn() {
  if (chosen !== null) {
    chosen = null;
    pad.paint(null);
    showPressed();
  }
  changed();
}

function buildExamples() {
  labels.forEach((label, number) => {
    const canvas = element("canvas", "");
    [canvas.width, canvas.height] = [28, 28];
    const picture = new ImageData(28, 28);
    for (let at = 0; at < 784; at++) {
      const grey = 255 - images[784 * number + at];
      picture.data.set([grey, grey, grey, 255], 4 * at);
    }
    canvas.getContext("2d").putImageData(picture, 0, 0);
    const button = element("button", "", canvas);
    button.type = "button";
    button.setAttribute("aria-label", `Image of ${classes[label]}`);
    button.addEventListener("click", () => choose(number));
    part("examples").append(button);
  });
}

function buildBars() {
  return classes.map((name, k) => {
    const [fill, percent] = [element("span", "fill"), element("span", "percent")];
    const label = element("span", "name", name);
    const line = element("li", "bar", label, element("span", "track", fill), percent);
    part("bars").append(line);
    part("label").append(new Option(name, k));
    return { line, fill, percent };
  });
}

// Browsers run on machines that store the lowest byte first, as the file does.
function floats(base64) {
  return new Float32Array(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}

const bars = buildBars();
const rows = buildRows();
const pad = new Pad(part("pad"), part("hint"), drawn);
const tryOut = buildTrial();
buildExamples();
part("undo-stroke").addEventListener("click", () => pad.undo());
part("clear").addEventListener("click", () => pad.clear());
part("prepared").addEventListener("change", read);
part("turn").addEventListener("click", turn);
part("label").addEventListener("change", travel);
part("step").addEventListener("click", step);
part("undo-step").addEventListener("click", undoStep);
part("close").addEventListener("click", () => {
  selected = null;
  explain();
});
for (const button of document.querySelectorAll("[data-step]")) {
  const [down, right] = button.dataset.step.split(",").map(Number);
  button.addEventListener("click", () => mosaicOf(selected.row, selected.back).step(down, right, 0));
}
matchMedia("(max-width: 700px)").addEventListener("change", read);
choose(0);

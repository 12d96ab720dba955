// The maps of a row on one canvas, side by side, and frames around some of their pixels.

import { colouring, largest } from "./colours.js";

// How H × W × C numbers lie on a canvas: tiles with a line between them. A vector is one tile.
// A `cell` is the most pixels of the screen for one number.
export function layout(shape) {
  if (shape.length === 1) {
    const [count] = shape;
    const root = Math.sqrt(count);
    const width = count <= 20 ? count : Math.ceil(Number.isInteger(root) ? root : 2 * root);
    const cell = count <= 20 ? 28 : count <= 400 ? 14 : 6;
    return { height: Math.ceil(count / width), width, channels: 1, columns: 1, count, cell };
  }
  const [height, width, channels] = shape;
  const narrow = matchMedia("(max-width: 700px)").matches;
  const most = width > 20 || width <= 5 ? 8 : 16; // maps, large or small; filters
  const columns = Math.min(channels, most / (narrow ? 2 : 1));
  const cell = width <= 5 ? 10 : 6;
  return { height, width, channels, columns, count: height * width * channels, cell };
}

// A canvas with the numbers of one row, that can be clicked and stepped over.
export class Mosaic {
  // `choose(at)` is called with the number that was clicked or stepped to.
  constructor(shape, label, choose) {
    this.shape = shape;
    this.choose = choose;
    this.at = null;
    this.canvas = document.createElement("canvas");
    this.element = document.createElement("div");
    this.element.className = "mosaic";
    this.element.append(this.canvas);
    if (!choose) {
      this.canvas.setAttribute("role", "img");
      this.canvas.setAttribute("aria-label", label);
      return;
    }
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", label);
    this.canvas.addEventListener("click", (event) => this.clicked(event));
    this.canvas.addEventListener("keydown", (event) => this.pressed(event));
  }

  show(values, ramp) {
    this.place = layout(this.shape);
    const { height, width, channels, columns, count, cell } = this.place;
    const lines = Math.ceil(channels / columns);
    this.size = [columns * (width + 1) - 1, lines * (height + 1) - 1];
    this.element.style.width = `${Math.min(640, cell * this.size[0])}px`;
    const image = new ImageData(...this.size);
    const colour = colouring(ramp, largest(values));
    for (let at = 0; at < count; at++) {
      const [x, y] = this.corner(at);
      const start = 4 * (y * this.size[0] + x);
      const [red, green, blue] = colour(values[at]);
      image.data[start] = red;
      image.data[start + 1] = green;
      image.data[start + 2] = blue;
      image.data[start + 3] = 255;
    }
    if (this.canvas.width !== this.size[0]) this.canvas.width = this.size[0];
    if (this.canvas.height !== this.size[1]) this.canvas.height = this.size[1];
    this.canvas.getContext("2d").putImageData(image, 0, 0);
  }

  // Where a number lies on the canvas.
  corner(at) {
    const { height, width, channels, columns } = this.place;
    const [pixel, channel] = [Math.floor(at / channels), at % channels];
    return [
      (pixel % width) + (channel % columns) * (width + 1),
      Math.floor(pixel / width) + Math.floor(channel / columns) * (height + 1),
    ];
  }

  clicked(event) {
    const frame = this.canvas.getBoundingClientRect();
    const { height, width, channels, columns, count } = this.place;
    const x = Math.floor(((event.clientX - frame.left) / frame.width) * this.size[0]);
    const y = Math.floor(((event.clientY - frame.top) / frame.height) * this.size[1]);
    const [column, line] = [Math.floor(x / (width + 1)), Math.floor(y / (height + 1))];
    const [inX, inY] = [x % (width + 1), y % (height + 1)];
    const channel = line * columns + column;
    const at = (inY * width + inX) * channels + channel;
    if (inX < width && inY < height && channel < channels && at < count) this.choose(at);
  }

  pressed(event) {
    const steps = {
      ArrowLeft: [0, -1, 0],
      ArrowRight: [0, 1, 0],
      ArrowUp: [-1, 0, 0],
      ArrowDown: [1, 0, 0],
      PageUp: [0, 0, -1],
      PageDown: [0, 0, 1],
    };
    if (!(event.key in steps)) return;
    event.preventDefault(); // no scrolling
    this.step(...steps[event.key]);
  }

  // Choose the neighbour so many lines, columns and maps away; at first the middle.
  step(down, right, maps) {
    const { height, width, channels, count } = this.place;
    const middle = Math.floor(height / 2) * width + Math.floor(width / 2);
    const now = this.at ?? Math.min(middle * channels, count - 1);
    const [pixel, channel] = [Math.floor(now / channels), now % channels];
    const y = Math.floor(pixel / width) + (this.at === null ? 0 : down);
    const x = (pixel % width) + (this.at === null ? 0 : right);
    const map = channel + (this.at === null ? 0 : maps);
    const at = (y * width + x) * channels + map;
    const inside = y >= 0 && y < height && x >= 0 && x < width && map >= 0 && map < channels;
    if (inside && at < count) this.choose(at);
  }

  // Frames around these numbers; numbers of one map that touch share one.
  mark(places, name) {
    if (!places.length || !this.place) return;
    const corners = places.map((at) => this.corner(at));
    const boxes =
      name === "window"
        ? [
            [
              Math.min(...corners.map(([x]) => x)),
              Math.min(...corners.map(([, y]) => y)),
              Math.max(...corners.map(([x]) => x)) + 1,
              Math.max(...corners.map(([, y]) => y)) + 1,
            ],
          ]
        : corners.map(([x, y]) => [x, y, x + 1, y + 1]);
    for (const [left, top, right, bottom] of boxes) {
      const frame = document.createElement("span");
      frame.className = `frame ${name}`;
      frame.style.left = `${(100 * left) / this.size[0]}%`;
      frame.style.top = `${(100 * top) / this.size[1]}%`;
      frame.style.width = `${(100 * (right - left)) / this.size[0]}%`;
      frame.style.height = `${(100 * (bottom - top)) / this.size[1]}%`;
      this.element.append(frame);
    }
  }
}

// The pad: strokes of mouse, pen, finger or keys.

import { PEN } from "./ink.js";
import { FIELD } from "./mnist_style.js";

const SHARP = 16; // pixels of the canvas for one unit
const NEAR = 0.2; // points closer than this to the last one say nothing new
const INK = "#222222";
const CURSOR = "#D55E00";
const HINT = "Mouse, pen or finger; or arrow keys, and space to put the pen down and lift it.";
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class Pad {
  // `changed` is called after each stroke, and while one is drawn.
  constructor(canvas, hint, changed) {
    this.canvas = canvas;
    this.hint = hint;
    this.changed = changed;
    this.strokes = [];
    this.stroke = null; // the one that is being drawn
    this.pen = [FIELD / 2, FIELD / 2]; // where the arrow keys have moved it
    hint.textContent = HINT;
    this.listen();
    this.paint();
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return; // a second finger, another button
      event.preventDefault(); // no selection of text
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      this.begin(this.point(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!event.isPrimary || !canvas.hasPointerCapture(event.pointerId) || !this.stroke) return;
      const moves = event.getCoalescedEvents?.() ?? [];
      for (const move of moves.length ? moves : [event]) this.extend(this.point(move));
    });
    canvas.addEventListener("lostpointercapture", () => this.end());
    canvas.addEventListener("keydown", (event) => this.pressed(event));
    canvas.addEventListener("focus", () => this.paint());
    canvas.addEventListener("blur", () => {
      this.hint.textContent = HINT;
      if (this.stroke) this.end();
      this.paint();
    });
  }

  pressed(event) {
    if (event.key === " ") {
      if (!event.repeat) {
        if (this.stroke) this.end();
        else this.begin(this.pen);
        this.hint.textContent = this.stroke
          ? "Pen down: the arrows draw, space lifts it."
          : "Pen up: the arrows move it, space puts it down.";
      }
    } else if (event.key in ARROWS) {
      this.pen = this.pen.map((place, axis) =>
        Math.min(FIELD, Math.max(0, place + ARROWS[event.key][axis])),
      );
      if (this.stroke) this.extend(this.pen);
      else this.paint();
    } else {
      return;
    }
    event.preventDefault(); // no scrolling
  }

  point(event) {
    const frame = this.canvas.getBoundingClientRect();
    const place = (at, start, size) =>
      Math.min(FIELD, Math.max(0, (FIELD * (at - start)) / size));
    return [
      place(event.clientX, frame.left, frame.width),
      place(event.clientY, frame.top, frame.height),
    ];
  }

  begin(point) {
    this.stroke = [point];
    this.strokes.push(this.stroke);
    this.tell();
  }

  extend(point) {
    const [x, y] = this.stroke.at(-1);
    if (Math.hypot(point[0] - x, point[1] - y) < NEAR) return;
    this.stroke.push(point);
    this.tell();
  }

  end() {
    this.stroke = null;
    this.tell();
  }

  undo() {
    this.stroke = null;
    this.strokes.pop();
    this.tell();
  }

  clear() {
    this.stroke = null;
    this.strokes = [];
    this.tell();
  }

  tell() {
    this.paint();
    this.changed();
  }

  // The paper, with an image below the strokes if there is one.
  paint(image = this.image) {
    this.image = image;
    const pad = this.canvas.getContext("2d");
    pad.setTransform(1, 0, 0, 1, 0, 0);
    pad.fillStyle = "#fff";
    pad.fillRect(0, 0, this.canvas.width, this.canvas.height);
    pad.setTransform(SHARP, 0, 0, SHARP, 0, 0);
    image?.forEach((value, at) => {
      if (!value) return;
      const grey = Math.round(255 - value);
      pad.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      pad.fillRect(at % FIELD, Math.floor(at / FIELD), 1, 1);
    });
    pad.lineWidth = PEN;
    pad.lineCap = pad.lineJoin = "round";
    pad.strokeStyle = INK;
    for (const points of this.strokes) pad.stroke(smooth(points));
    if (!this.canvas.matches(":focus-visible")) return;
    pad.lineWidth = 0.35;
    pad.strokeStyle = CURSOR;
    pad.beginPath();
    pad.arc(...this.pen, this.stroke ? PEN / 2 : PEN / 2 + 0.8, 0, 2 * Math.PI);
    pad.stroke();
  }
}

// The smooth curve through a stroke: it joins the middles of its edges, as `curve` in ink.js.
function smooth(points) {
  const path = new Path2D();
  path.moveTo(...points[0]);
  for (let i = 1; i + 1 < points.length; i++) {
    const [[x, y], [nextX, nextY]] = [points[i], points[i + 1]];
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  path.lineTo(...points.at(-1));
  return path;
}

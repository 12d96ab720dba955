// Ink on a page: strokes of a pen become 112 × 112 numbers from 0 (paper) to 1 (ink).

import { FIELD, bounds } from "./mnist_style.js";

const PAGE = 112; // pixels along one side: four for each of the 28 that the network will see
const UNIT = PAGE / FIELD; // pixels of the page for one of these 28
export const PEN = 2.5; // the width of the pen in such units, about that of MNIST's strokes

// The page after these strokes of a round pen; a stroke is a list of points [x, y] from 0 to 28.
export function fromStrokes(strokes) {
  const radius = (PEN * UNIT) / 2;
  const reach = Math.ceil(radius) + 1;
  const data = new Float32Array(PAGE * PAGE);
  for (const [x, y] of strokes.flatMap(curve)) {
    const [left, top] = [Math.floor(x) - reach, Math.floor(y) - reach];
    for (let row = Math.max(0, top); row <= Math.min(PAGE - 1, top + 2 * reach); row++) {
      for (let column = Math.max(0, left); column <= Math.min(PAGE - 1, left + 2 * reach); column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const covered = Math.min(Math.max(radius + 0.5 - distance, 0), 1); // soft at the edge
        const at = row * PAGE + column;
        if (covered > data[at]) data[at] = covered;
      }
    }
  }
  return { data, height: PAGE, width: PAGE };
}

// Points half a pixel of the page apart on the smooth curve through a stroke.
//
// Cutting the corners off a polygon, again and again, ends at the curve that joins the middles of
// its edges (Chaikin 1974); twice is enough here. A canvas draws the same one while one draws.
function curve(stroke) {
  let points = stroke;
  for (let time = 0; time < 2; time++) {
    const cuts = points.slice(1).flatMap((next, i) => [
      mix(points[i], next, 0.25),
      mix(points[i], next, 0.75),
    ]);
    points = [points[0], ...cuts, points.at(-1)];
  }
  const lengths = [0];
  for (let i = 1; i < points.length; i++) {
    const [[x, y], [nextX, nextY]] = [points[i - 1], points[i]];
    lengths.push(lengths[i - 1] + Math.hypot(nextX - x, nextY - y));
  }
  const whole = lengths.at(-1);
  const count = Math.ceil(2 * UNIT * whole) + 1;
  let edge = 1;
  return Array.from({ length: count }, (_, step) => {
    const at = count > 1 ? (whole * step) / (count - 1) : 0;
    while (edge < points.length - 1 && lengths[edge] < at) edge++;
    const length = lengths[edge] - lengths[edge - 1];
    const share = length > 0 ? (at - lengths[edge - 1]) / length : 0;
    return mix(points[edge - 1], points[edge], share).map((place) =>
      Math.min(Math.max(place * UNIT, 0), PAGE - 1),
    );
  });
}

function mix([x, y], [nextX, nextY], share) {
  return [x + share * (nextX - x), y + share * (nextY - y)];
}

// Why a page cannot be read, in a sentence; "" if it can: no ink, a dot, or nothing but ink.
export function complaint(ink) {
  const box = bounds(ink);
  if (!box) return "Blank paper: draw a digit.";
  if (Math.max(box.height, box.width) < 1.5 * PEN * UNIT) return "Only a dot so far: draw a digit.";
  const mean = ink.data.reduce((sum, value) => sum + value, 0) / ink.data.length;
  return mean > 0.6 ? "Nearly all of it is ink: clear the pad and draw one digit." : "";
}

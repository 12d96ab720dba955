// MNIST's own preparation: how ink on paper became images of 28 × 28 pixels.
//
// Fit the digit into 20 × 20 pixels without changing its proportions, let the grey of each pixel
// say how much of it is ink, and move the centre of mass to the centre of 28 × 28.
//
// An ink is { data, height, width }, row by row, from 0 (paper) to 1 (ink).

export const FIELD = 28; // pixels along one side of an image
const BOX = 20; // and of the digit in it
export const FAINTEST = 1 / 255; // the least ink that an image can hold

// 28 · 28 bytes of an ink of any size: fitted and centred. Blank paper stays blank.
export function prepare(ink) {
  const box = bounds(ink);
  if (!box) return new Uint8Array(FIELD * FIELD);
  const digit = resample(cut(ink, box), BOX / Math.max(box.height, box.width));
  const darkest = digit.data.reduce((most, value) => Math.max(most, value), 0);
  return pixels(centre({ ...digit, data: digit.data.map((value) => value / darkest) }));
}

// 28 · 28 bytes of a square ink, page and all: what `prepare` would have improved.
export function shrink(ink) {
  return pixels(resample(ink, FIELD / ink.height));
}

// The smallest rectangle with all of the ink in it, or null if there is none.
export function bounds({ data, height, width }) {
  let [top, left, bottom, right] = [height, width, -1, -1];
  data.forEach((value, at) => {
    if (value < FAINTEST) return;
    const [y, x] = [Math.floor(at / width), at % width];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
  });
  if (bottom < 0) return null;
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}

function cut(ink, { top, left, height, width }) {
  const data = new Float64Array(height * width);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * ink.width + left;
    data.set(ink.data.subarray(start, start + width), y * width);
  }
  return { data, height, width };
}

// The ink `scale` times as large: a new pixel holds the share of its area that is ink.
function resample({ data, height, width }, scale) {
  const [down, across] = [coverage(height, scale), coverage(width, scale)];
  const out = new Float64Array(down.length * across.length);
  down.forEach((column, y) => {
    for (const [row, high] of column) {
      across.forEach((line, x) => {
        for (const [place, wide] of line) {
          out[y * across.length + x] += high * wide * data[row * width + place];
        }
      });
    }
  });
  return { data: out, height: down.length, width: across.length };
}

// For each new pixel, the old ones of `count` in a row that it covers, and how much of each.
//
// A length that is no whole number of new pixels lies in the middle of the next larger one.
function coverage(count, scale) {
  const size = Math.ceil(count * scale - 1e-9); // 20.000000000000004 pixels are 20
  const edge = (old) => (size - count * scale) / 2 + scale * old; // in new pixels
  return Array.from({ length: size }, (_, start) => {
    const covered = [];
    for (let old = 0; old < count; old++) {
      const share = Math.min(edge(old + 1), start + 1) - Math.max(edge(old), start);
      if (share > 0) covered.push([old, share]);
    }
    return covered;
  });
}

// The digit on 28 × 28, moved by whole pixels so that its centre of mass is pixel (14, 14).
function centre({ data, height, width }) {
  let [mass, down, across] = [0, 0, 0];
  data.forEach((value, at) => {
    mass += value;
    down += value * Math.floor(at / width);
    across += value * (at % width);
  });
  const start = (sum, size) => {
    const wished = Math.ceil(FIELD / 2 - 0.5 - sum / mass);
    return Math.min(Math.max(wished, 0), FIELD - size); // a lopsided digit stays in the field
  };
  const [top, left] = [start(down, height), start(across, width)];
  const field = new Float64Array(FIELD * FIELD);
  for (let y = 0; y < height; y++) {
    field.set(data.subarray(y * width, (y + 1) * width), (top + y) * FIELD + left);
  }
  return { data: field, height: FIELD, width: FIELD };
}

function pixels({ data }) {
  return Uint8Array.from(data, (value) => Math.round(255 * value));
}

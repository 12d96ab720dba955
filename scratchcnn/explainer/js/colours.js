// Numbers as colours: the palette of the course's figures, from the least to the most.

export const PIXELS = ["#FFFFFF", "#000000"];
export const ACTIVATION = ["#FFFFFF", "#009E73", "#003B2C"]; // from 0
export const SIGNED = ["#5B3A8C", "#F7F7F7", "#B35806"]; // around 0

const tables = new Map();

// [red, green, blue] for each of 256 values, evenly from colour to colour.
function table(ramp) {
  if (!tables.has(ramp)) {
    const stops = ramp.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
    const mix = (value) => {
      const at = (value / 255) * (stops.length - 1);
      const low = Math.min(Math.floor(at), stops.length - 2);
      return stops[low].map((one, i) => Math.round(one + (at - low) * (stops[low + 1][i] - one)));
    };
    tables.set(ramp, Array.from({ length: 256 }, (_, value) => mix(value)));
  }
  return tables.get(ramp);
}

// A function from a number to its colour; `limit` is the largest absolute value that is shown.
export function colouring(ramp, limit) {
  const colours = table(ramp);
  const scale = 255 / (limit || 1);
  return ramp === SIGNED
    ? (value) => colours[Math.round(Math.min(Math.max(127.5 + (value * scale) / 2, 0), 255))]
    : (value) => colours[Math.round(Math.min(Math.max(value * scale, 0), 255))];
}

export function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

// Black or white, whichever is read more easily on this colour.
export function inkOn(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

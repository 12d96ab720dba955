// Numbers as people read them, and small tables of them with their colours.

import { colouring, inkOn, largest } from "./colours.js";

// Three digits that count, with a real minus sign.
export function format(value) {
  const rounded = Number(value.toPrecision(3));
  return String(Object.is(rounded, -0) ? 0 : rounded).replaceAll("-", "−");
}

// A function that writes numbers of one table with the same number of decimals.
function evenly(limit) {
  const decimals = Math.min(Math.max(1 - Math.floor(Math.log10(limit)), 0), 9);
  return limit < 0.001
    ? (value) => (value ? value.toPrecision(1).replaceAll("-", "−") : "0")
    : (value) => (value ? value.toFixed(decimals).replace("-", "−") : "0");
}

// A probability of softmax, which is never entirely sure.
export function inPercent(probability) {
  return probability > 0.99 ? "over 99%" : `${Math.round(100 * probability)}%`;
}

export function signed(value) {
  return value < 0 ? format(value) : `+${format(value)}`;
}

// An element with a class and text or children; text is never read as HTML.
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// A table of numbers, `width` in a line, in the colours of a ramp. `null` is an empty place, and
// `best` is the place of one that is framed.
export function grid(caption, values, width, ramp, best = -1) {
  const limit = largest(values);
  const colour = colouring(ramp, limit);
  const written = evenly(limit);
  const table = element("table", "grid", element("caption", "", caption));
  for (let start = 0; start < values.length; start += width) {
    const line = table.insertRow();
    values.slice(start, start + width).forEach((value, place) => {
      const cell = line.insertCell();
      if (value === null) return;
      const ground = colour(value);
      cell.textContent = written(value);
      cell.style.background = `rgb(${ground.join(" ")})`;
      cell.style.color = inkOn(ground);
      if (start + place === best) cell.className = "best";
    });
  }
  return table;
}

// Tables with signs between them: a × b = c.
export function equation(...parts) {
  const shown = parts.map((part) => (typeof part === "string" ? element("span", "sign", part) : part));
  return element("div", "equation", ...shown);
}

export function paragraph(...text) {
  return element("p", "", ...text);
}

export function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

// A list of terms, the strongest first, and how much all the others add up to.
//
// terms  [{ name, product }], and if it is to be shown what was multiplied, [left, right]
export function strongest(heading, terms, count = 6) {
  const table = element("table", "terms", element("caption", "", heading));
  const add = (name, product, factors = []) => {
    const line = table.insertRow();
    const head = element("th", "", name);
    head.scope = "row";
    line.append(head);
    line.insertCell().textContent = factors.map(format).join(" × ");
    line.insertCell().textContent = signed(product);
  };
  const sorted = terms.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
  for (const { name, product, factors } of sorted.slice(0, count)) add(name, product, factors);
  const others = sorted.slice(count);
  if (others.length) add(`the other ${others.length}`, sum(others.map((each) => each.product)));
  return table;
}

// The terms of each map with the sum of their products, strongest first.
export function perMap(terms, key) {
  const found = Map.groupBy(terms, (term) => term[key]);
  return [...found]
    .map(([number, members]) => ({
      number,
      name: `map ${number}`,
      members,
      product: sum(members.map((each) => each.product)),
    }))
    .toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
}

// Numbers as people read them, and small tables of them with their colours.

import { colouring, inkOn, largest } from "./colours.js";

// Three digits that count, with a real minus sign.
export function format(value) {
  const rounded = Number(value.toPrecision(3));
  return String(Object.is(rounded, -0) ? 0 : rounded).replace("-", "−");
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
  const colour = colouring(ramp, largest(values));
  const table = element("table", "grid", element("caption", "", caption));
  for (let start = 0; start < values.length; start += width) {
    const line = table.insertRow();
    values.slice(start, start + width).forEach((value, place) => {
      const cell = line.insertCell();
      if (value === null) return;
      const ground = colour(value);
      cell.textContent = format(value);
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
// terms  [{ name, left, right, product }]
export function strongest(heading, terms, count = 6) {
  const sorted = terms.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const table = element("table", "terms", element("caption", "", heading));
  const add = (name, product, calculation) => {
    const line = table.insertRow();
    line.append(element("th", "", name));
    line.firstChild.scope = "row";
    line.insertCell().textContent = calculation;
    line.insertCell().textContent = signed(product);
  };
  for (const { name, left, right, product } of sorted.slice(0, count)) {
    add(name, product, `${format(left)} × ${format(right)}`);
  }
  const others = sorted.slice(count);
  if (others.length) add(`the other ${others.length}`, sum(others.map((each) => each.product)), "");
  return table;
}

// The terms in groups: { key: [terms] }, each with the sum of its products; strongest first.
export function groups(terms, key) {
  const found = Map.groupBy(terms, (term) => term[key]);
  return [...found]
    .map(([name, members]) => ({
      name,
      members,
      product: sum(members.map((each) => each.product)),
    }))
    .toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
}

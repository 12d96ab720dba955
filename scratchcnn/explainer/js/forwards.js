// How one number of a row was computed from the row before.

import { SIGNED } from "./colours.js";
import { equation, format, grid, paragraph, perMap, signed, strongest } from "./numbers.js";

// What is shown of outputs[row][at]: { title, nodes, spoken, from }, with the places of the row
// before that it was computed from, and whether they are a `window`.
export function forwards(network, row, at, probabilities) {
  const out = network.outputs[row]?.[at];
  if (row === 0) {
    return told(`The image has ${format(out)} here: 0 is paper, 255 is ink.`);
  }
  if (row > network.layers.length) return softmaxOf(network.outputs.at(-1), probabilities, at);
  const layer = network.layers[row - 1];
  const terms = layer.parts(at).map((each) => ({ ...each, product: each.value * each.weight }));
  const kind = layer.constructor.name;
  return FORWARDS[kind](layer, terms, out, at, network.layers[row]);
}

function told(spoken, ...others) {
  return { spoken, nodes: [paragraph(spoken), ...others], from: [] };
}

const FORWARDS = {
  Division(layer, [{ from, value }], out) {
    return { ...told(`${format(value)} / ${layer.divisor} = ${format(out)}`), from: [from] };
  },

  Addition(layer, [{ from, value }], out, at) {
    const bias = layer.bias(at);
    const text = `${format(value)}, and its own bias ${signed(bias)}, make ${format(out)}.`;
    const why = paragraph("Every place of every map has a bias of its own.");
    return { ...told(text, why), from: [from] };
  },

  ReLU(layer, [{ from, value }], out) {
    const text =
      value > 0
        ? `${format(value)} is positive: it passes.`
        : `${format(value)} is not positive: it is cut to 0.`;
    return { ...told(text), from: [from] };
  },

  Vectorization(layer, [{ from, value }]) {
    const text = `${format(value)}, only in another order: the maps become one vector.`;
    return { ...told(text), from: [from] };
  },

  MaxPooling(layer, terms, out) {
    const best = terms.findIndex((each) => each.weight);
    const values = terms.map((each) => each.value);
    const zero = terms[best].from < 0 ? " (a zero of the padding)" : "";
    const told = `The largest of ${terms.length} goes on: ${format(out)}${zero}.`;
    return {
      spoken: told,
      nodes: [grid("the window", values, layer.size, SIGNED, best), paragraph(told)],
      from: terms.filter((each) => each.from >= 0).map((each) => each.from),
      window: true,
    };
  },

  Convolution(layer, terms, out, at, next) {
    const maps = perMap(terms, "c");
    const first = maps[0].members;
    const which = maps.length > 1 ? `${maps[0].name}: ` : "";
    const nodes = [
      equation(
        grid(`${which}window`, pick(first, "value"), layer.size, SIGNED),
        "×",
        grid("filter", pick(first, "weight"), layer.size, SIGNED),
        "=",
        grid("products", pick(first, "product"), layer.size, SIGNED),
      ),
    ];
    const bias = next?.bias && next.constructor.name === "Addition" ? next.bias(at) : null;
    const shown = `The ${first.length} products add up to ${format(maps[0].product)}`;
    let spoken = `${shown}.`;
    if (maps.length > 1) {
      spoken = `${shown}; with the other ${maps.length - 1} maps it is ${format(out)}.`;
      nodes.push(strongest("what each map of the row before adds", maps));
    }
    if (bias !== null) {
      spoken += ` The next row adds its own bias: ${signed(bias)} makes ${format(out + bias)}.`;
    }
    if (first.some((each) => each.from < 0)) spoken += " Beyond the edge are zeros, the padding.";
    nodes.push(paragraph(spoken));
    return { spoken, nodes, from: inside(first, "from"), window: true };
  },

  Dense(layer, terms, out, at) {
    const named = terms.map((each) => ({
      name: `input ${each.from}`,
      factors: [each.value, each.weight],
      product: each.product,
    }));
    const bias = layer.bias(at);
    const spoken =
      `${terms.length} products and the bias ${signed(bias)} add up to ${format(out)}.`;
    const nodes = [strongest("the strongest: input × weight", named), paragraph(spoken)];
    const sorted = terms.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
    return { spoken, nodes, from: sorted.slice(0, 6).map((each) => each.from) };
  },
};

function softmaxOf(logits, probabilities, at) {
  const spoken =
    `exp(${format(logits[at])}), divided by the sum of the exponentials of all ` +
    `${logits.length} logits: ${format(probabilities[at])}.`;
  return { spoken, nodes: [grid("all logits", [...logits], 5, SIGNED, at), paragraph(spoken)], from: [at] };
}

export function pick(terms, name) {
  return terms.map((term) => term[name]);
}

export function inside(terms, name) {
  return pick(terms, name).filter((place) => place >= 0);
}

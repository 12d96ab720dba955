// Where one gradient came from, why it is a sum, and where it goes on to.

import { SIGNED } from "./colours.js";
import { inside, pick } from "./forwards.js";
import { equation, format, grid, paragraph, perMap, signed, strongest, sum } from "./numbers.js";

// What is shown of gradients[row][at]: { nodes, spoken, to }, with the places of the row after that
// sent it, and whether they are a `window`.
export function backwards(network, row, at, loss) {
  const gradient = network.gradients[row][at];
  const received =
    row === network.layers.length
      ? fromLoss(loss, at, gradient)
      : fromLayer(network.layers[row], at, gradient);
  if (!gradient) received.nodes.push(paragraph("Choose a coloured pixel: it sends something on."));
  const layer = gradient ? network.layers[row - 1] : null;
  const onward = layer && ONWARD[kindOf(layer)]?.(layer, at, gradient);
  return { ...received, nodes: [...received.nodes, ...(onward?.nodes ?? [])], onward: onward?.to ?? [] };
}

function kindOf(layer) {
  return layer.constructor.name;
}

function fromLoss(loss, at, gradient) {
  const p = loss.probabilities[at];
  const spoken =
    at === loss.label
      ? `p − 1 = ${format(p)} − 1 = ${format(gradient)}: this answer is right: more of its logit, less loss.`
      : `p − 0 = ${format(gradient)}: this answer is wrong: more of its logit, more loss.`;
  return { spoken, nodes: [paragraph(spoken)], to: [] };
}

function fromLayer(layer, at, gradient) {
  const terms = layer.senders(at).map((each) => ({ ...each, product: each.gradient * each.weight }));
  return BACKWARDS[kindOf(layer)](layer, terms, gradient);
}

function unchanged([{ to, gradient }], why) {
  const spoken = `${format(gradient)} came back, ${why}.`;
  return { spoken, nodes: [paragraph(spoken)], to: [to] };
}

const BACKWARDS = {
  Division(layer, [{ to, gradient }], own) {
    const spoken = `${format(gradient)} came back, and is divided by ${layer.divisor}: ${format(own)}.`;
    return { spoken, nodes: [paragraph(spoken)], to: [to] };
  },

  Addition(layer, terms) {
    return unchanged(terms, "unchanged: a bias was only added");
  },

  Vectorization(layer, terms) {
    return unchanged(terms, "unchanged: only the order differs");
  },

  ReLU(layer, [{ to, gradient, weight }]) {
    const spoken = weight
      ? `${format(gradient)} came back, and passes: the number was positive.`
      : `${format(gradient)} came back, and is stopped: the number had been cut.`;
    return { spoken, nodes: [paragraph(spoken)], to: [to] };
  },

  MaxPooling(layer, terms, gradient) {
    const wins = terms.filter((each) => each.weight);
    const lines = terms.map((each) =>
      each.weight
        ? `won a window: += ${format(each.gradient)}`
        : `lost a window: += 0 (${format(each.gradient)} went to its winner)`,
    );
    const spoken =
      `This pixel lies in ${count(terms.length, "window")} and won ${wins.length} of them: ` +
      `${format(gradient)}.`;
    const list = document.createElement("ul");
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    return { spoken, nodes: [list, paragraph(spoken)], to: pick(terms, "to"), window: true };
  },

  Convolution(layer, terms, gradient) {
    const maps = perMap(terms, "o");
    if (!maps.length) return { spoken: "No window holds this pixel: 0.", nodes: [], to: [] };
    const all = laidOut(layer, terms, (members) => sum(pick(members, "product")));
    const first = maps[0].members;
    const nodes = [
      equation(
        grid(`gradients of ${maps[0].name}`, laidOut(layer, first, one("gradient")), layer.size, SIGNED),
        "×",
        grid("filter, turned", laidOut(layer, first, one("weight")), layer.size, SIGNED),
        "=",
        grid("products", laidOut(layer, first, one("product")), layer.size, SIGNED),
      ),
      strongest("what each map of the next row sends", maps),
      grid("what each window sends", all, layer.size, SIGNED),
    ];
    const shares = all.filter((value) => value !== null);
    const spoken =
      `${count(shares.length, "window")} overlap at this pixel, and each sends a share: ` +
      `the shares add up (+=) to ${format(gradient)}.`;
    nodes.push(paragraph(spoken), paragraph(`${shares.map(signed).join(" ")} = ${format(gradient)}`));
    return { spoken, nodes, to: inside(first, "to"), window: true };
  },

  Dense(layer, terms, gradient) {
    const named = terms.map((each) => ({
      name: `output ${each.to}`,
      factors: [each.gradient, each.weight],
      product: each.product,
    }));
    const spoken = `${terms.length} outputs used this number: their shares add up to ${format(gradient)}.`;
    const sorted = terms.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
    return {
      spoken,
      nodes: [strongest("the strongest: gradient × weight", named), paragraph(spoken)],
      to: sorted.slice(0, 6).map((each) => each.to),
    };
  },
};

function count(number, name) {
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}

function one(name) {
  return ([member]) => member[name];
}

// A value for each window that holds the pixel, where the window stands: the filter, turned round.
function laidOut(layer, terms, value) {
  const places = Array(layer.size ** 2).fill(null);
  for (const [place, members] of Map.groupBy(terms, ({ i, j }) => i * layer.size + j)) {
    places[places.length - 1 - place] = value(members);
  }
  return places;
}

// What becomes of a gradient in the row that it belongs to.
const ONWARD = {
  Convolution(layer, at, gradient) {
    const terms = layer.parts(at).map((each) => ({ ...each, stamp: each.weight * gradient }));
    const [strong] = perMap(terms.map((each) => ({ ...each, product: Math.abs(each.stamp) })), "c");
    const first = strong.members;
    const which = layer.inputs > 1 ? `, ${strong.name}` : "";
    const nodes = [
      paragraph(
        `It goes on as a stamp: the filter, the right way round, times ${format(gradient)}, ` +
          `is added (+=) to the window it came from.`,
      ),
      equation(
        grid(`filter${which}`, pick(first, "weight"), layer.size, SIGNED),
        `× ${format(gradient)} =`,
        grid("stamp", pick(first, "stamp"), layer.size, SIGNED),
      ),
      paragraph(
        "To its filter it sends the window, times the same number: " +
          "so the filter learns from what it saw. What all pixels of this map send adds up to " +
          "the gradient of the filter.",
      ),
      equation(
        grid(`window${which}`, pick(first, "value"), layer.size, SIGNED),
        `× ${format(gradient)} =`,
        grid("to the filter", first.map((each) => each.value * gradient), layer.size, SIGNED),
      ),
    ];
    return { nodes, to: inside(first, "from") };
  },

  MaxPooling(layer, at, gradient) {
    const terms = layer.parts(at);
    const best = terms.findIndex((each) => each.weight);
    const nodes = [
      paragraph("It goes on to the winner of its window, which takes it all:"),
      equation(
        grid("window", pick(terms, "value"), layer.size, SIGNED, best),
        "→",
        grid("gets", terms.map((each) => each.weight * gradient), layer.size, SIGNED, best),
      ),
    ];
    return { nodes, to: inside(terms, "from") };
  },

  Addition(layer, at, gradient) {
    return { nodes: [paragraph(`Its bias gets the same gradient: ${signed(gradient)}.`)], to: [] };
  },

  Dense(layer, at, gradient) {
    const text =
      `Each of its ${layer.inputs} weights gets input × ${format(gradient)}, its bias ` +
      `${format(gradient)}.`;
    return { nodes: [paragraph(text)], to: [] };
  },
};

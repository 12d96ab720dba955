// Runs the page's arithmetic in Node: a JSON task on standard input, its JSON result on output.
//
//     node run.mjs BUNDLE

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const code = await import(pathToFileURL(process.argv[2]));
const layers = { ...code.LAYERS, Softmax: code.Softmax };

// A layer on some images, one after the other; gradients of parameters add up.
function layer({ kind, config, inputShape, params, images, gradients }) {
  const arrays = Object.entries(params).map(([name, array]) => [name, Float32Array.from(array)]);
  const made = new layers[kind](config, inputShape, Object.fromEntries(arrays));
  const result = { out: [], dX: [], grads: {}, parts: [], senders: [] };
  images.forEach((image, n) => {
    const x = Float32Array.from(image);
    const out = made.forward(x);
    const dX = made.backward(Float32Array.from(gradients[n]));
    result.out.push(...out);
    result.dX.push(...dX);
    add(result.grads, made.grads ?? {});
    if (!made.parts) return;
    const sum = (terms, name) =>
      terms.reduce((total, term) => total + term[name] * term.weight, 0);
    out.forEach((_, at) => {
      result.parts.push(sum(made.parts(at), "value") + (made.bias?.(at) ?? 0));
    });
    dX.forEach((_, at) => result.senders.push(sum(made.senders(at), "gradient")));
  });
  return result;
}

// A network on some images: logits, losses, dL/dimage of each, and all gradients of the mean loss.
function network({ plan, weights, images, labels, step }) {
  const made = new code.Network(plan, floats(weights));
  const loss = new code.SoftmaxCrossEntropy();
  const result = { logits: [], losses: [], dImages: [], grads: {} };
  images.forEach((image, n) => {
    const logits = made.forward(image);
    result.logits.push([...logits]);
    result.losses.push(loss.forward(logits, labels[n]));
    result.dImages.push([...made.backward(loss.backward())]);
    add(
      result.grads,
      Object.fromEntries(
        made.layers.flatMap(({ grads }, row) =>
          Object.entries(grads).map(([name, array]) => [`${row}|${name}`, array]),
        ),
      ),
    );
  });
  if (step) {
    const undo = made.step(step);
    result.stepped = [...made.forward(images.at(-1))];
    undo();
    result.undone = [...made.forward(images.at(-1))];
  }
  return result;
}

function prepared({ strokes }) {
  const ink = code.fromStrokes(strokes);
  return {
    ink: [...ink.data],
    prepared: [...code.prepare(ink)],
    shrunk: [...code.shrink(ink)],
    complaint: code.complaint(ink),
  };
}

function loss({ logits, label }) {
  const made = new code.SoftmaxCrossEntropy();
  const value = made.forward(Float32Array.from(logits), label);
  return { value, dLogits: [...made.backward()] };
}

function add(totals, arrays) {
  for (const [name, array] of Object.entries(arrays)) {
    totals[name] ??= new Array(array.length).fill(0);
    array.forEach((value, at) => (totals[name][at] += value));
  }
}

function floats(base64) {
  const bytes = Buffer.from(base64, "base64");
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

const { name, ...task } = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify({ layer, network, prepared, loss }[name](task)));

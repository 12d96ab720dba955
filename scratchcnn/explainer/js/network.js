// A network is a list of layers: forward runs down the list, backward runs up again.

import { Addition } from "./layers/addition.js";
import { Convolution } from "./layers/convolution.js";
import { Dense } from "./layers/dense.js";
import { Division } from "./layers/division.js";
import { MaxPooling } from "./layers/max_pooling.js";
import { ReLU } from "./layers/relu.js";
import { Vectorization } from "./layers/vectorization.js";

export const LAYERS = { Addition, Convolution, Dense, Division, MaxPooling, ReLU, Vectorization };

// A layer takes one image, as floats in the order of memory: H × W × C, channels change fastest.
//
// forward(x) and backward(dOut) are those of the Python layer of the same name; `grads` are stored
// under the names of `params`. parts(at) says what the output at this place was computed from, and
// senders(at) which outputs send a gradient to this place of the input: lists whose products
// value · weight, or gradient · weight, add up to the output without its bias(at), or to the
// gradient of the input.
export class Network {
  // `weights` holds all parameters, one after the other, in the order of the plan.
  constructor({ input_shape, layers }, weights) {
    let [shape, start] = [input_shape, 0];
    this.layers = layers.map(({ kind, config, params }) => {
      const arrays = {};
      for (const [name, count] of Object.entries(params)) {
        arrays[name] = weights.slice(start, start + count);
        start += count;
      }
      const layer = new LAYERS[kind](config, shape, arrays);
      shape = layer.outputShape;
      return layer;
    });
  }

  // The logits of an image; what every row puts out stays in `outputs`, the image before them.
  forward(image) {
    this.outputs = [Float32Array.from(image)];
    for (const layer of this.layers) this.outputs.push(layer.forward(this.outputs.at(-1)));
    return this.outputs.at(-1);
  }

  // dL/dimage from dL/dlogits; gradients[row] belongs to outputs[row], and each layer has its grads.
  backward(dLogits) {
    this.gradients = [dLogits];
    for (const layer of this.layers.toReversed()) {
      this.gradients.unshift(layer.backward(this.gradients[0]));
    }
    return this.gradients[0];
  }

  // One step of gradient descent: w -= learningRate · dL/dw. Returns what undoes it.
  step(learningRate) {
    const before = this.layers.map((layer) => ({ ...layer.params }));
    for (const layer of this.layers) {
      for (const [name, gradient] of Object.entries(layer.grads)) {
        layer.params[name] = layer.params[name].map((w, at) => w - learningRate * gradient[at]);
      }
    }
    return () => this.layers.forEach((layer, row) => Object.assign(layer.params, before[row]));
  }
}

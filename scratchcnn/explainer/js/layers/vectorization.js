// Vectorization: the feature maps of an image become one vector.

import { Elementwise } from "./elementwise.js";

// H × W × C becomes H·W·C, in the order of memory: channels change fastest.
export class Vectorization extends Elementwise {
  constructor(config, inputShape, params) {
    super(config, [inputShape.reduce((product, size) => product * size)], params);
  }

  forward(x) {
    this.x = x;
    return x.slice();
  }

  backward(dOut) {
    this.dOut = dOut;
    this.grads = {};
    return dOut.slice();
  }
}

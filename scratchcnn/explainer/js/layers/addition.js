// Addition: a bias for every position, not only for every channel.

import { Elementwise } from "./elementwise.js";

// out[y, x, c] = x[y, x, c] + bias[y, x, c]
export class Addition extends Elementwise {
  forward(x) {
    this.x = x;
    return x.map((value, at) => value + this.params.bias[at]);
  }

  // One image: the gradient of a bias is that of its output.
  backward(dOut) {
    this.dOut = dOut;
    this.grads = { bias: dOut.slice() };
    return dOut.slice();
  }

  bias(at) {
    return this.params.bias[at];
  }
}

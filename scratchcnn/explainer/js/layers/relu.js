// ReLU: what is positive passes, the rest becomes zero.

import { Elementwise } from "./elementwise.js";

// out = max(x, 0). At the kink, x = 0, the gradient is taken as 0.
export class ReLU extends Elementwise {
  forward(x) {
    this.x = x;
    return x.map((value) => Math.max(value, 0));
  }

  backward(dOut) {
    this.dOut = dOut;
    this.grads = {};
    return dOut.map((gradient, at) => gradient * this.slope(at));
  }

  slope(at) {
    return this.x[at] > 0 ? 1 : 0;
  }
}

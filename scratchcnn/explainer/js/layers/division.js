// Division: the first row of the network brings the pixels to [0, 1].

import { Elementwise } from "./elementwise.js";

// out = x / divisor
export class Division extends Elementwise {
  constructor(config, inputShape, params) {
    super(config, inputShape, params);
    this.divisor = config.divisor;
  }

  forward(x) {
    this.x = x;
    return x.map((value) => value / this.divisor);
  }

  backward(dOut) {
    this.dOut = dOut;
    this.grads = {};
    return dOut.map((gradient) => gradient / this.divisor);
  }

  slope() {
    return 1 / this.divisor;
  }
}

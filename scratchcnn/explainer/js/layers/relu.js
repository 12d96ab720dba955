// ReLU: what is positive passes, the rest becomes zero.

// out = max(x, 0). At the kink, x = 0, the gradient is taken as 0.
export class ReLU {
  constructor(config, inputShape) {
    this.outputShape = inputShape;
    this.params = {};
  }

  forward(x) {
    this.x = x;
    return x.map((value) => Math.max(value, 0));
  }

  backward(dOut) {
    this.dOut = dOut;
    this.grads = {};
    return dOut.map((gradient, at) => (this.x[at] > 0 ? gradient : 0));
  }

  parts(at) {
    return [{ from: at, value: this.x[at], weight: this.x[at] > 0 ? 1 : 0 }];
  }

  senders(at) {
    return [{ to: at, gradient: this.dOut[at], weight: this.x[at] > 0 ? 1 : 0 }];
  }
}

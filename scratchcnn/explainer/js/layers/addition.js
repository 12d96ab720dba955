// Addition: a bias for every position, not only for every channel.

// out[y, x, c] = x[y, x, c] + bias[y, x, c]
export class Addition {
  constructor(config, inputShape, params) {
    this.outputShape = inputShape;
    this.params = params;
  }

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

  parts(at) {
    return [{ from: at, value: this.x[at], weight: 1 }];
  }

  senders(at) {
    return [{ to: at, gradient: this.dOut[at], weight: 1 }];
  }

  bias(at) {
    return this.params.bias[at];
  }
}

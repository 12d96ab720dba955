// Division: the first row of the network brings the pixels to [0, 1].

// out = x / divisor
export class Division {
  constructor({ divisor }, inputShape) {
    this.divisor = divisor;
    this.outputShape = inputShape;
    this.params = {};
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

  parts(at) {
    return [{ from: at, value: this.x[at], weight: 1 / this.divisor }];
  }

  senders(at) {
    return [{ to: at, gradient: this.dOut[at], weight: 1 / this.divisor }];
  }
}

// Vectorization: the feature maps of an image become one vector.

// H × W × C becomes H·W·C, in the order of memory: channels change fastest.
export class Vectorization {
  constructor(config, inputShape) {
    this.outputShape = [inputShape.reduce((product, size) => product * size)];
    this.params = {};
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

  parts(at) {
    return [{ from: at, value: this.x[at], weight: 1 }];
  }

  senders(at) {
    return [{ to: at, gradient: this.dOut[at], weight: 1 }];
  }
}

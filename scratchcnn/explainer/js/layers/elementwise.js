// What layers share in which each output has one input, at the same place.

export class Elementwise {
  constructor(config, inputShape, params) {
    this.outputShape = inputShape;
    this.params = params;
  }

  // d out / d x at this place.
  slope() {
    return 1;
  }

  parts(at) {
    return [{ from: at, value: this.x[at], weight: this.slope(at) }];
  }

  senders(at) {
    return [{ to: at, gradient: this.dOut[at], weight: this.slope(at) }];
  }
}

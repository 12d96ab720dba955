// Dense: every input is connected to every output.

// out[o] = Σ_i  x[i] · weights[i, o]  +  bias[o]
export class Dense {
  constructor({ in_features, out_features }, inputShape, params) {
    this.inputs = in_features;
    this.outputs = out_features;
    this.outputShape = [out_features];
    this.params = params;
  }

  forward(x) {
    this.x = x;
    const sums = Float64Array.from(this.params.bias);
    for (let i = 0; i < this.inputs; i++) {
      if (x[i] === 0) continue; // after a ReLU many are
      for (let o = 0; o < this.outputs; o++) {
        sums[o] += x[i] * this.params.weights[i * this.outputs + o];
      }
    }
    return Float32Array.from(sums);
  }

  // dL/dweights[i, o] = x[i] · dOut[o]        dL/dx[i] = Σ_o  weights[i, o] · dOut[o]
  backward(dOut) {
    this.dOut = dOut;
    const dWeights = new Float32Array(this.params.weights.length);
    const dX = new Float32Array(this.inputs);
    for (let i = 0; i < this.inputs; i++) {
      let sum = 0;
      for (let o = 0; o < this.outputs; o++) {
        const at = i * this.outputs + o;
        dWeights[at] = this.x[i] * dOut[o];
        sum += this.params.weights[at] * dOut[o];
      }
      dX[i] = sum;
    }
    this.grads = { weights: dWeights, bias: dOut.slice() };
    return dX;
  }

  parts(o) {
    return Array.from(this.x, (value, i) => {
      return { from: i, value, weight: this.params.weights[i * this.outputs + o] };
    });
  }

  senders(i) {
    return Array.from(this.dOut, (gradient, o) => {
      return { to: o, gradient, weight: this.params.weights[i * this.outputs + o] };
    });
  }

  bias(o) {
    return this.params.bias[o];
  }
}

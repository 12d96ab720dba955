// Convolution: every window of the image, multiplied by every filter and summed up.

// out[y, x, o] = Σ_i Σ_j Σ_c  padded[s·y + i, s·x + j, c] · filters[i, j, c, o]
//
// In the network the stride s is 1; the page lets one try others.
export class Convolution {
  constructor({ in_channels, out_channels, kernel_size, padding, stride = 1 }, inputShape, params) {
    this.inputShape = inputShape;
    [this.height, this.width] = inputShape;
    this.inputs = in_channels;
    this.size = kernel_size;
    this.padding = padding;
    this.stride = stride;
    const places = (size) => Math.floor((size + 2 * padding - kernel_size) / stride) + 1;
    this.outputShape = [places(this.height), places(this.width), out_channels];
    this.params = params;
  }

  // Calls `visit` with every pixel that the window at (y, x) holds, and where it stands in the
  // filter; -1 for the zeros of the padding.
  forWindow(y, x, visit) {
    for (let i = 0; i < this.size; i++) {
      for (let j = 0; j < this.size; j++) {
        const row = this.stride * y + i - this.padding;
        const column = this.stride * x + j - this.padding;
        const inside = row >= 0 && row < this.height && column >= 0 && column < this.width;
        visit(inside ? row * this.width + column : -1, i, j);
      }
    }
  }

  forward(x) {
    this.x = x;
    const { filters } = this.params;
    const [height, width, outputs] = this.outputShape;
    const out = new Float32Array(height * width * outputs);
    const sums = new Float64Array(outputs);
    for (let place = 0; place < height * width; place++) {
      sums.fill(0);
      this.forWindow(Math.floor(place / width), place % width, (pixel, i, j) => {
        if (pixel < 0) return;
        for (let c = 0; c < this.inputs; c++) {
          const value = x[pixel * this.inputs + c];
          if (value === 0) continue; // after a ReLU many are
          const first = ((i * this.size + j) * this.inputs + c) * outputs;
          for (let o = 0; o < outputs; o++) sums[o] += value * filters[first + o];
        }
      });
      out.set(sums, place * outputs);
    }
    return out;
  }

  // The stamp: each output stamps the filter, times its gradient, onto its window. Where windows
  // overlap, stamps add up.
  //
  // dL/dpadded[s·y + i, s·x + j, c] += Σ_o filters[i, j, c, o] · dOut[y, x, o]
  // dL/dfilters[i, j, c, o]         += padded[s·y + i, s·x + j, c] · dOut[y, x, o]
  backward(dOut) {
    this.dOut = dOut;
    const { x, inputs } = this;
    const { filters } = this.params;
    const [height, width, outputs] = this.outputShape;
    const dX = new Float64Array(x.length);
    const dFilters = new Float64Array(filters.length);
    for (let place = 0; place < height * width; place++) {
      const own = dOut.subarray(place * outputs, (place + 1) * outputs);
      if (own.every((gradient) => gradient === 0)) continue;
      this.forWindow(Math.floor(place / width), place % width, (pixel, i, j) => {
        if (pixel < 0) return;
        for (let c = 0; c < inputs; c++) {
          const value = x[pixel * inputs + c];
          const first = ((i * this.size + j) * inputs + c) * outputs;
          let sum = 0;
          for (let o = 0; o < outputs; o++) {
            sum += filters[first + o] * own[o];
            dFilters[first + o] += value * own[o];
          }
          dX[pixel * inputs + c] += sum;
        }
      });
    }
    this.grads = { filters: Float32Array.from(dFilters) };
    return Float32Array.from(dX);
  }

  parts(at) {
    const [, width, outputs] = this.outputShape;
    const [place, o] = [Math.floor(at / outputs), at % outputs];
    const found = [];
    this.forWindow(Math.floor(place / width), place % width, (pixel, i, j) => {
      for (let c = 0; c < this.inputs; c++) {
        const from = pixel < 0 ? -1 : pixel * this.inputs + c;
        const weight = this.params.filters[this.filterAt(i, j, c, o)];
        found.push({ from, value: pixel < 0 ? 0 : this.x[from], weight, i, j, c });
      }
    });
    return found;
  }

  senders(at) {
    const [height, width, outputs] = this.outputShape;
    const [pixel, c] = [Math.floor(at / this.inputs), at % this.inputs];
    const [row, column] = [Math.floor(pixel / this.width), pixel % this.width];
    const found = [];
    for (let i = 0; i < this.size; i++) {
      for (let j = 0; j < this.size; j++) {
        const y = (row + this.padding - i) / this.stride;
        const x = (column + this.padding - j) / this.stride;
        const inside = y >= 0 && y < height && x >= 0 && x < width;
        if (!inside || !Number.isInteger(y) || !Number.isInteger(x)) continue;
        for (let o = 0; o < outputs; o++) {
          const to = (y * width + x) * outputs + o;
          const weight = this.params.filters[this.filterAt(i, j, c, o)];
          found.push({ to, gradient: this.dOut[to], weight, i, j, o });
        }
      }
    }
    return found;
  }

  filterAt(i, j, c, o) {
    return ((i * this.size + j) * this.inputs + c) * this.outputShape[2] + o;
  }
}

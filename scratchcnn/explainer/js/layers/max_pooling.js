// Max pooling: of every window, the largest value goes on.

// out[y, x, c] = max over i, j of  padded[stride·y + i, stride·x + j, c]
//
// Zeros are added at the bottom and on the right, size - stride of them. Where several pixels of a
// window tie, the first one, row by row, takes the gradient.
export class MaxPooling {
  constructor({ size, stride }, inputShape) {
    [this.size, this.stride] = [size, stride];
    [this.height, this.width, this.channels] = inputShape;
    const places = (length) => Math.floor(length / stride);
    this.outputShape = [places(this.height), places(this.width), this.channels];
    this.params = {};
  }

  // The pixels of the window of an output, row by row; -1 for the zeros of the padding.
  windowOf(at) {
    const [, width] = this.outputShape;
    const [place, c] = [Math.floor(at / this.channels), at % this.channels];
    const [y, x] = [Math.floor(place / width), place % width];
    const found = [];
    for (let i = 0; i < this.size; i++) {
      for (let j = 0; j < this.size; j++) {
        const [row, column] = [this.stride * y + i, this.stride * x + j];
        const inside = row < this.height && column < this.width;
        found.push(inside ? (row * this.width + column) * this.channels + c : -1);
      }
    }
    return found;
  }

  forward(x) {
    this.x = x;
    const count = this.outputShape.reduce((product, size) => product * size);
    const out = new Float32Array(count);
    this.winners = new Int32Array(count); // -1 if a zero of the padding has won
    for (let at = 0; at < count; at++) {
      let best = -Infinity;
      for (const from of this.windowOf(at)) {
        const value = from < 0 ? 0 : x[from];
        if (value > best) [best, this.winners[at]] = [value, from]; // >: the first one stays
      }
      out[at] = best;
    }
    return out;
  }

  // The winner takes all; who wins in several windows receives the sum.
  backward(dOut) {
    this.dOut = dOut;
    this.grads = {};
    const dX = new Float64Array(this.x.length);
    this.winners.forEach((winner, at) => {
      if (winner >= 0) dX[winner] += dOut[at];
    });
    return Float32Array.from(dX);
  }

  parts(at) {
    let won = false; // at a tie among zeros of the padding, by the first one only
    return this.windowOf(at).map((from) => {
      const wins = !won && from === this.winners[at];
      won ||= wins;
      return { from, value: from < 0 ? 0 : this.x[from], weight: wins ? 1 : 0 };
    });
  }

  senders(at) {
    const [height, width] = this.outputShape;
    const [pixel, c] = [Math.floor(at / this.channels), at % this.channels];
    const [row, column] = [Math.floor(pixel / this.width), pixel % this.width];
    const first = (place) => Math.max(0, Math.ceil((place - this.size + 1) / this.stride));
    const found = [];
    for (let y = first(row); y < height && this.stride * y <= row; y++) {
      for (let x = first(column); x < width && this.stride * x <= column; x++) {
        const to = (y * width + x) * this.channels + c;
        found.push({ to, gradient: this.dOut[to], weight: this.winners[to] === at ? 1 : 0 });
      }
    }
    return found;
  }
}

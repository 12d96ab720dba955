// Softmax and cross-entropy: from logits to probabilities to one number, the loss.

// p[k] = exp(z[k]) / Σ_j exp(z[j]); the largest logit is subtracted first, so no exp overflows.
export function softmax(logits) {
  const largest = Math.max(...logits);
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, each) => total + each);
  return Float32Array.from(exponentials, (each) => each / sum);
}

export class Softmax {
  forward(logits) {
    this.probabilities = softmax(logits);
    return this.probabilities.slice();
  }

  // dL/dz[j] = p[j] · (dOut[j] - Σ_k dOut[k] · p[k])
  backward(dOut) {
    const p = this.probabilities;
    const mean = p.reduce((sum, probability, k) => sum + probability * dOut[k], 0);
    return p.map((probability, k) => probability * (dOut[k] - mean));
  }
}

// L = -log p[label], as max + log Σ exp(z - max) - z[label], which stays finite where p is 0.
export class SoftmaxCrossEntropy {
  forward(logits, label) {
    this.label = label;
    this.probabilities = softmax(logits);
    const largest = Math.max(...logits);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    return largest + Math.log(sum) - logits[label];
  }

  // dL/dlogits = p - onehot
  backward() {
    return this.probabilities.map((p, k) => (k === this.label ? p - 1 : p));
  }
}

/** SHA-256 in JavaScript, for a runtime whose own crypto lacks it. Node's has it, and the SDK asks for that first. */
export class Sha256Js {}

/** Slows calls down in the retry mode `adaptive`, which no function of ours is set to. */
export class DefaultRateLimiter {
  constructor() {
    throw new Error('The retry mode "adaptive" is not in the bundle; use "standard".');
  }
}

/** Reads the streams of browsers. Node.js gives its own. */
export const sdkStreamMixin = undefined;

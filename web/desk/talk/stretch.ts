/** What is known of the box that scrolls. */
export interface View {
  readonly scrollTop: number;
  readonly height: number;
}

/** So many pixels are drawn beyond either edge, so that scrolling meets what is there already. */
const beyond = 900;
/** A redraw is due when an edge of what is drawn comes this near. */
const near = 350;
/** Of a row that was never measured. */
const guess = 64;

/**
 * The stretch of a long list that is drawn: rows `first` to `end`, below an empty space of `top` pixels. Rows are as high as
 * they are, so what was never drawn is estimated; what the estimate was wrong by goes into the empty space, and nothing that
 * is being read moves.
 */
export class Stretch {
  first = 1;
  end = 0;
  top = 0;
  last = 0;
  readonly #heights = new Map<number, number>();
  #sum = 0;

  /** The empty space below what is drawn. */
  get bottom(): number {
    return (this.last - this.end) * this.#estimate;
  }

  /** There are so many rows now. Drawn at the end, it grows there. */
  grow(last: number, atEnd: boolean): void {
    const before = this.last;
    this.last = last;
    if (atEnd && this.end === before && before > 0) this.end = last;
    else if (atEnd && this.end < last) this.toEnd();
  }

  /** Draws up to the very last row. */
  toEnd(): void {
    this.end = this.last;
    this.first = Math.max(1, this.last - Math.ceil((2 * beyond) / guess));
    this.top = this.#sumOf(1, this.first - 1);
  }

  /** Draws from the very first row. */
  toStart(): void {
    this.first = 1;
    this.top = 0;
    this.end = 0;
    while (this.end < this.last && this.#sumOf(1, this.end) < 2 * beyond) this.end += 1;
  }

  /** Whether other rows are to be drawn for this view; sets which. */
  cover({ scrollTop, height }: View): boolean {
    const [from, to] = [scrollTop, scrollTop + height];
    const drawnTo = this.top + this.#sumOf(this.first, this.end);
    const enough =
      (this.first === 1 || this.top < from - near) && (this.end === this.last || drawnTo > to + near);
    if (enough) return false;
    while (this.first > 1 && this.top > from - beyond) {
      this.first -= 1;
      this.top -= this.#height(this.first);
    }
    while (this.first < this.last && this.top + this.#height(this.first) < from - beyond) {
      this.top += this.#height(this.first);
      this.first += 1;
    }
    let bottom = this.top;
    this.end = this.first - 1;
    while (this.end < this.last && bottom < to + beyond) {
      this.end += 1;
      bottom += this.#height(this.end);
    }
    return true;
  }

  /**
   * The rows that are drawn are this high, in order. Says by how much the box must be scrolled so that nothing in it moves,
   * where the empty space cannot take it.
   */
  measured(heights: readonly number[], scrollTop: number): number {
    let [above, wrongBy] = [this.top, 0];
    // All at first: what is learnt of one changes what is thought of the others.
    const thought = heights.map((_, index) => this.#height(this.first + index));
    heights.forEach((height, index) => {
      const seq = this.first + index;
      const assumed = thought[index] ?? height;
      if (above + assumed <= scrollTop) wrongBy += height - assumed;
      above += assumed;
      this.#learn(seq, height);
    });
    this.top -= wrongBy;
    return this.#settleTop();
  }

  /** The box has another width: what is not drawn now may have any height. */
  forgetOthers(): void {
    for (const [seq, height] of this.#heights) {
      if (seq >= this.first && seq <= this.end) continue;
      this.#heights.delete(seq);
      this.#sum -= height;
    }
  }

  #settleTop(): number {
    const rightTop = this.first === 1 ? 0 : this.top > 0 ? this.top : this.#sumOf(1, this.first - 1);
    const by = rightTop - this.top;
    this.top = rightTop;
    return by;
  }

  #learn(seq: number, height: number): void {
    this.#sum += height - (this.#heights.get(seq) ?? 0);
    this.#heights.set(seq, height);
  }

  get #estimate(): number {
    return this.#heights.size === 0 ? guess : this.#sum / this.#heights.size;
  }

  #height(seq: number): number {
    return this.#heights.get(seq) ?? this.#estimate;
  }

  #sumOf(from: number, to: number): number {
    let sum = 0;
    for (let seq = from; seq <= to; seq += 1) sum += this.#height(seq);
    return sum;
  }
}

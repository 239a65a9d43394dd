import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findAnswers, wantedAnswer } from '../../web/desk/talk/canned.ts';
import { fieldsOf, inputOf } from '../../web/desk/talk/schema-form.ts';
import { Stretch } from '../../web/desk/talk/stretch.ts';

/** A box that scrolls over rows of these heights, drawn as the desk does. */
class Box {
  readonly stretch = new Stretch();
  readonly #heights: readonly number[];
  readonly height = 700;
  scrollTop = 0;

  constructor(heights: readonly number[]) {
    this.#heights = heights;
    this.stretch.grow(heights.length, true);
    this.#draw();
    this.scrollTop = Math.max(0, this.#total - this.height);
    this.#draw();
  }

  /** Where a drawn row begins, as one sees it. */
  place(seq: number): number {
    const { first, top } = this.stretch;
    const above = this.#heights.slice(first - 1, seq - 1).reduce((sum, height) => sum + height, 0);
    return top + above - this.scrollTop;
  }

  /** The drawn row that is in the middle of the box. */
  get middle(): number {
    const { first, end } = this.stretch;
    for (let seq = first; seq <= end; seq += 1) if (this.place(seq + 1) > this.height / 2) return seq;
    return end;
  }

  /** Scrolls; says by how much it was possible. */
  scroll(by: number): number {
    const before = this.scrollTop;
    this.scrollTop = Math.min(Math.max(0, before + by), Math.max(0, this.#total - this.height));
    const went = this.scrollTop - before;
    this.#draw();
    return went;
  }

  get #total(): number {
    const { first, end, top, bottom } = this.stretch;
    return top + bottom + this.#heights.slice(first - 1, end).reduce((sum, height) => sum + height, 0);
  }

  #draw(): void {
    do {
      const { first, end } = this.stretch;
      this.scrollTop += this.stretch.measured(this.#heights.slice(first - 1, end), this.scrollTop);
    } while (this.stretch.cover(this));
  }
}

describe('what is drawn of a long conversation', () => {
  const heights = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 400 });
  const steps = fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 60 });

  it('stays where it is while others are measured, is enough for the box, and is never much more', () => {
    fc.assert(
      fc.property(heights, steps, (rows, scrolls) => {
        const box = new Box(rows);
        for (const by of scrolls) {
          const { middle } = box;
          const before = box.place(middle);
          const went = box.scroll(by);
          expect(box.place(middle)).toBeCloseTo(before - went, 3);
          const { first, end } = box.stretch;
          if (first > 1) expect(box.place(first)).toBeLessThanOrEqual(0);
          if (end < rows.length) expect(box.place(end + 1)).toBeGreaterThanOrEqual(box.height);
          expect(box.place(end + 1) - box.place(first)).toBeLessThan(box.height + 4000);
        }
      }),
    );
  });

  it('begins at the first row, and ends at the last, when that is asked for', () => {
    const box = new Box(Array.from({ length: 5000 }, (_, index) => 30 + (index % 90)));
    expect(box.stretch.end).toBe(5000);
    box.stretch.toStart();
    expect(box.stretch).toMatchObject({ first: 1, top: 0 });
    box.stretch.grow(5001, false);
    expect(box.stretch.end).toBeLessThan(200);
    box.stretch.toEnd();
    expect(box.stretch.end).toBe(5001);
  });
});

describe('a form of a JSON schema', () => {
  const kind = {
    input: {
      type: 'object',
      properties: {
        month: { type: 'string', pattern: '^\\d{4}-\\d{2}$', title: 'Month' },
        born: { type: 'string', format: 'date' },
        copies: { type: 'integer' },
        byPost: { type: 'boolean' },
        language: { enum: ['en', 'fr'] },
        address: { type: 'object' },
      },
      required: ['month'],
    },
  };

  it('has a field for each property, and gives back what the schema wants', () => {
    const fields = fieldsOf(kind) ?? [];
    expect(fields.map(({ label, look, required }) => [label, look, required])).toEqual([
      ['Month', 'text', true],
      ['Born', 'date', false],
      ['Copies', 'whole', false],
      ['By post', 'yes', false],
      ['Language', 'choice', false],
      ['Address', 'json', false],
    ]);
    expect(fields[0]?.hint).toBe('In the form 0000-00');
    expect(fields[1]?.hint).toBeUndefined();
    const entered = { month: '2026-07', copies: '2', byPost: 'true', address: '{"city":"Ghent"}' };
    expect(inputOf(fields, entered)).toEqual({
      input: { month: '2026-07', copies: 2, byPost: true, address: { city: 'Ghent' } },
      wrong: {},
    });
    expect(inputOf(fields, { copies: '1.5', address: '{' }).wrong).toEqual({
      month: 'is needed',
      copies: 'is no number',
      address: 'is no JSON',
    });
  });

  it('leaves to JSON what says more than fields can', () => {
    expect(fieldsOf({ input: { type: 'object', oneOf: [{}, {}] } })).toBeUndefined();
  });
});

describe('canned answers', () => {
  const answers = [
    { id: '1', name: 'Greeting', text: 'Good day' },
    { id: '2', name: 'Opening hours', text: 'A good question: nine to five' },
  ];

  it('are looked for by a slash at the beginning, names first', () => {
    expect(wantedAnswer('/ Good')).toBe('good');
    expect(wantedAnswer('and/or')).toBeUndefined();
    expect(wantedAnswer('/a\nb')).toBeUndefined();
    expect(findAnswers(answers, 'good').map(({ id }) => id)).toEqual(['1', '2']);
    expect(findAnswers(answers, 'hours good').map(({ id }) => id)).toEqual(['2']);
    expect(findAnswers(answers, 'nothing')).toEqual([]);
  });
});

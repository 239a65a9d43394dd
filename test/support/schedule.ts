import fc from 'fast-check';

const who = fc.constantFrom('phone' as const, 'laptop' as const, 'agent' as const);
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      who,
      copies: fc.constantFrom(1, 1, 2),
      deaf: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('say two' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('say again' as const), who, back: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reconnect' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('lose' as const),
      at: fc.constantFrom('consumer-socket', 'agent-socket', 'consumer-api', 'step-up', 'stream', 'connect'),
      nth: fc.integer({ min: 1, max: 4 }),
      kill: fc.constantFrom(false, false, false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
);
/** What happens in one conversation: before the step-up begins, and from then on. */
export const schedule = fc.record({
  before: fc.array(step, { minLength: 2, maxLength: 6 }),
  after: fc.array(step, { minLength: 2, maxLength: 6 }),
  /** Whether the laptop is given the new token, as another tab of the same browser would be. */
  shared: fc.boolean(),
});
/** One thing that somebody does, or that happens to the network. */
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

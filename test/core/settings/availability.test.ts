import { describe, expect, it } from '@jest/globals';
import { type Hours, hours as hoursSchema } from '../../../contract/http/management/hours.ts';
import { availabilityOf, isAvailable } from '../../../lambdas/core/settings/availability.ts';

const nineToFive = [{ from: '09:00', to: '17:00' }];
const hours: Hours = {
  timeZone: 'Europe/Berlin',
  weekly: { mon: nineToFive, sun: [{ from: '00:00', to: '24:00' }] },
  exceptions: [
    { date: '2026-12-21', spans: [] },
    { date: '2026-12-22', spans: [{ from: '10:00', to: '11:00' }] },
  ],
};
const at = (moment: string) => isAvailable(hours, Date.parse(moment));

describe('agents are there', () => {
  it.each([
    ['a Monday before nine, in Berlin', '2026-11-23T07:59:59Z', false],
    ['from nine on', '2026-11-23T08:00:00Z', true],
    ['until just before five', '2026-11-23T15:59:59Z', true],
    ['and not at five', '2026-11-23T16:00:00Z', false],
    ['in summer the clocks are different', '2026-07-06T07:00:00Z', true],
    ['a Tuesday', '2026-11-24T10:00:00Z', false],
    ['a Sunday at its first minute', '2026-11-21T23:00:00Z', true],
    ['a Sunday at its last minute', '2026-11-22T22:59:00Z', true],
    ['a Monday that is a holiday', '2026-12-21T10:00:00Z', false],
    ['a Tuesday that is open by exception', '2026-12-22T09:30:00Z', true],
    ['the hour that the clocks skip', '2026-03-29T01:30:00Z', true],
  ])('%s', (_name, moment, there) => expect(at(moment)).toBe(there));

  it('always, where no hours are set', () => expect(isAvailable(undefined, 0)).toBe(true));

  it('or the brand has a word for those who come', () => {
    const now = Date.parse('2026-11-24T10:00:00Z');
    const awayMessage = 'We are back on Monday.';
    expect(availabilityOf({ hours, awayMessage }, now)).toEqual({ available: false, awayMessage });
    expect(availabilityOf({ hours }, now)).toEqual({ available: false });
    expect(availabilityOf({ awayMessage }, now)).toEqual({ available: true });
  });
});

describe('hours', () => {
  it.each([
    ['no time zone', { ...hours, timeZone: 'Mars/Olympus' }],
    ['a span that ends before it begins', { ...hours, weekly: { mon: [{ from: '10:00', to: '09:00' }] } }],
    ['25 o’clock', { ...hours, weekly: { mon: [{ from: '10:00', to: '25:00' }] } }],
    ['no date', { ...hours, exceptions: [{ date: '2026-02-30', spans: [] }] }],
    ['no weekday', { ...hours, weekly: { someday: nineToFive } }],
  ])('are refused with %s', (_name, wrong) => expect(hoursSchema.safeParse(wrong).success).toBe(false));
  it('are taken when they are right', () => expect(hoursSchema.safeParse(hours).success).toBe(true));
});

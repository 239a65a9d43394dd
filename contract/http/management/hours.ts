import * as z from 'zod/mini';

/** A time of day, from 00:00 to 24:00. */
const timeOfDay = z.string().check(z.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/));

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
const isDate = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.valueOf()) && at.toISOString().startsWith(text);
};

/** A span of a day, the end not included; 24:00 is the end of the day. */
const span = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .check(z.refine(({ from, to }) => from < to, 'ends before it begins'));

/** When agents are there. Outside of it a conversation may still begin; the consumer is told. */
export const hours = z.strictObject({
  /** By its IANA name, like `Europe/Berlin`. */
  timeZone: z.string().check(z.maxLength(64), z.refine(isTimeZone, 'is not a time zone')),
  weekly: z.strictObject({
    mon: z.optional(z.array(span).check(z.maxLength(5))),
    tue: z.optional(z.array(span).check(z.maxLength(5))),
    wed: z.optional(z.array(span).check(z.maxLength(5))),
    thu: z.optional(z.array(span).check(z.maxLength(5))),
    fri: z.optional(z.array(span).check(z.maxLength(5))),
    sat: z.optional(z.array(span).check(z.maxLength(5))),
    sun: z.optional(z.array(span).check(z.maxLength(5))),
  }),
  /** Days that are unlike their weekday, each with its spans: none for a holiday. */
  exceptions: z.optional(
    z
      .array(
        z.strictObject({
          date: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/), z.refine(isDate, 'is not a date')),
          spans: z.array(span).check(z.maxLength(5)),
        }),
      )
      .check(z.maxLength(100)),
  ),
});
export type Hours = z.infer<typeof hours>;

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * One line a thing that happened, named by a constant. Lambda's JSON log format adds time, level and request id.
 * Fields are ids, codes and numbers: never secrets, tokens or what people wrote.
 */
export const log = {
  info: (event: string, fields: Fields = {}) => console.info({ event, ...fields }),
  warn: (event: string, fields: Fields = {}) => console.warn({ event, ...fields }),
  error: (event: string, fields: Fields = {}) => console.error({ event, ...fields }),
};

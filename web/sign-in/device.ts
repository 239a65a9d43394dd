const systems = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
] as const;

/** In this order: each says the names of those after it as well. */
const browsers = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;

/** What a browser said it is, as a person would. A hint to its owner: browsers say what they like. */
export function deviceName(said: string): string {
  const browser = browsers.find(([sign]) => sign.test(said))?.[1];
  const system = systems.find(([sign]) => sign.test(said))?.[1];
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? (said === '' ? 'A device that says nothing of itself' : said.slice(0, 40));
}

/** Day and time of epoch milliseconds. */
export const inFull = (time: number): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(time);

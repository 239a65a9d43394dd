import type { SourceLines } from './source-lines.ts';

const NOISE = new Set([
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
]);

/**
 * A function's output made readable: its name in front, structured lines as level, message and details, and
 * places in the bundle as places in the sources with the line itself.
 */
export function readable(name: string, text: string, sources: SourceLines): string {
  const translated = sources.translate(name, structured(text));
  const excerpt = sources.excerpt(translated);
  const lines = [...translated.split('\n'), ...(excerpt ? [`    > ${excerpt}`] : [])];
  return lines.map((line) => `${name.padEnd(16)} ${line}`).join('\n');
}

function structured(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const { level, message, timestamp, service, sampling_rate, xray_trace_id, ...rest } = JSON.parse(text);
    if (typeof level !== 'string') return text;
    const details = Object.fromEntries(Object.entries(rest).filter(([key]) => !NOISE.has(key)));
    const stack = (details.error as { stack?: string } | undefined)?.stack;
    if (stack) delete details.error;
    const tail = Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : '';
    return `${level} ${message}${tail}${stack ? `\n${stack}` : ''}`;
  } catch {
    return text;
  }
}

const prefix = 'doorstep-upload-';

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest).slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The name of an upload. The same file goes on under the same name until it is done, also after a reload: what was loaded
 * is not loaded again. `under` is what else the result depends on.
 */
export async function uploadName(text: string, under: string): Promise<{ name: string; done: () => void }> {
  const key = prefix + (await digestOf(`${under}\n${text}`));
  const name = localStorage.getItem(key) ?? `console-${crypto.randomUUID()}`;
  localStorage.setItem(key, name);
  return { name, done: () => localStorage.removeItem(key) };
}

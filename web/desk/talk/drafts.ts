const place = (conversation: string): string => `doorstep:draft:${conversation}`;

/** What was begun to be written in a conversation; kept over a reload, and while one looks at others. */
export function readDraft(conversation: string): string {
  try {
    return sessionStorage.getItem(place(conversation)) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(conversation: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(place(conversation));
    else sessionStorage.setItem(place(conversation), text);
  } catch {
    // Not kept: a browser that stores nothing.
  }
}

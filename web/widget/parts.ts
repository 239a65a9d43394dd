/** What is loaded when it is needed: the client once there is a conversation, the panel once somebody wants to see it. */
export const parts = {
  chat: () => import('./chat.ts'),
  panel: () => import('./panel/main.tsx'),
};

type OtherTexts = () => Promise<{ readonly texts: Readonly<Record<string, string>> }>;

/** The words of the panel in languages other than English, which it has itself. */
export const textsIn: Readonly<Record<string, OtherTexts>> = {
  de: () => import('./texts/german.ts'),
  es: () => import('./texts/spanish.ts'),
  fr: () => import('./texts/french.ts'),
};

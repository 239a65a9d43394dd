/** What the page shows before the panel is loaded. */
export interface LauncherWords {
  readonly openChat: string;
  /** `{count}` messages are new. */
  readonly unread: string;
  readonly notLoaded: string;
}

export const launcherWords: Readonly<Record<string, LauncherWords>> = {
  en: {
    openChat: 'Open chat',
    unread: '{count} new',
    notLoaded: 'The chat could not be loaded. Please try again.',
  },
  de: {
    openChat: 'Chat öffnen',
    unread: '{count} neu',
    notLoaded: 'Der Chat konnte nicht geladen werden. Bitte versuchen Sie es noch einmal.',
  },
  es: {
    openChat: 'Abrir el chat',
    unread: 'mensajes nuevos: {count}',
    notLoaded: 'No se ha podido cargar el chat. Inténtelo de nuevo, por favor.',
  },
  fr: {
    openChat: 'Ouvrir le chat',
    unread: 'nouveaux messages : {count}',
    notLoaded: 'Le chat n’a pas pu être chargé. Veuillez réessayer.',
  },
};

import { defineChat } from './element.ts';

/** The same as an ES module. Rendering on a server may load it: there it does nothing. */
if (globalThis.customElements) defineChat(new URL(import.meta.url).origin);

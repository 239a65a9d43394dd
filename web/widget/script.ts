import { defineChat } from './element.ts';

/** The one script tag. Where this script came from is where the API is, unless the page says otherwise. */
defineChat(
  document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : '',
);

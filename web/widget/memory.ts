import { tabStore } from '../client/storage.ts';

const key = 'doorstep:open';
const store = tabStore();

/** Whether the chat was open before a reload. */
export const memory = {
  wasOpen: (): boolean => store.getItem(key) === '1',
  keepOpen: (open: boolean): void => store.setItem(key, open ? '1' : '0'),
};

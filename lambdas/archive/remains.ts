import type { Erasure } from '../../contract/http/archive.ts';

/** What an erasure does not reach, and why. */
export const remains: Erasure['remains'] = [
  {
    what: 'conversations',
    why: 'A conversation keeps its number of items, their times, and which agent had it: nothing of what was written or who it was.',
  },
  {
    what: 'log',
    why: 'The log keeps a commitment for each of its entries, so that its chains still verify. It tells nothing: the text that it stands for is gone, and so is the salt.',
  },
  {
    what: 'sessions',
    why: 'Sessions, used tokens and logins under way name nobody. They are good for nothing any more, and DynamoDB deletes them: within days of their end, which is a day away at most; records of revocations 30 days.',
  },
  {
    what: 'customer_records',
    why: "A record that the brand has loaded for matching private data is known by the brand's own subject: delete it by that, and do not load it again.",
  },
  {
    what: 'backups',
    why: 'Point-in-time recovery can bring back the table as it was within the last 35 days. Whoever restores it has to erase again.',
  },
  {
    what: 'events',
    why: 'Events and webhooks that were delivered are with those who received them.',
  },
  {
    what: 'application_logs',
    why: 'Logs of the functions hold ids of conversations, and no name, no text and no token.',
  },
];

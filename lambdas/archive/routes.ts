import type { archiveRoutes } from '../../contract/http/archive.ts';
import type { HttpHandlers } from '../edge/http.ts';
import type { Dependencies } from './dependencies.ts';
import { beginErasure, continueErasure, listAllErasures, readOneErasure } from './erasures.ts';
import { readLog } from './log.ts';
import { exportLog } from './log-export.ts';
import { changeRetention, readRetention } from './retention.ts';
import { searchConversations } from './search.ts';
import { exportTranscript } from './transcript.ts';

/** Every route of looking up conversations and the log. */
export const archiveHandlers = (deps: Dependencies): HttpHandlers<typeof archiveRoutes> => ({
  searchConversations: searchConversations(deps),
  exportTranscript: exportTranscript(deps),
  readLog: readLog(deps),
  exportLog: exportLog(deps),
  readRetention: readRetention(deps),
  changeRetention: changeRetention(deps),
  beginErasure: beginErasure(deps),
  listErasures: listAllErasures(deps),
  readErasure: readOneErasure(deps),
  continueErasure: continueErasure(deps),
});

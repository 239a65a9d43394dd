import type { backendRoutes } from '../../contract/http/backend.ts';
import { tellAnswer } from '../core/request/changes.ts';
import { largestJson } from '../core/request/kind.ts';
import { done, refuse } from '../core/result.ts';
import { requireBackend } from '../edge/backend-caller.ts';
import type { HttpHandler } from '../edge/http.ts';
import { record } from '../flows/record.ts';
import type { Dependencies } from './dependencies.ts';

/** The brand's systems answer a protected request: one result is accepted, and both sides hear that it has come. */
export const answerRequest =
  (deps: Dependencies): HttpHandler<typeof backendRoutes.answerRequest> =>
  async (request) => {
    const caller = await requireBackend(deps, request);
    if (!caller.ok) return caller;
    const { brand } = caller.value;
    const { conversation, request: id } = request.params;
    const { ok, value } = request.body;
    const text = value === undefined ? undefined : JSON.stringify(value);
    if (text !== undefined && text.length > largestJson) return refuse('too_large');
    const found = await deps.requests.find(brand, conversation, id);
    if (!found) return refuse('not_found');
    const answered = await deps.requests.answer(brand, conversation, id, ok, text);
    if (!answered.ok) return answered;
    const told = await record(deps, brand, conversation, tellAnswer(found, ok, deps.now()));
    // A head forgets its oldest requests: then the result stands, and is told to nobody.
    return told.ok || told.refusal.code === 'conflict' ? done({}) : told;
  };

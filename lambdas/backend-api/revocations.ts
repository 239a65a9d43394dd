import type { backendRoutes, PersonMeant } from '../../contract/http/backend.ts';
import { identityOf } from '../core/assurance/step-up.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { requireBackend } from '../edge/backend-caller.ts';
import type { HttpHandler } from '../edge/http.ts';
import { log } from '../edge/log.ts';
import { endPage } from '../flows/end-everywhere.ts';
import type { Revocation } from '../store/revocations.ts';
import { readIssuer } from '../store/settings.ts';
import type { Dependencies } from './dependencies.ts';

/** How long one call goes on; the next goes on from there. Milliseconds. */
const patience = 5000;

/**
 * Ends what is known of a person everywhere: first the mark, so that a login which is being redeemed at this moment is
 * ended by whoever lists it, then one conversation after the other.
 */
export const revokeIdentity =
  (deps: Dependencies): HttpHandler<typeof backendRoutes.revokeIdentity> =>
  async (request) => {
    const caller = await requireBackend(deps, request);
    if (!caller.ok) return caller;
    const { brand } = caller.value;
    const { id, person } = request.body;
    const identity = await identityMeant(deps, brand, person);
    if (!identity.ok) return identity;
    const begun = await deps.revocations.begin(brand, id, identity.value, deps.now());
    if (begun.identity !== identity.value)
      return refuse('conflict', { detail: 'A revocation of this id is of somebody else.' });
    if (!begun.done) await deps.revocations.mark(brand, begun.identity, { at: begun.at, why: 'revoked' });
    const end = deps.now() + patience;
    let revocation = begun;
    while (!revocation.done && deps.now() < end) {
      const { ended, after } = await endPage(
        deps,
        { ...revocation, brand, why: 'revoked' },
        revocation.after,
      );
      revocation = await deps.revocations.progress(brand, revocation, ended, after);
    }
    const { ended, done: isDone } = revocation;
    log.info('revoked', { brand, identity: identity.value, revocation: id, ended, done: isDone });
    return done({ body: viewOf(revocation) });
  };

export const readRevocation =
  (deps: Dependencies): HttpHandler<typeof backendRoutes.readRevocation> =>
  async (request) => {
    const caller = await requireBackend(deps, request);
    if (!caller.ok) return caller;
    const found = await deps.revocations.find(caller.value.brand, request.params.revocation);
    return found ? done({ body: viewOf(found) }) : refuse('not_found');
  };

const viewOf = ({ id, identity, at, ended, done: isDone }: Revocation) => ({
  id,
  identity,
  at,
  ended,
  done: isDone,
});

async function identityMeant(
  { db }: Dependencies,
  brand: string,
  person: PersonMeant,
): Promise<Result<string>> {
  if ('identity' in person) return done(person.identity);
  if ('namespace' in person) return done(identityOf(brand, person.namespace, person.subject));
  const issuer = await readIssuer(db, brand, person.issuer);
  if (issuer) return done(identityOf(brand, issuer.namespace, person.subject));
  return refuse('invalid_request', {
    errors: [{ path: 'person.issuer', message: 'is no registered issuer' }],
  });
}

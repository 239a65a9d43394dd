import { generate } from 'otplib';
import { SignInClient } from '../web/client/index.ts';
import { type NodeNetwork, nodeNetwork } from '../web/client/node.ts';
import { must, type Play, verify } from './play.ts';
import type { Stage } from './stage.ts';

const password = 'a lantern for every season';
const periodMs = 30_000;

/** Noor, admin and agent of the brand: the network that holds her cookie. */
export type Noor = NodeNetwork;

/** A brand comes into being, and its first admin signs in: password, authenticator, and a code from then on. */
export async function makeBrand(play: Play, stage: Stage): Promise<Noor> {
  const { brand, name, admin, engagements, issuers } = stage.shop.brand;
  const { loginName } = admin;
  const link = await play.step('an operator makes the brand; a one-use link comes of it', async () => {
    const more = stage.file('brand.json', { engagements, issuers });
    const who = ['--email', loginName, '--admin-name', admin.name];
    const said = await stage.admin('create', '--brand', brand, '--name', name, ...who, '--file', more);
    const found = /https?:\S+#\S+/.exec(said)?.[0];
    verify(found !== undefined, `no link in: ${said}`);
    return new URL(found);
  });

  const noor = nodeNetwork(stage.app);
  const signIn = new SignInClient({ api: stage.app, ...noor });
  const invitation = new URLSearchParams(link.hash.slice(1)).get('invitation') ?? '';

  await play.step(`${admin.name} opens the link and chooses a password`, async () => {
    const invited = must(await signIn.acceptInvitation({ brand, invitation, password }));
    verify(invited.loginName === loginName, 'the link was for somebody else');
    const again = await signIn.acceptInvitation({ brand, invitation, password });
    verify(!again.ok && again.failure.code === 'invitation_refused', 'the link works twice');
  });

  const secret = await play.step('the first sign-in enrols an authenticator app', async () => {
    const { next } = must(await signIn.enterPassword({ brand, loginName, password }));
    verify(next === 'enrol', `the password led to ${next}`);
    const enrolment = must(await signIn.beginTotp());
    verify(enrolment.svg.startsWith('<svg'), 'there is no QR code');
    await earlyInPeriod();
    // The code of half a minute ago: still good, so that the next one is at once, and no code is used twice.
    must(await signIn.confirmTotp(await codeOf(enrolment.secret, -periodMs)));
    must(await signIn.signOut());
    return enrolment.secret;
  });

  await play.step('the second sign-in: password, then a six-digit code', async () => {
    const { next } = must(await signIn.enterPassword({ brand, loginName, password }));
    verify(next === 'code', `the password led to ${next}`);
    const half = await noor.fetch(`${stage.app}/api/agent/inbox`);
    verify(half.status === 403, `the password alone opens the inbox: ${half.status}`);
    must(await signIn.enterCode(await codeOf(secret, 0)));
    verify(must(await signIn.session()).state === 'signed_in', 'the sign-in is not complete');
  });

  await play.step('the engagements and the login’s public key are registered', async () => {
    const listed = async (what: string) => {
      const answer = await noor.fetch(`${stage.app}/api/manage/${what}`);
      return ((await answer.json()) as { items: readonly { readonly id: string }[] }).items;
    };
    const engagements = (await listed('engagements')).map(({ id }) => id);
    verify(engagements.includes('web') && engagements.includes('live'), 'the engagements are not there');
    verify((await listed('issuers')).length === 1, 'the issuer is not there');
  });
  return noor;
}

const codeOf = (secret: string, offsetMs: number): Promise<string> =>
  generate({ secret, epoch: Math.floor((Date.now() + offsetMs) / 1000) });

/** Two codes must fall into the same half minute: waits for the next one when this is nearly over. */
async function earlyInPeriod(): Promise<void> {
  const left = periodMs - (Date.now() % periodMs);
  if (left < 6000) await new Promise((go) => setTimeout(go, left));
}

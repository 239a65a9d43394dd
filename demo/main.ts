import { playConversation } from './conversation.ts';
import { Play } from './play.ts';
import { makeBrand } from './sign-in.ts';
import { setStage } from './stage.ts';
import { transcript } from './transcript.ts';

/** Plays the whole story through the public interfaces; the exit code is 0 only if every step was verified. */
const began = performance.now();
const stage = await setStage();
const play = new Play(stage.control);
try {
  transcript.title('Doorstep: a chat that begins anonymously becomes an authenticated one, in place');
  transcript.chapter('A brand, and an agent who signs in');
  const noor = await makeBrand(play, stage);
  await playConversation(play, stage, noor);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  transcript.note(
    `${play.steps} steps, each verified, in ${seconds} s. Units are DynamoDB’s; trips are round trips to it before\n` +
      '  the answer or the first push, added up where a step takes several calls.\n',
  );
} catch (error) {
  process.exitCode = 1;
  // A step that failed has said why.
  if (!play.failed) throw error;
} finally {
  await stage.end();
}

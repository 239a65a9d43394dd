import { ShownOnce } from '../../shown-once.tsx';

/** What deliveries are signed with. */
export const SecretShown = ({ secret, close }: { readonly secret: string; readonly close: () => void }) => (
  <ShownOnce title="The signing secret" label="Secret" secret={secret} close={close}>
    <p>
      Your receiver checks each delivery with it, as Standard Webhooks describes: libraries for most languages
      do that in a line.
    </p>
  </ShownOnce>
);

import { ShownOnce } from '../../shown-once.tsx';
import { When } from '../../when.tsx';

interface LinkShownProps {
  readonly title: string;
  readonly invitation: { readonly link: string; readonly expiresAt: number };
  readonly close: () => void;
}

/** The link by which somebody chooses a password. */
export const LinkShown = ({ title, invitation, close }: LinkShownProps) => (
  <ShownOnce title={title} label="One-use link" secret={invitation.link} close={close}>
    <p>
      Give this link to that person, and to nobody else: whoever opens it first chooses the password. It works
      once, until <When at={invitation.expiresAt} />.
    </p>
  </ShownOnce>
);

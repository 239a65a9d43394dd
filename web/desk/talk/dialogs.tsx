import { type AgentClient, type AgentConversation, isOpen } from '../../client/index.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { AskDialog } from './ask.tsx';
import { HandOnDialog } from './hand-on.tsx';
import { RequestDialog } from './request.tsx';
import type { Doing } from './use-conversation.ts';

/** What the agent is being asked. */
export type Asking = 'login' | 'hand-on' | 'request' | 'close';

interface DialogsProps {
  readonly client: AgentClient;
  readonly open: AgentConversation;
  readonly doing: Doing;
  readonly asking: Asking | undefined;
  readonly ended: () => void;
}

export function Dialogs({ client, open, doing, asking, ended }: DialogsProps) {
  switch (asking) {
    case 'login':
      return (
        <AskDialog
          waiting={isOpen(open.conversation?.challenge)}
          scale={client.desk.settings?.acrScale ?? []}
          ask={(reason, wanted) => open.ask(reason, wanted)}
          close={ended}
        />
      );
    case 'request':
      return (
        <RequestDialog
          client={client}
          open={open}
          close={ended}
          done={(title, state) => {
            ended();
            toast(
              `${title}: ${state === 'waiting' ? 'the consumer was asked to log in' : 'it is under way'}`,
            );
          }}
        />
      );
    case 'hand-on':
      return (
        <HandOnDialog
          client={client}
          holder={open.conversation?.agent?.id}
          transfer={(to, note) => open.transfer(to, note)}
          close={ended}
          done={(to) => {
            ended();
            toast(`Handed on to ${to}`);
          }}
        />
      );
    case 'close':
      return (
        <Dialog
          title="Close the conversation?"
          action="Close it"
          close={ended}
          submit={() => {
            ended();
            doing.close();
          }}
        >
          <p>It stays to be read. A new message of the consumer begins another one.</p>
        </Dialog>
      );
    default:
      return null;
  }
}

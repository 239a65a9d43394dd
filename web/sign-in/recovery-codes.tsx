import { CopyButton } from '../ui/copy-button.tsx';
import { Card } from './card.tsx';

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const text = codes.join('\n');
  return (
    <Card title="Keep your recovery codes" action="I have kept them" submit={done}>
      <p>
        Each of them signs you in once if your second factor is lost. Keep them where you keep passwords. They
        are not shown again.
      </p>
      <ol class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="row">
        <CopyButton text={text} label="Copy them" />
        <a
          class="button small"
          download="doorstep-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        >
          Save as a file
        </a>
      </div>
    </Card>
  );
}

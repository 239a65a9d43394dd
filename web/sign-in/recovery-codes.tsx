import { Card } from './steps.tsx';

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  return (
    <Card
      title="Keep your recovery codes"
      action="I have kept them"
      submit={done}
      problem={undefined}
      busy={false}
    >
      <p>Each of them signs you in once if your second factor is lost. They are not shown again.</p>
      <ol class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <button
        type="button"
        class="button"
        onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}
      >
        Copy them
      </button>
    </Card>
  );
}

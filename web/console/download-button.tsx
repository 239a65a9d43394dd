interface DownloadButtonProps {
  readonly name: string;
  readonly text: string;
  readonly label: string;
  readonly done?: () => void;
}

/** Hands over a text that this page holds as a file. */
export function DownloadButton({ name, text, label, done }: DownloadButtonProps) {
  function download() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    done?.();
  }
  return (
    <button type="button" class="button small" onClick={download}>
      {label}
    </button>
  );
}

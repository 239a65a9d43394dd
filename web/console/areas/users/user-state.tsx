interface UserStateProps {
  readonly user: {
    readonly disabled: boolean;
    readonly invited?: boolean | undefined;
    readonly factor?: boolean | undefined;
  };
}

/** How it stands with a user, as far as it is known here. */
export function UserState({ user: { disabled, invited, factor } }: UserStateProps) {
  if (disabled) return <span class="badge bad">Disabled</span>;
  return (
    <span class="row">
      {invited && <span class="badge careful">Link open</span>}
      {factor === true && <span class="badge good">Second factor</span>}
      {factor === false && !invited && <span class="badge">No second factor</span>}
    </span>
  );
}

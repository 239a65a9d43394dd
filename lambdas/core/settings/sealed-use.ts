/** What a brand's sealed secret is for. A function may open those of its own uses alone. */
export type SealedUse =
  /** Private keys that tokens are encrypted to. */
  | 'tokens'
  /** Client secrets and keys at OpenID providers. */
  | 'oidc'
  /** The security keys by which a brand's backend signs. */
  | 'backend'
  /** The key of the digests of customer records. */
  | 'records'
  /** What webhooks are signed with. */
  | 'webhook';

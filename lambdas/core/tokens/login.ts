/** What a brand's login says of a person, whichever way it came: checked, and in our units. */
export interface Login {
  readonly issuer: string;
  /** Whose subjects these are. */
  readonly namespace: string;
  readonly subject: string;
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Milliseconds. */
  readonly authTime?: number;
  /** When the brand's own session ends; milliseconds. */
  readonly sessionEnd?: number;
}

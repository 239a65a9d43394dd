const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds. Idle and overall ends are those of AAL2 (SP 800-63B-4, section 2.2.3); a brand may set shorter ones. */
export const lifetimes = {
  sessionIdle: hour,
  session: 24 * hour,
  /** Use is recorded when the last record is older than this. */
  recordUse: 5 * minute,
  /** From the password to the code. */
  half: 10 * minute,
  /** From the password to the start of an enrolment, and from a proof to what it is for. */
  freshPassword: 5 * minute,
  invitation: 24 * hour,
  /** From the question to a passkey's answer. */
  challenge: 5 * minute,
  codeLock: 5 * minute,
} as const;

export const attempts = {
  /** Codes refused in a row before the short lock. */
  beforeLock: 5,
  /** Codes refused in a row before the factor is disabled (SP 800-63B-4, section 3.2.2). */
  beforeDisabled: 100,
} as const;

/** How many sessions a person may have at a time; one more ends the oldest. */
export const mostSessions = 10;

/** How many sign-ins of a person may be between password and code; one more ends the oldest. */
export const mostHalves = 20;

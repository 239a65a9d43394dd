// dynalite ships no types. Only what the engine uses is described here.
declare module 'dynalite/db/index.js' {
  const db: { create(options: object): import('./engine.ts').Store };
  export default db;
}
declare module 'dynalite/validations/index.js' {
  const validations: {
    checkTypes(input: object, types: object): Record<string, unknown>;
    checkValidations(input: object, types: object, custom: unknown, store: object): void;
  };
  export default validations;
}
declare module 'dynalite/validations/*' {
  const validation: { types: object; custom?: unknown };
  export default validation;
}
declare module 'dynalite/actions/*' {
  const action: (
    store: import('./engine.ts').Store,
    input: object,
    done: import('./engine.ts').Callback<Record<string, unknown>>,
  ) => void;
  export default action;
}

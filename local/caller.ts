import type { FunctionModel } from './assembly/model.ts';
import type { MeteredInvocation } from './meter.ts';

/** Who calls a service: one environment of a function, during one invocation. Tools and tests call as nobody. */
export type Caller = {
  function: FunctionModel;
  invocation: MeteredInvocation;
  /** Ends the environment at once, as a crash of its machine would. */
  kill(): Promise<void>;
};

import type { Conduct, ForeignProvider } from './foreign-provider.ts';
import type { Answer } from './http.ts';
import { forgetLimits } from './items.ts';
import {
  type OidcSystem,
  redeemAway,
  registerProviders,
  type StartedAway,
  startAway,
  startOidcSystem,
} from './oidc.ts';
import { type Agent, accept, agentAtWork, type Visitor, visit } from './people.ts';
import { createBrand, type TestBrand } from './system.ts';

/** An agent, a visitor, and a provider whose conduct each test sets. A visitor who is nobody yet serves the next test too. */
export class ForeignStage {
  readonly system: OidcSystem;
  readonly brand: TestBrand;
  readonly agent: Agent;
  visitor: Visitor;
  #used = false;

  private constructor(system: OidcSystem, brand: TestBrand, agent: Agent, visitor: Visitor) {
    this.system = system;
    this.brand = brand;
    this.agent = agent;
    this.visitor = visitor;
  }

  static async set(): Promise<ForeignStage> {
    const system = await startOidcSystem();
    const brand = await createBrand(system, 'acme');
    const agent = await agentAtWork(system, brand);
    await registerProviders(system, agent.cookie, ['low', 'middle', 'high']);
    const visitor = await visit(system, brand);
    await accept(agent, visitor.conversation);
    return new ForeignStage(system, brand, agent, visitor);
  }

  get provider(): ForeignProvider {
    return this.system.foreign;
  }

  /** For each test: a visitor who is nobody, and a good provider. */
  async clear(): Promise<void> {
    this.provider.conduct = {};
    this.provider.exchanges.length = 0;
    if (this.#used) this.visitor = await this.welcome();
    this.#used = false;
  }

  async welcome(): Promise<Visitor> {
    await forgetLimits(this.system);
    const visitor = await visit(this.system, this.brand);
    await accept(this.agent, visitor.conversation);
    return visitor;
  }

  /** The agent asks: the challenge's id. */
  async ask({ conversation } = this.visitor, asked: object = {}): Promise<string> {
    const answer = await this.agent.socket.call({ action: 'agent.ask', conversation, ...asked });
    if (answer.type !== 'answer') throw new Error(JSON.stringify(answer));
    return String(answer.result?.challenge);
  }

  /** Asks, and begins a login at the provider. */
  async start(asked: object = {}): Promise<StartedAway> {
    return startAway(this.brand, this.visitor, await this.ask(this.visitor, asked), 'foreign');
  }

  /** Redeems what the visitor's browser brings back. */
  async redeem(away: StartedAway, brought: Record<string, string>): Promise<Answer> {
    const answer = await redeemAway(this.brand, this.visitor, away, brought);
    this.#used ||= answer.status === 200;
    return answer;
  }

  /** A whole login at the provider as it behaves then. */
  async logIn(conduct: Conduct, asked: object = {}): Promise<Answer> {
    const away = await this.start(asked);
    this.provider.conduct = conduct;
    return this.redeem(away, this.provider.authorize(away.url));
  }

  /** Has what the function knows of providers forgotten, as a new environment does. */
  async forget(): Promise<void> {
    const { functions } = this.system.runtime;
    await functions.get('step-up')?.restart();
    await functions.warm();
  }

  stop(): Promise<void> {
    return this.system.stop();
  }
}

/** A refusal as it stands in an answer. */
export const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { code, ...more },
});

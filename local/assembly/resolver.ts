import { ACCOUNT, physical, REGION } from './physical.ts';
import type { StackTemplate } from './template.ts';

/** The template says something that the local runtime cannot run. */
export class UnsupportedTemplate extends Error {}

export type Rewrite = (text: string) => string;

const PSEUDO: Record<string, unknown> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NotificationARNs': [],
};

/** Resolves CloudFormation's intrinsic functions to what they mean on this machine. */
export class Resolver {
  readonly #stack: StackTemplate;
  readonly #stacks: StackTemplate[];
  readonly #rewrite: Rewrite;

  /** @param rewrite turns addresses of the cloud into this machine's, in text that is whole */
  constructor(stack: StackTemplate, stacks: StackTemplate[], rewrite: Rewrite = (text) => text) {
    this.#stack = stack;
    this.#stacks = stacks;
    this.#rewrite = rewrite;
  }

  /** The value with every intrinsic resolved. `AWS::NoValue` removes the member that has it. */
  resolve(value: unknown): unknown {
    const plain = this.#plain(value);
    return this.#rewriteAll(plain);
  }

  /** The same, where text is expected. */
  text(value: unknown): string {
    const resolved = this.resolve(value);
    if (typeof resolved === 'string' || typeof resolved === 'number' || typeof resolved === 'boolean')
      return String(resolved);
    throw new UnsupportedTemplate(`Text expected in ${this.#stack.name}, not ${JSON.stringify(value)}`);
  }

  #plain(value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((entry) => this.#plain(entry)).filter((entry) => entry !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (
      first &&
      entries.length === 1 &&
      (first[0] === 'Ref' || first[0] === 'Condition' || first[0].startsWith('Fn::'))
    )
      if (first[0] !== 'Condition' || typeof first[1] === 'string')
        return this.#intrinsic(first[0], first[1]);
    return Object.fromEntries(
      entries.map(([key, inner]) => [key, this.#plain(inner)]).filter(([, inner]) => inner !== undefined),
    );
  }

  #rewriteAll(value: unknown): unknown {
    if (typeof value === 'string') return this.#rewrite(value);
    if (Array.isArray(value)) return value.map((entry) => this.#rewriteAll(entry));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#rewriteAll(inner)]));
  }

  #intrinsic(name: string, argument: unknown): unknown {
    if (name === 'Ref') return this.#ref(String(argument));
    if (name === 'Condition') return this.#condition(String(argument));
    if (name === 'Fn::GetAtt') return this.#attribute(argument);
    if (name === 'Fn::Sub') return this.#substitute(argument);
    if (name === 'Fn::If') {
      const [condition, yes, no] = argument as [string, unknown, unknown];
      return this.#plain(this.#condition(condition) ? yes : no);
    }
    const resolved = this.#plain(argument);
    const list = Array.isArray(resolved) ? resolved : [];
    switch (name) {
      case 'Fn::Join':
        return (list[1] as unknown[]).join(String(list[0]));
      case 'Fn::Select':
        return (list[1] as unknown[])[Number(list[0])];
      case 'Fn::Split':
        return String(list[1]).split(String(list[0]));
      case 'Fn::ImportValue':
        return this.#imported(String(resolved));
      case 'Fn::FindInMap':
        return this.#stack.mappings[String(list[0])]?.[String(list[1])]?.[String(list[2])];
      case 'Fn::Base64':
        return Buffer.from(String(resolved)).toString('base64');
      case 'Fn::GetAZs':
        return [`${REGION}a`];
      case 'Fn::Equals':
        return list[0] === list[1];
      case 'Fn::Not':
        return !list[0];
      case 'Fn::And':
        return list.every(Boolean);
      case 'Fn::Or':
        return list.some(Boolean);
      default:
        throw new UnsupportedTemplate(`${name} in ${this.#stack.name} is not known to the local runtime`);
    }
  }

  #ref(id: string): unknown {
    if (id === 'AWS::NoValue') return undefined;
    if (id === 'AWS::StackName') return this.#stack.name;
    if (id === 'AWS::StackId')
      return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${this.#stack.name}/local`;
    if (id in PSEUDO) return PSEUDO[id];
    const resource = this.#stack.resources[id];
    if (resource) return physical(id, { ...resource, Properties: this.#naming(resource.Properties) }).name;
    const parameter = this.#stack.parameters[id];
    if (parameter) return parameter.Default;
    throw new UnsupportedTemplate(`${this.#stack.name} refers to ${id}, which it does not have`);
  }

  #attribute(argument: unknown): unknown {
    const [id = '', attribute = ''] = Array.isArray(argument) ? argument : String(argument).split('.');
    const resource = this.#stack.resources[id];
    if (!resource)
      throw new UnsupportedTemplate(`${this.#stack.name} refers to ${id}, which it does not have`);
    const { attributes } = physical(id, { ...resource, Properties: this.#naming(resource.Properties) });
    // What the laptop has no use for (a certificate's ARN, say) still needs some text.
    return attributes[attribute] ?? `${id}.${attribute}`;
  }

  /** The properties that names depend on. Resolving all of them here could go in circles. */
  #naming(properties: Record<string, unknown> = {}): Record<string, unknown> {
    const { TableName, FunctionName, StageName, ProtocolType, Name } = properties;
    return this.#plain({ TableName, FunctionName, StageName, ProtocolType, Name }) as Record<string, unknown>;
  }

  #substitute(argument: unknown): string {
    const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return String(this.#plain(variables[name]));
      return String(name.includes('.') ? this.#attribute(name) : this.#ref(name));
    });
  }

  #condition(name: string): boolean {
    return Boolean(this.#plain(this.#stack.conditions[name]));
  }

  #imported(name: string): unknown {
    for (const stack of this.#stacks) {
      const other = new Resolver(stack, this.#stacks);
      for (const output of Object.values(stack.outputs))
        if (output.Export && other.resolve(output.Export.Name) === name) return other.resolve(output.Value);
    }
    throw new UnsupportedTemplate(`${this.#stack.name} imports ${name}, which no stack exports`);
  }
}

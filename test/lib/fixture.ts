import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { doorstepApp } from '../../lib/app.ts';
import { parseConfig } from '../../lib/config.ts';
import { type FunctionName, functionNames } from '../../lib/functions/catalog.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { Value: unknown }>>;
}

export interface Templates {
  readonly data: Template;
  readonly app: Template;
}

const scratches: string[] = [];
afterAll(() => {
  for (const scratch of scratches) rmSync(scratch, { recursive: true, force: true });
});

/** An app of which code and pages are stand-ins: what is under test is the templates. */
export function appWith(input: unknown = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'doorstep-synth-'));
  scratches.push(scratch);
  const folder = (name: string, file: string, text: string) => {
    const path = join(scratch, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, file), text);
    return path;
  };
  const assetDirs = Object.fromEntries(
    functionNames.map((name) => [name, folder(name, 'index.mjs', `export const name = '${name}';`)]),
  ) as Record<FunctionName, string>;
  const pagesDir = folder('pages', 'index.html', '<!doctype html>');
  const outdir = join(scratch, 'cdk.out');
  return { app: doorstepApp({ config: parseConfig(input, {}), assetDirs, pagesDir, outdir }), outdir };
}

/** Synthesizes, with cdk-nag but without CloudFormation's own validation, which takes seconds and has a test for itself. */
export function synthesize(input: unknown = {}): Templates {
  process.env.CDK_VALIDATION = 'false';
  const { app, outdir } = appWith(input);
  app.synth();
  const template = (stack: string) =>
    JSON.parse(readFileSync(join(outdir, `${stack}.template.json`), 'utf8')) as Template;
  return { data: template('DoorstepData'), app: template('DoorstepApp') };
}

/** Every resource of a type, with its logical id. */
export function ofType({ Resources }: Template, type: string): (Resource & { id: string })[] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, resource]) => ({ id, ...resource }));
}

/** The only resource of a type. */
export function only(template: Template, type: string): Resource & { id: string } {
  const [found, another] = ofType(template, type);
  if (!found || another) throw new Error(`expected exactly one ${type}`);
  return found;
}

/** Our own functions by name: all but the CDK's helper, which stands in no construct of ours. */
export function functionsOf(template: Template): Record<FunctionName, Resource & { id: string }> {
  const found = functionNames.map((name) => {
    const path = `DoorstepApp/${name.replace(/(^|-)\w/g, (part) => part.slice(-1).toUpperCase())}/Function/Resource`;
    const resource = ofType(template, 'AWS::Lambda::Function').find(
      ({ Metadata }) => Metadata?.['aws:cdk:path'] === path,
    );
    if (!resource) throw new Error(`no function ${name}`);
    return [name, resource];
  });
  return Object.fromEntries(found);
}

export function variablesOf({ Properties }: Resource): Record<string, unknown> {
  return (Properties.Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
}

export interface Statement {
  readonly Action: string | string[];
  readonly Effect: string;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement of a function's own role, from wherever it hangs. */
export function statementsOf(template: Template, name: FunctionName): Statement[] {
  const role = (functionsOf(template)[name].Properties.Role as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
  return ofType(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(`"${role}"`))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

export const actionsOf = ({ Action }: Statement): string[] => [Action].flat();

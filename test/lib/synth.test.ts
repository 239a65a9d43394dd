import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import { doorstepApp } from '../../lib/app.ts';
import { parseConfig } from '../../lib/config.ts';
import { functionNames } from '../../lib/functions/catalog.ts';
import { appWith, synthesize } from './fixture.ts';

describe('synthesis', () => {
  const before = process.env.CDK_VALIDATION;
  beforeEach(() => {
    process.env.CDK_VALIDATION = 'true';
  });
  afterEach(() => {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
  });

  it.each([
    ['as it comes', {}],
    [
      'with all that can be set',
      {
        prefix: 'Other',
        account: '123456789012',
        region: 'eu-central-1',
        alarmEmail: 'operations@example.com',
        publicOrigin: 'https://chat.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/one',
        keepData: false,
        setGatewayLogRole: false,
      },
    ],
  ])("passes cdk-nag and CloudFormation's own validation %s", (_how, config) => {
    const { app, outdir } = appWith(config);
    app.synth();
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    expect(JSON.stringify(report)).not.toMatch(/AwsSolutions-/);
  });

  it('would be stopped by cdk-nag', () => {
    const { app } = appWith();
    new Bucket(app.node.findChild('DoorstepApp') as Stack, 'Careless');
    expect(() => app.synth()).toThrow('AwsSolutions-S10');
  });

  it('acknowledges nothing without a reason', () => {
    const { app } = appWith();
    const reasons = app.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.values(data as Record<string, string>));
    expect(reasons.length).toBeGreaterThan(5);
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(20);
  });

  it('makes stacks that depend one way', () => {
    const { app } = appWith();
    const stack = (name: string) => app.node.findChild(name) as Stack;
    app.synth();
    expect(stack('DoorstepApp').dependencies).toEqual([stack('DoorstepData')]);
    expect(stack('DoorstepData').dependencies).toEqual([]);
  });

  it('is the same whoever runs it, when', () => {
    expect(synthesize().app).toEqual(synthesize().app);
  });

  it('says what to run when there are no pages', () => {
    const nowhere = join(mkdtempSync(join(tmpdir(), 'doorstep-nowhere-')), 'pages');
    const assetDirs = Object.fromEntries(functionNames.map((name) => [name, tmpdir()])) as never;
    expect(() => doorstepApp({ config: parseConfig({}, {}), assetDirs, pagesDir: nowhere })).toThrow(
      'run npm run build:pages',
    );
  });
});

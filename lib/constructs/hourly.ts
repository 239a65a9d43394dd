import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DoorstepFunction } from './function.ts';

/** Runs a function every hour. */
export class Hourly extends Construct {
  constructor(scope: Construct, id: string, { fn }: { readonly fn: DoorstepFunction }) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: `Runs ${fn.name} every hour`,
      schedule: Schedule.rate(Duration.hours(1)),
      // What is left over comes the next hour: nothing is lost by a run that fails.
      targets: [new LambdaFunction(fn.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(30) })],
    });
  }
}

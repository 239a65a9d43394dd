import { describe, expect, it } from '@jest/globals';
import { functionNames } from '../../lib/functions/catalog.ts';
import { ofType, synthesize } from './fixture.ts';

describe('the alarms', () => {
  it('watch every function, the dead letters and events that wait, and say what to do', () => {
    const { app } = synthesize();
    const alarms = ofType(app, 'AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(functionNames.length + 3);
    for (const { Properties } of alarms)
      expect(String(Properties.AlarmDescription).length).toBeGreaterThan(80);
  });

  it('tell the address of the configuration, and nobody when there is none', () => {
    expect(ofType(synthesize().app, 'AWS::SNS::Topic')).toEqual([]);

    const { app } = synthesize({ alarmEmail: 'operations@example.com' });
    for (const { Properties } of ofType(app, 'AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmActions).toHaveLength(1);
    }
    expect(ofType(app, 'AWS::SNS::Subscription')).toMatchObject([
      { Properties: { Protocol: 'email', Endpoint: 'operations@example.com' } },
    ]);
  });
});

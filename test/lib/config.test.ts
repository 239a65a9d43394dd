import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, parseConfig, readConfig } from '../../lib/config.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/one';

describe('the configuration', () => {
  it('needs nothing to be said', () => {
    expect(parseConfig({}, {})).toEqual({
      prefix: 'Doorstep',
      logRetentionDays: 90,
      keepData: true,
      setGatewayLogRole: true,
      logLevel: 'INFO',
    });
  });

  it('takes an origin of its own, and loopback on a laptop', () => {
    const laptop = { publicOrigin: 'http://localhost:4000', loopback: ['http://127.0.0.1:4100'] };
    expect(parseConfig(laptop, {})).toMatchObject(laptop);
    const deployed = { publicOrigin: 'https://chat.example.com', certificateArn, account: '123456789012' };
    expect(parseConfig(deployed, {})).toMatchObject(deployed);
  });

  it.each([
    ['a setting that does not exist', { retention: 3 }, 'retention: is not a setting'],
    ['a prefix that no stack can have', { prefix: '1-x' }, 'prefix: must begin with a capital'],
    ['an account that is none', { account: '12' }, 'account: must be twelve digits'],
    ['a region that is none', { region: 'Frankfurt' }, 'region: must be a region'],
    ['an origin with a path', { publicOrigin: 'https://a.example/x' }, 'publicOrigin: must be an origin'],
    ['an origin with a slash', { publicOrigin: 'https://a.example/' }, 'publicOrigin: must be an origin'],
    ['an origin without TLS', { publicOrigin: 'http://a.example' }, 'publicOrigin: must be an origin'],
    [
      'a loopback origin without loopback',
      { publicOrigin: 'http://localhost:1' },
      'publicOrigin: must begin with https',
    ],
    [
      'a loopback that is none',
      { loopback: ['http://127.0.0.1.example'] },
      'loopback.0: must be a loopback origin',
    ],
    [
      'a loopback with a path',
      { loopback: ['http://localhost:1/x'] },
      'loopback.0: must be a loopback origin',
    ],
    [
      'a certificate of another region',
      { certificateArn: 'arn:aws:acm:eu-west-1:1:x' },
      'certificateArn: must be',
    ],
    ['a certificate of no origin', { certificateArn }, 'certificateArn: needs publicOrigin'],
    [
      'days that CloudWatch does not know',
      { logRetentionDays: 8 },
      'logRetentionDays: must be a number of days',
    ],
    ['an address that is none', { alarmEmail: 'me' }, 'alarmEmail: must be an e-mail address'],
    ['something else altogether', [], 'configuration: '],
  ])('refuses %s, by name', (_what, input, sentence) => {
    expect(() => parseConfig(input, {})).toThrow(ConfigError);
    expect(() => parseConfig(input, {})).toThrow(sentence);
  });

  it('names every field that is wrong', () => {
    expect(() => parseConfig({ account: 'x', keepData: 'yes' }, {})).toThrow(/account: .*\nkeepData: /);
  });

  it('allows loopback to no account, named or taken from the credentials', () => {
    const loopback = ['http://127.0.0.1:4100'];
    expect(() => parseConfig({ loopback, account: '123456789012' }, {})).toThrow('loopback: is for a laptop');
    expect(() => parseConfig({ loopback }, { CDK_DEFAULT_ACCOUNT: '123456789012' })).toThrow(
      'loopback: is for a laptop',
    );
  });

  describe('is read', () => {
    const file = (text: string) => {
      const path = join(mkdtempSync(join(tmpdir(), 'doorstep-config-')), 'config.json');
      writeFileSync(path, text);
      return path;
    };

    it('from a file', () => {
      expect(readConfig({ DOORSTEP_CONFIG: file('{"prefix":"Other"}') }).prefix).toBe('Other');
    });

    it('from the environment itself', () => {
      expect(readConfig({ DOORSTEP_CONFIG: ' {"keepData":false}' }).keepData).toBe(false);
    });

    it('never silently from nowhere', () => {
      expect(() => readConfig({ DOORSTEP_CONFIG: 'no/such/file.json' })).toThrow(
        'DOORSTEP_CONFIG: there is no file no/such/file.json',
      );
      expect(() => readConfig({ DOORSTEP_CONFIG: file('{') })).toThrow('config.json: is not JSON');
    });
  });
});

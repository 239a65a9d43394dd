import { beforeAll, describe, expect, it } from '@jest/globals';
import { frames } from '../../contract/frames.ts';
import { httpRoutes } from '../../contract/http.ts';
import type { FunctionName } from '../../lib/functions/catalog.ts';
import { functionsOf, ofType, type Resource, synthesize, type Template } from './fixture.ts';

describe('the APIs', () => {
  let app: Template;
  beforeAll(() => {
    app = synthesize().app;
  });

  const api = (protocol: string) => {
    const found = ofType(app, 'AWS::ApiGatewayV2::Api').find(
      ({ Properties }) => Properties.ProtocolType === protocol,
    );
    if (!found) throw new Error(`no ${protocol} API`);
    return found;
  };
  const partsOf = (protocol: string, type: string) => {
    const { id } = api(protocol);
    return ofType(app, `AWS::ApiGatewayV2::${type}`).filter(
      ({ Properties }) => (Properties.ApiId as { Ref: string }).Ref === id,
    );
  };
  const integrationOf = (route: Resource) => {
    const ref = /"Ref":"(\w+)"/.exec(JSON.stringify(route.Properties.Target))?.[1] ?? '';
    return app.Resources[ref];
  };
  /** Which function a route leads to, or the type of an integration that leads to none. */
  const targetOf = (route: Resource) => {
    const { IntegrationType, IntegrationUri } = integrationOf(route)?.Properties ?? {};
    const uri = JSON.stringify(IntegrationUri);
    const found = Object.entries(functionsOf(app)).find(([, { id }]) => uri.includes(`"${id}"`));
    return (found?.[0] as FunctionName | undefined) ?? IntegrationType;
  };
  const routes = (protocol: string) =>
    Object.fromEntries(
      partsOf(protocol, 'Route').map((route) => [route.Properties.RouteKey, targetOf(route)]),
    );

  describe('over HTTP', () => {
    it('send every route of the contract to its function', () => {
      expect(routes('HTTP')).toEqual(
        Object.fromEntries(
          Object.values(httpRoutes).map((route) => [`${route.method} ${route.path}`, route.function]),
        ),
      );
    });

    it('leave CORS to the function that knows the origins', () => {
      expect(api('HTTP').Properties.CorsConfiguration).toBeUndefined();
    });

    it('use payload format 2.0', () => {
      for (const { Properties } of partsOf('HTTP', 'Integration')) {
        expect(Properties.PayloadFormatVersion).toBe('2.0');
      }
    });
  });

  describe('over WebSocket', () => {
    it('send every frame of the contract to its function', () => {
      expect(routes('WEBSOCKET')).toEqual({
        ...Object.fromEntries(Object.values(frames).map(({ action, function: name }) => [action, name])),
        $connect: 'MOCK',
        $default: 'consumer-socket',
        $disconnect: 'consumer-socket',
      });
      expect(api('WEBSOCKET').Properties.RouteSelectionExpression).toBe('$request.body.action');
    });

    it('answer every frame', () => {
      const answered = new Set(
        partsOf('WEBSOCKET', 'RouteResponse').map(
          ({ Properties }) => (Properties.RouteId as { Ref: string }).Ref,
        ),
      );
      for (const { id, Properties } of partsOf('WEBSOCKET', 'Route')) {
        const event = Properties.RouteKey === '$connect' || Properties.RouteKey === '$disconnect';
        expect(answered.has(id)).toBe(!event);
        expect(Properties.RouteResponseSelectionExpression).toBe(event ? undefined : '$default');
      }
    });

    it('let nobody open a socket without a ticket that connect takes', () => {
      const [authorizer, another] = partsOf('WEBSOCKET', 'Authorizer');
      expect(another).toBeUndefined();
      expect(authorizer?.Properties).toMatchObject({
        AuthorizerType: 'REQUEST',
        IdentitySource: ['route.request.querystring.ticket'],
      });
      expect(JSON.stringify(authorizer?.Properties.AuthorizerUri)).toContain(functionsOf(app).connect.id);
      const connect = partsOf('WEBSOCKET', 'Route').find(
        ({ Properties }) => Properties.RouteKey === '$connect',
      );
      expect(connect?.Properties).toMatchObject({
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: authorizer?.id },
      });
    });

    it('may call the functions that their routes and the authorizer name', () => {
      const allowed = JSON.stringify(
        ofType(app, 'AWS::Lambda::Permission').map(({ Properties }) => Properties),
      );
      for (const name of ['connect', 'consumer-socket', 'agent-socket'] as const) {
        expect(allowed).toContain(functionsOf(app)[name].id);
      }
    });
  });

  it.each(['HTTP', 'WEBSOCKET'])(
    'of %s are throttled, and log without query strings, headers or bodies',
    (protocol) => {
      const [stage, another] = partsOf(protocol, 'Stage');
      expect(another).toBeUndefined();
      const { AutoDeploy, DefaultRouteSettings, AccessLogSettings } = stage?.Properties ?? {};
      expect(AutoDeploy).toBe(true);
      expect(DefaultRouteSettings).toEqual({
        ThrottlingRateLimit: expect.any(Number),
        ThrottlingBurstLimit: expect.any(Number),
      });
      const { Format } = AccessLogSettings as { Format: string };
      expect(Object.values(JSON.parse(Format))).toEqual(
        expect.arrayContaining(['$context.requestId', '$context.routeKey', '$context.status']),
      );
      expect(Format).not.toMatch(/query|header|authorizer|path|body/i);
    },
  );
});

import type { AuthorizerModel, CorsModel, HttpApiModel, RouteModel, WebSocketApiModel } from './model.ts';
import { UnsupportedTemplate } from './resolver.ts';
import { functionIn, type ResolvedResource, required } from './resources-view.ts';

/** API Gateway's own limit for an integration of an HTTP API. */
const HTTP_TIMEOUT_MS = 30_000;

export type ApiParts = {
  routes: ResolvedResource[];
  integrations: ResolvedResource[];
  authorizers: ResolvedResource[];
  stages: ResolvedResource[];
};

type Cors = {
  AllowOrigins?: string[];
  AllowMethods?: string[];
  AllowHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAge?: number;
  AllowCredentials?: boolean;
};

export function httpApiModel(api: ResolvedResource, parts: ApiParts): HttpApiModel {
  const cors = api.properties.CorsConfiguration as Cors | undefined;
  return {
    id: api.name,
    routes: routesOf(api, parts),
    stage: stageOf(api, parts),
    timeoutMs: HTTP_TIMEOUT_MS,
    ...(cors && { cors: corsModel(cors) }),
  };
}

export function webSocketApiModel(api: ResolvedResource, parts: ApiParts): WebSocketApiModel {
  const expression = String(api.properties.RouteSelectionExpression);
  const [, selector] = /^\$request\.body\.(\w+)$/.exec(expression) ?? [];
  if (!selector)
    throw new UnsupportedTemplate(`${api.id}: the route selection '${expression}' is not known locally`);
  return { id: api.name, routes: routesOf(api, parts), stage: stageOf(api, parts), selector };
}

function corsModel(cors: Cors): CorsModel {
  return {
    origins: cors.AllowOrigins ?? [],
    methods: cors.AllowMethods ?? [],
    headers: cors.AllowHeaders ?? [],
    exposed: cors.ExposeHeaders ?? [],
    credentials: cors.AllowCredentials ?? false,
    ...(cors.MaxAge !== undefined && { maxAge: cors.MaxAge }),
  };
}

const ofApi = (api: ResolvedResource) => (other: ResolvedResource) => other.properties.ApiId === api.name;

function stageOf(api: ResolvedResource, { stages }: ApiParts): string {
  const [stage, another] = stages.filter(ofApi(api));
  if (!stage || another) throw new UnsupportedTemplate(`${api.id} has to have exactly one stage`);
  return stage.name;
}

function routesOf(api: ResolvedResource, parts: ApiParts): RouteModel[] {
  return parts.routes.filter(ofApi(api)).map((route) => routeModel(route, parts));
}

function routeModel(route: ResolvedResource, { integrations, authorizers }: ApiParts): RouteModel {
  const target = String(required(route, 'Target')).replace('integrations/', '');
  const integration = integrations.find(({ id }) => id === target);
  if (!integration) throw new UnsupportedTemplate(`${route.id} leads to no integration`);
  const authorizer = authorizers.find(({ id }) => id === route.properties.AuthorizerId);
  const kind = route.properties.AuthorizationType ?? 'NONE';
  if (kind !== 'NONE' && !(kind === 'CUSTOM' && authorizer))
    throw new UnsupportedTemplate(`${route.id}: authorization of type ${kind} is not known locally`);
  const called = functionOf(integration);
  return {
    key: required(route, 'RouteKey'),
    answers: route.properties.RouteResponseSelectionExpression !== undefined,
    ...(called && { function: called }),
    ...(authorizer && { authorizer: authorizerModel(authorizer) }),
  };
}

function functionOf(integration: ResolvedResource): string | undefined {
  const kind = integration.properties.IntegrationType;
  if (kind === 'MOCK') return undefined;
  if (kind !== 'AWS_PROXY')
    throw new UnsupportedTemplate(`${integration.id}: an integration of type ${kind} is not known locally`);
  return functionIn(integration.properties.IntegrationUri);
}

function authorizerModel(authorizer: ResolvedResource): AuthorizerModel {
  const { properties } = authorizer;
  if (properties.AuthorizerType !== 'REQUEST')
    throw new UnsupportedTemplate(
      `${authorizer.id}: an authorizer of type ${properties.AuthorizerType} is not known locally`,
    );
  return {
    function: functionIn(properties.AuthorizerUri),
    identitySources: (properties.IdentitySource ?? []) as string[],
    simpleResponses: properties.EnableSimpleResponses === true,
  };
}

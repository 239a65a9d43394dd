/** Takes the place of `@aws-sdk/middleware-endpoint-discovery`, which DynamoDB's client carries and never asks for. */
export const resolveEndpointDiscoveryConfig = <C>(config: C): C => config;

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
};

import type { FunctionModel } from '../assembly/model.ts';

/**
 * A function's environment variables: the template's, what Lambda itself sets, and the endpoints of this
 * machine. Nothing else tells a function where it runs.
 * @param control the control server's address
 */
export function variablesOf(
  model: FunctionModel,
  environmentId: string,
  control: string,
  region: string,
): Record<string, string> {
  const endpoint = `${control}/e/${environmentId}`;
  const management = model.environment.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI;
  return {
    PATH: process.env.PATH ?? '',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    ...model.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: model.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${model.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: environmentId,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: model.code,
    _HANDLER: model.handler,
    AWS_ENDPOINT_URL_DYNAMODB: `${endpoint}/dynamodb`,
    AWS_ENDPOINT_URL_KMS: `${endpoint}/kms`,
    AWS_ENDPOINT_URL_EVENTBRIDGE: `${endpoint}/events`,
    AWS_ENDPOINT_URL_SQS: `${endpoint}/sqs`,
    AWS_ENDPOINT_URL_LAMBDA: `${endpoint}/lambda`,
    ...(management && {
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: `${endpoint}/connections${new URL(management).pathname}`,
    }),
  };
}

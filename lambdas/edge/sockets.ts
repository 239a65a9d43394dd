import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { log } from './log.ts';

/** Posts to open sockets and closes them. The endpoint comes from the environment, as AWS_ENDPOINT_URL_… . */
export class Sockets {
  readonly #client: ApiGatewayManagementApiClient;

  constructor(client = new ApiGatewayManagementApiClient({ maxAttempts: 2 })) {
    this.#client = client;
  }

  /** Sends an event to a socket. `gone` when there is no such socket any more; a failure to send is logged, not thrown. */
  async post(connection: string, event: unknown): Promise<'sent' | 'gone' | 'failed'> {
    const command = new PostToConnectionCommand({ ConnectionId: connection, Data: JSON.stringify(event) });
    try {
      await this.#client.send(command, { abortSignal: AbortSignal.timeout(3000) });
      return 'sent';
    } catch (error) {
      if (error instanceof GoneException) return 'gone';
      log.warn('push_failed', { name: (error as Error).name });
      return 'failed';
    }
  }

  /** Closes a socket; one that is gone is closed. */
  async close(connection: string): Promise<void> {
    try {
      await this.#client.send(new DeleteConnectionCommand({ ConnectionId: connection }));
    } catch (error) {
      if (!(error instanceof GoneException)) throw error;
    }
  }
}

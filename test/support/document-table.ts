import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../lambdas/store/table.ts';
import type { System } from './system.ts';

/** The system's table, for what a test has to find or to arrange: never a way around a route under test. */
export function tableOf({ runtime }: System) {
  const [name = ''] = runtime.tables.models.keys();
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: `${runtime.addresses.control}/dynamodb`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  );
  const get = async (key: Key) =>
    (await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }))).Item;
  return {
    name,
    send: client.send.bind(client),
    get,
    delete: (key: Key) => client.send(new DeleteCommand({ TableName: name, Key: key })),
    /** The first attribute of an item whose name begins so. */
    async attribute(key: Key, prefix: string): Promise<string> {
      const found = Object.keys((await get(key)) ?? {}).find((attribute) => attribute.startsWith(prefix));
      if (!found) throw new Error(`No attribute ${prefix}`);
      return found;
    },
  };
}

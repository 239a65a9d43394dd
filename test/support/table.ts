import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { Db } from '../../lambdas/store/db.ts';
import { schema } from '../../lambdas/store/table.ts';

export interface TestTable {
  readonly db: Db;
  readonly client: DynamoDBClient;
  readonly name: string;
  stop(): Promise<void>;
}

/** The single table, empty, on the embedded engine in memory. */
export async function startTable(): Promise<TestTable> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const name = 'doorstep';
  const { inbox } = schema.indexes;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: schema.pk, KeyType: 'HASH' },
        { AttributeName: schema.sk, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [schema.pk, schema.sk, inbox.pk, inbox.sk].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'inbox',
          KeySchema: [
            { AttributeName: inbox.pk, KeyType: 'HASH' },
            { AttributeName: inbox.sk, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...inbox.projection] },
        },
      ],
    }),
  );
  return {
    db: new Db(name, client),
    client,
    name,
    stop: async () => {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

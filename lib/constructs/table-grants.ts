import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { TableRule } from '../access.ts';
import type { DoorstepFunction } from './function.ts';

/**
 * Lets a function do with the table what its rules say, and tells it the table's name.
 * CDK's own grants would open every key, every index and Scan.
 */
export function grantTable(table: Table, fn: DoorstepFunction, rules: readonly TableRule[]): void {
  fn.set('TABLE_NAME', table.tableName);
  for (const { actions, keys, index } of rules) {
    fn.allow({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [index ? `${table.tableArn}/index/${index}` : table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
        // ForAllValues alone is true of a request that names no key at all.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  }
}

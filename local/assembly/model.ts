/**
 * What the runtime runs, as read from the templates. Nothing here is decided by the runtime: each type is the
 * part of a CloudFormation resource that a laptop can do something with.
 */
export type System = {
  tables: TableModel[];
  functions: FunctionModel[];
  eventSources: EventSourceModel[];
  queues: QueueModel[];
  queueSources: QueueSourceModel[];
  buses: BusModel[];
  rules: RuleModel[];
  httpApis: HttpApiModel[];
  webSocketApis: WebSocketApiModel[];
  distribution?: DistributionModel;
  keys: KeyModel[];
};

export type TableModel = {
  name: string;
  arn: string;
  keys: string[];
  attributes: { AttributeName: string; AttributeType: string }[];
  keySchema: { AttributeName: string; KeyType: string }[];
  indexes: IndexModel[];
  streamView?: 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';
  ttlAttribute?: string;
};

export type IndexModel = {
  name: string;
  keySchema: { AttributeName: string; KeyType: string }[];
  projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  include: string[];
};

export type FunctionModel = {
  /** The name that people use: the construct's id in kebab case, or FunctionName where the template sets one. */
  name: string;
  arn: string;
  /** Folder of the bundled code. */
  code: string;
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  /** At most so many environments at once. */
  concurrency?: number;
  statements: PolicyStatement[];
};

export type PolicyStatement = {
  effect: 'Allow' | 'Deny';
  actions: string[];
  resources: string[];
  conditions: Record<string, Record<string, string | string[]>>;
};

export type EventSourceModel = {
  id: string;
  table: string;
  function: string;
  batchSize: number;
  bisect: boolean;
  /** How often a failed batch is tried again; -1 is without end. */
  retries: number;
  reportsItemFailures: boolean;
  /** Event patterns, any of which must match; none lets everything through. */
  filters: unknown[];
  /** The queue that hears of records which failed every time, by its ARN. */
  deadLetters?: string;
};

export type QueueModel = {
  name: string;
  arn: string;
  visibilitySeconds: number;
  retentionSeconds: number;
  delaySeconds: number;
  /** Where a message goes that was received so often and never deleted. */
  redrive?: { deadLetters: string; maxReceives: number };
};

export type QueueSourceModel = {
  id: string;
  /** The queue's ARN. */
  queue: string;
  function: string;
  batchSize: number;
  /** Batches at once. */
  concurrency: number;
  reportsItemFailures: boolean;
};

export type BusModel = { name: string; arn: string };

/** What leads events that match a pattern into queues, or calls functions at a rate. */
export type RuleModel = { id: string; enabled: boolean } & (
  | { bus: string; pattern: unknown; queues: string[] }
  | { everyMs: number; functions: string[] }
);

/** A route without a function has a mock integration, which says yes to everything. */
export type RouteModel = { key: string; function?: string; authorizer?: AuthorizerModel; answers: boolean };

export type AuthorizerModel = { function: string; identitySources: string[]; simpleResponses: boolean };

export type HttpApiModel = {
  id: string;
  routes: RouteModel[];
  stage: string;
  cors?: CorsModel;
  timeoutMs: number;
};

export type CorsModel = {
  origins: string[];
  methods: string[];
  headers: string[];
  exposed: string[];
  maxAge?: number;
  credentials: boolean;
};

export type WebSocketApiModel = {
  id: string;
  routes: RouteModel[];
  stage: string;
  /** The member of a frame's JSON body that names its route. */
  selector: string;
};

export type KeyModel = { id: string; arn: string; signs: boolean };

export type DistributionModel = {
  id: string;
  rootObject: string;
  origins: OriginModel[];
  defaultBehaviour: BehaviourModel;
  behaviours: (BehaviourModel & { path: string })[];
  errorPages: { code: number; responseCode: number; path: string }[];
  /** What was uploaded to the bucket. */
  uploads: UploadModel[];
};

/** A folder's files under a prefix, with marks in their text that stand for values known at deployment only. */
export type UploadModel = { folder: string; prefix: string; marks: Record<string, string> };

export type OriginModel = { id: string; domain: string; path: string; headers: Record<string, string> };

export type BehaviourModel = {
  origin: string;
  methods: string[];
  headers: { name: string; value: string; override: boolean }[];
  removedHeaders: string[];
  /** Source of the function that runs on the viewer's request. */
  onRequest?: string;
  forwardsViewerAddress: boolean;
};

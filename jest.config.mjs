// Node 24 strips the types by itself, so nothing is transformed.
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/test/support/synthesize.ts',
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  testTimeout: 60_000,
  // One more than the two cores of the smallest machine we promise: tests wait, too.
  maxWorkers: 3,
  // What a file has loaded is never given back; a worker that holds more than this makes way for a new one.
  workerIdleMemoryLimit: '700MB',
};

import { statSync } from 'node:fs';

const longest = [
  'system/schedules',
  'system/kills',
  'system/fuzz-http',
  'browser/entrance',
  'system/kills-of-persons',
  'browser/elsewhere',
  'browser/console-people',
  'browser/widget',
  'lambdas/sign-in/password',
  'lib/synth',
].map((name) => `/test/${name}.test.ts`);

/** The order in which Jest takes test files: the longest first, so that none runs alone at the end; then by their size. */
export default class LongestFirst {
  /**
   * @param {{ path: string }[]} tests
   * @returns {{ path: string }[]}
   */
  sort(tests) {
    const rank = ({ path }) => {
      const at = longest.findIndex((end) => path.endsWith(end));
      return at < 0 ? longest.length : at;
    };
    const size = ({ path }) => statSync(path).size;
    return [...tests].sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
  }

  /** What a file took is not kept: a fresh checkout has no memory. */
  cacheResults() {}
}

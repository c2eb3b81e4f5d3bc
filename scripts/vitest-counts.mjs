// A vitest reporter: leaves the counts in the file that PLUMBLINE_COUNTS_FILE names, for the closing line of `npm test`.
import { writeFileSync } from 'node:fs'
import { countsOf } from './counts.mjs'

export default class CountsReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} strayErrors
   */
  onTestRunEnd(modules, strayErrors) {
    const file = process.env.PLUMBLINE_COUNTS_FILE
    if (!file) return
    const files = modules.map((module) => ({
      states: [...module.children.allTests()].map((test) => test.result().state),
      loadErrors: module.errors().length,
    }))
    writeFileSync(file, JSON.stringify(countsOf(files, strayErrors.length)))
  }
}

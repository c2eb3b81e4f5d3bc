// A vitest reporter: leaves the counts in the file that PLUMBLINE_COUNTS_FILE names, for the closing line of `npm test`,
// and names what passed only at its second try: a fault of the test or of the program, to be mended.
import { writeFileSync } from 'node:fs'
import { countsOf } from './counts.mjs'

export default class CountsReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} strayErrors
   */
  onTestRunEnd(modules, strayErrors) {
    for (const test of modules.flatMap((module) => [...module.children.allTests()]))
      if (test.diagnostic()?.flaky)
        console.log(
          `Passed only at the second try: ${test.module.moduleId.split('/').slice(-2).join('/')} > ${test.fullName}`,
        )
    const file = process.env.PLUMBLINE_COUNTS_FILE
    if (!file) return
    const files = modules.map((module) => ({
      states: [...module.children.allTests()].map((test) => test.result().state),
      loadErrors: module.errors().length,
    }))
    writeFileSync(file, JSON.stringify(countsOf(files, strayErrors.length)))
  }
}

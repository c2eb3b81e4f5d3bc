/** A command and what it prints. */
export interface ConsoleStep {
  readonly command: string
  readonly output: string
}

/**
 * Reads a console transcript: a command follows `$ `, its further lines follow `> `, all else is the output.
 *
 * @example consoleSteps('$ echo one\none\n') // [{ command: 'echo one', output: 'one' }]
 * @throws Error when the transcript does not begin with a command
 */
export function consoleSteps(transcript: string): ConsoleStep[] {
  const steps: { command: string[]; output: string[] }[] = []
  for (const line of transcript.replace(/\n$/, '').split('\n')) {
    const current = steps.at(-1)
    if (line.startsWith('$ ')) steps.push({ command: [line.slice(2)], output: [] })
    else if (current === undefined) throw new Error(`A console block begins with a command, not with: ${line}`)
    else if (current.output.length === 0 && /^> ?/.test(line)) current.command.push(line.replace(/^> ?/, ''))
    else current.output.push(line)
  }
  return steps.map(({ command, output }) => ({ command: command.join('\n'), output: output.join('\n') }))
}

import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/**
 * What a log line may say of an error: its kind and where it arose. Not its message: messages of parsers and
 * databases quote what they were given, and that may be a patient's.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { type: error.name, ...code, frames: frames.map((line) => line.trim()), ...cause }
}

/**
 * The service's log: JSON lines without patient data, whatever is handed to it as `err`, `req` or `res`.
 *
 * @param destination Where lines go; standard output when absent.
 */
export function createLog(destination?: DestinationStream, level = 'info'): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
    hooks: {
      // Without words of its own a line would get the error's message.
      logMethod(args, method) {
        if (args.length === 1 && typeof args[0] === 'object') method.apply(this, [args[0], 'error'])
        else method.apply(this, args)
      },
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

import { once } from 'node:events'

/** Thrown to end a command quietly: whoever read the output has gone. */
export class ReaderGone extends Error {}

/** Standard output that waits for its reader, so that no more is held than the reader takes. */
export interface Output {
  write(text: string): Promise<void>
}

/**
 * Wraps a stream. A write waits while the stream is full, and throws `ReaderGone` once its reader has closed it
 * (`plumbline … | head`).
 *
 * @example const output = outputTo(process.stdout); await output.write('one\n')
 */
export function outputTo(stream: NodeJS.WriteStream): Output {
  let failure: Error | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' ? new ReaderGone() : error
  })
  return {
    async write(text) {
      if (failure) throw failure
      if (stream.write(text)) return
      await once(stream, 'drain').catch((error: unknown) => {
        throw failure ?? error
      })
    },
  }
}

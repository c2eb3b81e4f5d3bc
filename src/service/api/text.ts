import { z } from 'zod'

/*
 * Texts and days as people type them. A name or a number is one line; a note may have several. Neither holds control
 * characters, which could break a log line, a letter or a terminal.
 */

/** One line of text, trimmed, of 1 to `most` characters. */
export const lineSchema = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'One line, without control characters')

/** Text that may have several lines, trimmed, of 1 to `most` characters. */
export const paragraphSchema = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'No control characters')

/** A day of the calendar at the site: `YYYY-MM-DD`. */
export const daySchema = z.iso.date()

/** Made by the client, new for each command; the same one again repeats the answer and records nothing. */
export const commandIdSchema = z.uuid()

import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AskedPage, offsetOf } from './searchset.ts'

/** What every search takes beside its own parameters. */
export const pageParameters = {
  _count: z.coerce.number().int().min(1).max(500).default(100),
  _page: z.string().max(20).exactOptional().describe('From the link "next"'),
}

/**
 * The address under which FHIR is served to whoever asks.
 *
 * @example baseOf({ secure: true }, request) // 'https://clinic.example/fhir'
 */
export function baseOf({ secure }: { readonly secure: boolean }, { headers }: FastifyRequest): string {
  return `${secure ? 'https' : 'http'}://${headers.host ?? 'localhost'}/fhir` // the guard has read the host
}

/**
 * Which page of an answer a request asks for.
 *
 * @example pageOf(request, base, { _count: 100 }).offset // 0
 */
export function pageOf(
  request: FastifyRequest,
  base: string,
  { _count, _page }: { readonly _count: number; readonly _page?: string },
): AskedPage {
  return { base, url: request.url, count: _count, offset: offsetOf(_page) }
}

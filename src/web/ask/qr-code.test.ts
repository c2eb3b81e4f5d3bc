import jsQR from 'jsqr'
import { expect, test } from 'vitest'
import { qrPath } from './qr-code.tsx'

/** The path painted on white, four pixels a module. */
function painted(text: string): { pixels: Uint8ClampedArray; width: number } {
  const { path, size } = qrPath(text)
  const width = size * 4
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < 4; dy++)
      for (let dx = 0; dx < 4; dx++)
        pixels.fill(
          0,
          ((Number(y) * 4 + dy) * width + Number(x) * 4 + dx) * 4,
          ((Number(y) * 4 + dy) * width + Number(x) * 4 + dx) * 4 + 3,
        )
  return { pixels, width }
}

test.each(['https://clinic.example/q/7QK4M0ZD2XH1W8R7QK4M0ZD2XH1W8R', 'http://127.0.0.1:8420/q/0'])(
  'a scanner reads %s back',
  (text) => {
    const { pixels, width } = painted(text)
    expect(jsQR(pixels, width, width)?.data).toBe(text)
  },
)

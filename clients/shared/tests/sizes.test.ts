// A size is short, and never says less than there is of a small file.
import { expect, test } from 'vitest'
import { sizeText } from '../src/sizes'

test('sizes are read in B, KB and MB', () => {
  expect(sizeText(68)).toBe('68 B')
  expect(sizeText(1025)).toBe('2 KB')
  expect(sizeText(10 * 1024 * 1024)).toBe('10 MB')
  expect(sizeText(1_400_069)).toBe('1.3 MB')
})

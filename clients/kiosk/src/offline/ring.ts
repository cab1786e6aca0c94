// The key of this browser, under which everything is sealed that the terminal keeps of people.
import type { KeyRing } from './sealing'
import { put, take } from './shelves'

const KEY = 'outbox'

export const ring: KeyRing = {
  held: async () => (await take('keys', KEY) as CryptoKey | undefined) ?? null,
  hold: async (key) => { await put('keys', KEY, key) },
}

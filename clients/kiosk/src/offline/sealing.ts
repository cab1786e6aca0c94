// Seals what waits for the line, with a key that this browser holds and never gives out.
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly bytes: ArrayBuffer
}

/** Where a key lies between two starts. */
export interface KeyRing {
  held: () => Promise<CryptoKey | null>
  hold: (key: CryptoKey) => Promise<void>
}

const ALGORITHM = { name: 'AES-GCM', length: 256 } as const
const IV_BYTES = 12

async function keyOf(ring: KeyRing): Promise<CryptoKey> {
  const held = await ring.held()
  if (held) return held
  const made = await crypto.subtle.generateKey(ALGORITHM, false, ['encrypt', 'decrypt'])
  await ring.hold(made)
  return made
}

/** The id is authenticated with the content: one cannot be put in place of another. */
export async function seal(ring: KeyRing, id: string, body: object): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const additionalData = new TextEncoder().encode(id)
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await keyOf(ring), new TextEncoder().encode(JSON.stringify(body)))
  return { iv, bytes }
}

export async function unseal(ring: KeyRing, id: string, { iv, bytes }: Sealed): Promise<object> {
  const additionalData = new TextEncoder().encode(id)
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, await keyOf(ring), bytes)
  return JSON.parse(new TextDecoder().decode(plain)) as object
}

// The ID-card reader beside this page.
import { askAgent } from './agent'

export interface IdCard {
  readonly name: string
  readonly number: string
  readonly valid_until: string | null
}

export type Reading = { readonly state: 'no_reader' | 'waiting', readonly card: null } | { readonly state: 'read', readonly card: IdCard }

const NONE: Reading = { state: 'no_reader', card: null }

/** What lies on the reader now. An agent that is not there is a reader that is not there. */
export async function readCard(): Promise<Reading> {
  return await askAgent<Reading>('/id-card') ?? NONE
}

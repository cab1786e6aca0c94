// What the kiosk keeps across a reload and a power cut, in this browser's own database: three shelves, none of them in clear words about a person.
const DATABASE = 'finmart-kiosk'
const VERSION = 1
const SHELVES = ['outbox', 'facts', 'keys'] as const

export type ShelfName = (typeof SHELVES)[number]

let opened: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, VERSION)
    asked.onupgradeneeded = () => { for (const name of SHELVES) asked.result.createObjectStore(name) }
    asked.onsuccess = () => { resolve(asked.result) }
    asked.onerror = () => { opened = null; reject(asked.error ?? new Error('no database')) }
  })
  return opened
}

/** One transaction that is over when it is on the disk, not before. */
async function within<Answer>(name: ShelfName, mode: IDBTransactionMode, ask: (shelf: IDBObjectStore) => IDBRequest<Answer>): Promise<Answer> {
  const database = await open()
  return await new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: 'strict' })
    const asked = ask(transaction.objectStore(name))
    transaction.oncomplete = () => { resolve(asked.result) }
    transaction.onabort = transaction.onerror = () => { reject(transaction.error ?? new Error('not kept')) }
  })
}

export const put = (name: ShelfName, key: string, value: unknown): Promise<unknown> => within(name, 'readwrite', (shelf) => shelf.put(value, key))
export const take = (name: ShelfName, key: string): Promise<unknown> => within(name, 'readonly', (shelf) => shelf.get(key))
export const all = (name: ShelfName): Promise<unknown[]> => within(name, 'readonly', (shelf) => shelf.getAll())
export const drop = (name: ShelfName, key: string): Promise<unknown> => within(name, 'readwrite', (shelf) => shelf.delete(key))

/** Something about the terminal itself (never about a person) that it needs to open without a line. */
export async function keepFact(key: string, value: object): Promise<void> {
  await put('facts', key, value).catch(() => null)
}

export async function factOf<Fact>(key: string): Promise<Fact | null> {
  return (await take('facts', key).catch(() => null) as Fact | undefined) ?? null
}

/** The terminal is no longer one of ours: without its key nothing it kept can be read again. */
export async function forgetShelves(): Promise<void> {
  for (const name of SHELVES) await within(name, 'readwrite', (shelf) => shelf.clear()).catch(() => null)
}

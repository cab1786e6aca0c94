// The receipt printer beside this page: what is printed is a copy, so nothing is lost when it cannot be.
import type { ReceiptLine } from '@finmart/shared/service'
import { askAgent } from './agent'

export type Printed = 'printed' | 'no_paper' | 'no_printer'

/** Prints and cuts. Whatever comes of it is said, and never thrown. */
export async function printReceipt(lines: readonly ReceiptLine[]): Promise<Printed> {
  return (await askAgent<{ state: Printed }>('/receipts', { lines }))?.state ?? 'no_printer'
}

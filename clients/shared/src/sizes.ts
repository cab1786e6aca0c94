// File sizes as people read them.
const STEP = 1024

export function sizeText(bytes: number): string {
  if (bytes < STEP) return `${bytes} B`
  if (bytes < STEP * STEP) return `${Math.ceil(bytes / STEP)} KB`
  return `${Number((bytes / STEP / STEP).toFixed(1))} MB`
}

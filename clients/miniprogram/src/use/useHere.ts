// Showing that one is at the store: by where the phone is, or by the code that only the store's screens show.
import { ref, type Ref } from 'vue'
import { scanned, whereAmI } from '../phone'
import { destinationOf } from '../scan'

export type Whereabouts = { readonly latitude: number, readonly longitude: number } | { readonly store_code: string }

export interface Here {
  looking: Ref<boolean>
  refusal: Ref<string>
  byPlace: () => Promise<Whereabouts | null>
  byCode: () => Promise<Whereabouts | null>
}

/** Null means: not shown; `refusal` says why, unless it was given up. */
export function useHere(): Here {
  const looking = ref(false)
  const refusal = ref('')

  async function byPlace(): Promise<Whereabouts | null> {
    looking.value = true
    refusal.value = ''
    const found = await whereAmI()
    looking.value = false
    if (typeof found !== 'string') return { latitude: found.latitude, longitude: found.longitude }
    refusal.value = found
    return null
  }

  async function byCode(): Promise<Whereabouts | null> {
    refusal.value = ''
    const text = await scanned()
    if (text === null) return null
    const to = destinationOf(text)
    if (to.kind === 'store') return { store_code: to.code }
    refusal.value = '这不是门店取号的二维码，请扫描门店屏幕上正在显示的二维码。'
    return null
  }

  return { looking, refusal, byPlace, byCode }
}

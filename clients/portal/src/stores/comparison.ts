// The products put side by side, up to four.
import type { ProductView } from '@finmart/shared/api'
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const COMPARED_MAX = 4

export const useComparison = defineStore('comparison', () => {
  const products = ref<ProductView[]>([])
  const has = (id: string): boolean => products.value.some((product) => product.id === id)

  /** Puts a product in or takes it out; false when there is no room. */
  function toggle(product: ProductView): boolean {
    if (has(product.id)) {
      products.value = products.value.filter((each) => each.id !== product.id)
      return true
    }
    if (products.value.length >= COMPARED_MAX) return false
    products.value = [...products.value, product]
    return true
  }

  function clear(): void {
    products.value = []
  }

  return { products, has, toggle, clear }
})

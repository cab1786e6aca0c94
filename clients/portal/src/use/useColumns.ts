// The columns of a table: which there are and which of them this account wants to see.
import { computed, type ComputedRef, type Ref } from 'vue'
import { useRemembered } from './useRemembered'

export interface Column {
  readonly name: string
  readonly label: string
  /** The least width in px and the share of what is left. */
  readonly least?: number
  readonly share?: number
  readonly right?: boolean
  /** Shown only when chosen. */
  readonly spare?: boolean
}

export interface ColumnChoice {
  all: readonly Column[]
  chosen: Ref<string[]>
  shown: ComputedRef<Column[]>
}

export function useColumns(name: string, all: readonly Column[]): ColumnChoice {
  const chosen = useRemembered(`columns.${name}`, all.filter((column) => !column.spare).map((column) => column.name))
  const shown = computed(() => all.filter((column, place) => place === 0 || chosen.value.includes(column.name)))
  return { all, chosen, shown }
}

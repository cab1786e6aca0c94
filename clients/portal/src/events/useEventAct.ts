// What is done within an event, at the portal.
import { takingBy, type Taking } from '@finmart/shared/use/useTaking'
import { note } from '../parts/note'
import { useAct } from '../use/useAct'

export const useEventAct = (base: () => string, done: () => unknown): Taking => takingBy(useAct(), note, base, done)

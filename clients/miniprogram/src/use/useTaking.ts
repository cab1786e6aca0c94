// What is done within an event, in the mini-program.
import { takingBy, type Taking } from '@finmart/shared/use/useTaking'
import { note } from '../going'
import { useAct } from './useAct'

export const useTaking = (base: () => string, done: () => unknown): Taking => takingBy(useAct(), note, base, done)

// One act, sent by the mini-program's own way to the server.
import { useActBy, type Acting } from '@finmart/shared/use/useAct'
import { act, newKey } from '../http'

export const useAct = (): Acting => useActBy(act, newKey)

// Beginning to type for an enterprise, and ending it: what is seen is then the enterprise's, or one's own again.
import { dropAssisting, holdAssisting, type Assisting } from '../assisting'
import { useSession } from './session'

export async function assist(given: Assisting): Promise<void> {
  holdAssisting(given)
  await useSession().recall()
}

export async function stopAssisting(): Promise<void> {
  dropAssisting()
  await useSession().recall()
}

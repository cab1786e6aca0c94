// One file on its way to the server, by the browser's own way.
import { useUploadBy, type Uploading } from '@finmart/shared/use/useUpload'
import { newKey, send } from '../http'

export const useUpload = (): Uploading<File> => useUploadBy<File>(send, newKey, (file) => `${file.name}/${file.size}/${file.lastModified}`)

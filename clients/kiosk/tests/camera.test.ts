// A camera that is pulled out while somebody stands before it is said, and gives no picture.
import { CameraError, takeFrame, takePicture } from '@finmart/shared/camera'
import { cameraSentence } from '@finmart/shared/liveness'
import { expect, test } from 'vitest'

const seeing = (...states: string[]): HTMLVideoElement => ({ srcObject: { getVideoTracks: () => states.map((readyState) => ({ readyState })) } }) as unknown as HTMLVideoElement

test('nothing is taken from a camera that is not there any more', async () => {
  for (const gone of [seeing('ended'), seeing(), { srcObject: null } as HTMLVideoElement]) {
    for (const take of [takeFrame, takePicture]) {
      const thrown = await take(gone).catch((problem: unknown) => problem)
      expect(thrown).toBeInstanceOf(CameraError)
      expect(cameraSentence(thrown)).toContain('已断开')
    }
  }
})

// The camera of this device: opened when asked, its frames as JPEG, always closed again.
import { onBeforeUnmount, ref, type Ref } from 'vue'

const FRAME_WIDTH = 480
const QUALITY = 0.82
const PAUSE_MS = 110

export interface Camera {
  open: (video: HTMLVideoElement) => Promise<boolean>
  close: () => void
  record: (video: HTMLVideoElement, seconds: number) => Promise<ArrayBuffer[]>
  failure: Ref<string>
}

export function useCamera(): Camera {
  const failure = ref('')
  let stream: MediaStream | null = null

  function close(): void {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = null
  }

  async function open(video: HTMLVideoElement): Promise<boolean> {
    failure.value = ''
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', width: { ideal: 640 } }, audio: false })
      video.srcObject = stream
      await video.play()
      return true
    } catch {
      failure.value = '未能打开摄像头，请允许使用摄像头后重试，或改由工作人员核验。'
      close()
      return false
    }
  }

  async function frameOf(video: HTMLVideoElement): Promise<ArrayBuffer | null> {
    const canvas = document.createElement('canvas')
    canvas.width = FRAME_WIDTH
    canvas.height = Math.round((video.videoHeight / Math.max(video.videoWidth, 1)) * FRAME_WIDTH)
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/jpeg', QUALITY) })
    return blob ? blob.arrayBuffer() : null
  }

  async function record(video: HTMLVideoElement, seconds: number): Promise<ArrayBuffer[]> {
    const frames: ArrayBuffer[] = []
    const until = Date.now() + seconds * 1000
    while (Date.now() < until) {
      const frame = await frameOf(video)
      if (frame) frames.push(frame)
      await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS) })
    }
    return frames
  }

  onBeforeUnmount(close)
  return { open, close, record, failure }
}

// The fit of the stage, followed as the window changes.
import { onMounted, onUnmounted, ref, type Ref } from 'vue'
import { fitStage, type Fit } from './fit'

export function useFit(): Readonly<Ref<Fit>> {
  const measure = (): Fit => fitStage(window.innerWidth, window.innerHeight)
  const fit = ref(measure())
  const follow = (): void => {
    fit.value = measure()
  }
  onMounted(() => window.addEventListener('resize', follow))
  onUnmounted(() => window.removeEventListener('resize', follow))
  return fit
}

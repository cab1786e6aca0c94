import { onTheMap } from '../src/places'
import { expect, test } from 'vitest'

test.each([
  ['苏州工业园区', 31.3208, 120.7101, 31.318778, 120.714437],
  ['天安门广场', 39.9087, 116.3975, 39.910103, 116.403744],
])('a browser’s position is moved to where the mainland’s maps draw %s', (_name, latitude, longitude, north, east) => {
  const drawn = onTheMap({ latitude, longitude })
  expect(drawn.latitude).toBeCloseTo(north, 5)
  expect(drawn.longitude).toBeCloseTo(east, 5)
})

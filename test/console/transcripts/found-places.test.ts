import { expect, test } from 'vitest'
import { placesOf } from '../../../console/transcripts/reading/found-places.ts'

const found = (text: string, words: string): string[] => placesOf(text, words).map(([from, to]) => text.slice(from, to))

test.each([
  ['Where is my parcel? Parcels are late.', 'parcel', ['parcel', 'Parcel']],
  ['Where is my parcel?', 'my where', ['my', 'Where']],
  ['A parceled subparcel', 'parcel', ['parcel']],
  ['Un café, des cafés', 'CAFE', ['café', 'café']],
  ['Un café', 'cafe', ['cafe\u0301'.normalize('NFC')]],
  ['中国的首都是北京。首都在哪里', '首都', ['首都', '首都']],
  ['İstanbul und Straße', 'istanbul straße', ['İstanbul', 'Straße']],
  ['👩‍🔬 parcel', 'parcel', ['parcel']],
  ['nothing here', 'parcel', []],
  ['anything', '  ', []],
])('%s: %s', (text, words, expected) => {
  expect(found(text, words)).toEqual(expected)
})

import { h } from 'preact'
import { Icon } from '../panel/icons.tsx'

const drawn = (d: string) => () => (
  <Icon>
    <path d={d} />
  </Icon>
)

export const DownIcon = drawn('M12 5v13.5M6 12.8l6 6 6-6')
export const CopyIcon = drawn('M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9')
export const CheckIcon = drawn('M5 12.5l4.5 4.5L19 7.5')
export const AgainIcon = drawn('M19 12a7 7 0 1 1-2.2-5.1M17.5 3v4.5H13')
export const EditIcon = drawn('M4.5 19.5l1-4L16 5a2.1 2.1 0 0 1 3 3L8.5 18.5z')
export const ForthIcon = drawn('M9.5 6l6 6-6 6')
export const BackIcon = drawn('M14.5 6l-6 6 6 6')
const THUMB =
  'M7.5 10.5v9h-3v-9zM7.5 10.5l4-7c1.6 0 2.5 1.2 2.2 2.8l-.7 3.2h5c1.4 0 2.3 1.2 2 2.5l-1.3 5.6a2.4 2.4 0 0 1-2.3 1.9H7.5'
export const GoodIcon = drawn(THUMB)
export const BadIcon = () => (
  <Icon>
    <path d={THUMB} transform="rotate(180 12 12)" />
  </Icon>
)

import { BODY_BYTES } from '../sizes.ts'
import type { Address } from './address.ts'

/** The largest body that an address reads. */
export const bodyBytesOf = ({ bodyBytes = BODY_BYTES }: Address): number => bodyBytes
